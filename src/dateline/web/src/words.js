/** Distances, coordinates, places and vocabularies in words. */
import { filled, isSaid, say, sayList, sayValueOf } from "./say.js";

/**
 * A distance in words: "400 m", "12 km", "1.5 km".
 * @param {number} metres
 */
export function sayDistance(metres) {
  if (metres < 1000) return say("number.metres", { value: Math.round(metres) });
  const km = metres / 1000;
  return say("number.thousand_metres", { value: km < 10 ? Math.round(km * 10) / 10 : Math.round(km) });
}

/** A share of a whole: "12%", never 100% before it is. @param {number} part 0 to 1 */
export function sayPercent(part) {
  return say("number.percent", { value: Math.floor(part * 100) });
}

/**
 * Coordinates in words: "51.19° N, 35.27° E".
 * @param {number} lon
 * @param {number} lat
 * @param {number} [decimals]
 */
export function sayCoordinates(lon, lat, decimals = 4) {
  const one = (/** @type {number} */ value, /** @type {string} */ axis) =>
    filled(sayList(axis)[value < 0 ? 1 : 0] ?? "", { value: String(Number(Math.abs(value).toFixed(decimals))) });
  return `${one(lat, "number.latitude")}, ${one(lon, "number.longitude")}`;
}

/** The name of a status. @param {string} status */
export function sayStatus(status) {
  return sayValueOf("status", status) ?? capital(status);
}

/** The name of a state of verification. @param {string} verification */
export function sayVerification(verification) {
  return sayValueOf("verification", verification) ?? capital(verification);
}

/**
 * The precision of an event's date in words, or "".
 * @param {string | null} precision
 */
export function sayDatePrecision(precision) {
  return sayValueOf("precision", precision) ?? "";
}

/** Precisions of places that were worked out from an expression. */
const WORKED_OUT = new Set(["near", "area", "linear", "maritime"]);

/** Words of expressions that say more than the name of the place. */
const MORE_THAN_NAME =
  /\p{Nd}|\b(north|south|east|west|between|halfway|midway|off|outside|offshore|along|coast|border|outskirts|centre|center|middle|upstream|downstream)/iu;

/** @type {Record<string, string>} */
const PLACED = {
  exact: "placed.exact",
  "as given": "placed.given",
  near: "placed.near",
  settlement: "placed.settlement",
  linear: "placed.line",
  maritime: "placed.sea",
  country: "placed.country",
  admin1: "placed.region",
  admin2: "placed.region",
};

/** Longer expressions do not fit into a line. */
const LINE = 90;

/**
 * The place of an event in a few words: "near Sumy", "North Korea → Russia", or as it was written, if
 * that says more: "50 nm west of Hodeidah".
 * @param {Record<string, any>} fields
 * @param {string | null} precision
 * @param {boolean} directed whether it leads from the first place to the last
 * @returns {string}
 */
export function sayPlace({ place_name: place, where }, precision, directed) {
  if (!place) return where ?? "";
  if (directed) return routeOf(place);
  const saysMore =
    where &&
    where.length <= LINE &&
    WORKED_OUT.has(precision ?? "") &&
    MORE_THAN_NAME.test(where) &&
    where.toLowerCase() !== place.toLowerCase();
  if (saysMore) return where;
  const bare = bareName(place);
  return precision === "near" || bare !== place ? say("place.near", { place: bare }) : place;
}

/** A name without the "near" that the build writes before the nearest town. @param {string} name */
function bareName(name) {
  return name.replace(/^near /i, "");
}

/** The name of a place as the build understood it. @param {string} name */
export function sayPlaceName(name) {
  const bare = bareName(name);
  return bare === name ? name : say("place.near", { place: bare });
}

/** @param {string} place the names of the places, joined */
function routeOf(place) {
  const [first, ...others] = place.split("; ");
  return others.reduce((from, to) => say("place.from_to", { from, to }), first);
}

/**
 * How precisely an event is placed and what is drawn for it; without the final full stop.
 * @param {string | null} precision
 * @param {string} place
 * @param {{ kind: string, directed?: boolean }} drawn kind is "point", "points", "line", "area"
 *   or "none"
 */
export function sayPlacePrecision(precision, place, { kind, directed = false }) {
  if (kind === "none" || precision === "unknown") return say("place.not_on_map");
  if (precision === "linear" && directed) {
    const [from, ...others] = place.split("; ");
    return say("placed.route", { from, to: others.join("; ") });
  }
  const key = PLACED[precision ?? ""] ?? "placed.area";
  const withArea = `${key}_area`;
  return say(kind === "area" && isSaid(withArea) ? withArea : key, { place: bareName(place) || say("place.no_name") });
}

/** The name of an event type; types that are not dateline's own are said as they are. @param {string} type */
export function sayEventType(type) {
  return sayValueOf("event_type", type) ?? capital(type);
}

/**
 * How a place was found.
 * @param {string | null} method
 */
export function sayMethod(method) {
  return sayValueOf("method", method) ?? "";
}

/**
 * The kind of a place, in words.
 * @param {string} kind
 */
export function sayKind(kind) {
  return sayValueOf("kind", kind) ?? kind;
}

/**
 * Returns a word with its first letter in upper case.
 * @param {string} word
 */
export function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
