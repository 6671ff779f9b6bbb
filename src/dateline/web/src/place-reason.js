/** Why a place was chosen: codes with values, said in the language of the interface. */
import { isSaid, say, sayList, sayValueOf } from "./say.js";
import { sayDistance, sayKind } from "./words.js";

/** @typedef {string | number} Value */

/**
 * The sentence for the reasons of a place. Older exports have an English sentence in place of codes.
 * The command line says the same in English (`interface/reasons.py`).
 * @param {string} codes joined by "; "
 * @param {unknown} values JSON, an object for each code
 * @returns {{ text: string, isQuoted: boolean }}
 */
export function sayReason(codes, values) {
  const parts = codes.split("; ");
  if (!parts.every((code) => isSaid(`reason.${code}`))) return { text: codes, isQuoted: true };
  const listed = objectsIn(values);
  const said = parts.map((code, at) => say(`reason.${code}`, words(listed[at])));
  return { text: said.join(say("reason_other.between")), isQuoted: false };
}

/** @param {unknown} text @returns {Record<string, unknown>[]} */
function objectsIn(text) {
  try {
    const listed = JSON.parse(String(text ?? "[]"));
    return Array.isArray(listed) ? listed : [];
  } catch {
    return [];
  }
}

/** What the values are called. @param {unknown} values */
function words(values) {
  /** @type {Record<string, Value>} */
  const said = {};
  for (const [name, value] of Object.entries(values ?? {})) {
    if (typeof value === "number") said[name] = value;
    else if (typeof value === "string") said[name] = wordOf(name, value);
  }
  const { other, other_kind: kind, other_m: metres, other_deg: degrees, radius_m: radius } = said;
  if (typeof radius === "number") said.radius = sayDistance(radius);
  if (kind) said.other = say("reason_other.kind", { place: other ?? "", kind });
  if (typeof metres === "number" && typeof degrees === "number") {
    const sides = sayList("reason_other.sides");
    const side = sides[Math.round((degrees * sides.length) / 360) % sides.length] ?? "";
    said.other = say("reason_other.away", { place: said.other ?? "", distance: sayDistance(metres), side });
  }
  return said;
}

/** @param {string} name @param {string} value */
function wordOf(name, value) {
  if (name === "source") return sayValueOf("reason_source", value) ?? value;
  if (name === "way") return sayValueOf("reason_way", value) ?? value;
  if (!name.endsWith("kind")) return value;
  return sayValueOf("reason_kind", value) ?? sayKind(value);
}
