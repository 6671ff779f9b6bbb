/** Counts, distances and vocabularies in words. */

const GROUPED = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 6 });

/**
 * Formats a number with thousands separators: "11,000".
 * @param {number} value
 */
export function sayNumber(value) {
  return GROUPED.format(value);
}

/**
 * "1 event", "2,000 events".
 * @param {number} count
 * @param {string} one
 * @param {string} [many]
 */
export function sayCount(count, one, many = `${one}s`) {
  return `${sayNumber(count)} ${count === 1 ? one : many}`;
}

/**
 * A distance in words: "400 m", "12 km", "1.5 km".
 * @param {number} metres
 */
export function sayDistance(metres) {
  if (metres < 1000) return `${sayNumber(Math.round(metres))} m`;
  const km = metres / 1000;
  return `${sayNumber(km < 10 ? Math.round(km * 10) / 10 : Math.round(km))} km`;
}

/**
 * Coordinates in words: "51.19° N, 35.27° E".
 * @param {number} lon
 * @param {number} lat
 * @param {number} [decimals]
 */
export function sayCoordinates(lon, lat, decimals = 4) {
  const one = (/** @type {number} */ value, /** @type {string} */ signs) =>
    `${Number(Math.abs(value).toFixed(decimals))}° ${value < 0 ? signs[1] : signs[0]}`;
  return `${one(lat, "NS")}, ${one(lon, "EW")}`;
}

/** @type {Record<string, string>} */
export const STATUS_WORDS = {
  occurred: "Occurred",
  ongoing: "Ongoing",
  planned: "Planned",
  forecast: "Forecast",
  cancelled: "Cancelled",
  unknown: "Status not stated",
};

/** Warnings shown in bold on a card. @type {Record<string, string>} */
export const STATUS_NOTES = {
  planned: "Announced or planned. It had not happened when it was reported.",
  forecast: "An expectation, not a fact. It had not happened when it was reported.",
  cancelled: "Called off.",
};

/** @type {Record<string, string>} */
export const VERIFICATION_WORDS = {
  unverified: "Unverified",
  "single-source": "Single source",
  corroborated: "Corroborated",
  geolocated: "Geolocated",
  disputed: "Disputed",
  debunked: "Debunked",
  unknown: "Verification not stated",
};

/** Stands on a card for an event that has no place. */
export const UNSURE_PLACE = "This place is the likeliest of several; the details list the others";
export const NOT_ON_MAP = "Not on the map, only in the list";

/** @type {Record<string, string>} */
const PRECISION_WORDS = {
  time: "known to the time of day",
  day: "known to the day",
  month: "known to the month",
  season: "known to the season",
  year: "known to the year",
  decade: "known to the decade",
  century: "known to the century",
  millennium: "known to the millennium",
};

/**
 * The precision of an event's date in words, or "".
 * @param {string | null} precision
 */
export function sayDatePrecision(precision) {
  return wordFor(PRECISION_WORDS, precision) ?? "";
}

/** Precisions of places that were worked out from an expression. */
const WORKED_OUT = new Set(["near", "area", "linear", "maritime"]);

/** Words of expressions that say more than the name of the place. */
const MORE_THAN_NAME =
  /\p{Nd}|\b(north|south|east|west|between|halfway|midway|off|outside|offshore|along|coast|border|outskirts|centre|center|middle|upstream|downstream)/iu;

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
  if (directed) return place.replaceAll("; ", " → ");
  const saysMore =
    where &&
    where.length <= LINE &&
    WORKED_OUT.has(precision ?? "") &&
    MORE_THAN_NAME.test(where) &&
    where.toLowerCase() !== place.toLowerCase();
  if (saysMore) return where;
  return precision === "near" && !/^near /i.test(place) ? `near ${place}` : place;
}

/**
 * How precisely an event is placed and what is drawn for it; without the final full stop.
 * @param {string | null} precision
 * @param {string} place
 * @param {{ kind: string, directed?: boolean }} drawn kind is "point", "points", "line", "area"
 *   or "none"
 */
export function sayPlacePrecision(precision, place, { kind, directed = false }) {
  if (kind === "none" || precision === "unknown") return NOT_ON_MAP;
  const name = place || "the place";
  const how = kind === "area" ? ", drawn as the whole area" : "";
  switch (precision) {
    case "exact":
      return "At the exact point given";
    case "as given":
      return "At the coordinates given. How exact they are is not stated";
    case "near":
      return `Near ${name}. The ring shows how far away it may be`;
    case "settlement":
      return `In or at ${name}. The exact spot is not known`;
    case "linear":
      return directed
        ? `From ${place.split("; ").join(" to ")}, drawn as a line. The actual route is not known`
        : `Along ${name}, drawn as a line. The exact spot or route is not known`;
    case "maritime":
      return `Somewhere at sea in ${name}${how}`;
    case "country":
      return `Somewhere in ${name}${how}. Only the country is known`;
    case "admin1":
    case "admin2":
      return `Somewhere in ${name}${kind === "area" ? ", drawn as the region" : ""}`;
    default:
      return `Somewhere in ${name}${how}`;
  }
}

/** @type {Record<string, string>} */
const METHOD_WORDS = {
  given: "coordinates given with the event",
  pinned: "from the project’s own list of places",
  gazetteer: "matched by name in the gazetteer",
  expression: "worked out from the place names in the text",
  none: "not on the map",
};

/**
 * How a place was found.
 * @param {string | null} method
 */
export function sayMethod(method) {
  return wordFor(METHOD_WORDS, method) ?? "";
}

/** Kinds of place whose code is not a word that a reader knows. @type {Record<string, string>} */
const KIND_WORDS = {
  admin1: "region",
  admin2: "district",
  disputed: "disputed area",
  missile: "missile site",
  nuclear: "nuclear site",
};

/**
 * The kind of a place, in words.
 * @param {string} kind
 */
export function sayKind(kind) {
  return wordFor(KIND_WORDS, kind) ?? kind;
}

/**
 * Returns the entry of a table, or undefined; inherited names such as "constructor" are not entries.
 * @param {Record<string, string>} table
 * @param {unknown} word
 */
export function wordFor(table, word) {
  return typeof word === "string" && Object.hasOwn(table, word) ? table[word] : undefined;
}

/**
 * Returns a word with its first letter in upper case.
 * @param {string} word
 */
export function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
