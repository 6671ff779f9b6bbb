/**
 * What folium's own layers expect of a page beyond Leaflet. A page includes it only if layers were
 * added to it; it runs after the page's program and before their scripts.
 */
import icon from "leaflet/dist/images/marker-icon.png";
import iconRetina from "leaflet/dist/images/marker-icon-2x.png";
import shadow from "leaflet/dist/images/marker-shadow.png";

const { L } = /** @type {any} */ (window);

// Leaflet looks for the pictures of its markers next to its style sheet, which is in the page.
delete L.Icon.Default.prototype._getIconUrl;
L.Icon.Default.mergeOptions({ iconUrl: icon, iconRetinaUrl: iconRetina, shadowUrl: shadow });

/**
 * Stands for jQuery where folium uses it only to make an element of the text of a popup.
 * @param {string} html
 */
function elementOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return [template.content.firstElementChild];
}
/** @type {any} */ (window).$ ??= elementOf;
