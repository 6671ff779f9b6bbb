/**
 * What folium's own layers expect of a page: all of Leaflet under its usual name, the pictures of its
 * markers, and one function of jQuery.
 */
import * as all from "leaflet";
import icon from "leaflet/dist/images/marker-icon.png";
import iconRetina from "leaflet/dist/images/marker-icon-2x.png";
import shadow from "leaflet/dist/images/marker-shadow.png";

/** @type {any} A copy, because plugins add their own classes to it. */
const L = { ...all };
Object.assign(window, { L });

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
