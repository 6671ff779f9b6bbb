/** The program of a page with layers of others. The order matters: they find Leaflet in `window`. */
import "./trusted.js";
import "./folium.js";
import "./main.js";
