/**
 * The parts of Leaflet that the page itself uses. Pages with layers of others, or with tiles, include
 * all of it instead: `package.json` maps "#leaflet" to either.
 */
export { Map, map } from "./leaflet-map.js";
export { Layer } from "leaflet/src/layer/Layer.js";
export { layerGroup } from "leaflet/src/layer/LayerGroup.js";
export { GridLayer } from "leaflet/src/layer/tile/GridLayer.js";
export { toLatLng as latLng } from "leaflet/src/geo/LatLng.js";
export { toLatLngBounds as latLngBounds } from "leaflet/src/geo/LatLngBounds.js";
export { toPoint as point } from "leaflet/src/geometry/Point.js";
export * as DomUtil from "leaflet/src/dom/DomUtil.js";
