// Days as numbers. No Date object is used, so that time zones can't change a day.

const DAYS_PER_ERA = 146_097; // 400 years
const EPOCH_SHIFT = 719_468; // days from 0000-03-01 to 1970-01-01

/**
 * Days from 1970-01-01 to the given day of the proleptic Gregorian calendar; any year.
 *
 * @param {number} year astronomical: 0 is 1 BCE
 * @param {number} [month] 1 to 12; other values continue into other years
 * @param {number} [day]
 */
export function dayNumber(year, month = 1, day = 1) {
  const marchYear = year + Math.floor((month - 1) / 12) - (modulo(month - 1, 12) < 2 ? 1 : 0);
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * modulo(month - 3, 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * DAYS_PER_ERA + yearOfEra * 365 + leapDays + dayOfYear - EPOCH_SHIFT;
}

/**
 * The calendar day of a day number: the inverse of dayNumber.
 *
 * @param {number} number
 */
export function civil(number) {
  const era = Math.floor((number + EPOCH_SHIFT) / DAYS_PER_ERA);
  const dayOfEra = number + EPOCH_SHIFT - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays);
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}

/**
 * A day number as YYYY-MM-DD.
 *
 * @param {number} number
 */
export function formatDay(number) {
  const { year, month, day } = civil(number);
  const digits = String(Math.abs(year)).padStart(4, "0");
  return `${year < 0 ? "-" : ""}${digits}-${pad(month)}-${pad(day)}`;
}

/**
 * The first and the last day (both inclusive) of a typed year, month or day: YYYY, YYYY-MM or
 * YYYY-MM-DD. Null for any other text and for days that don't exist.
 *
 * @param {string} text
 * @returns {{ first: number, last: number } | null}
 */
export function parseDays(text) {
  const found = /^(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/.exec(text.trim());
  if (!found) return null;
  const year = Number(found[1]);
  const month = Number(found[2] ?? 1);
  const first = dayNumber(year, month, Number(found[3] ?? 1));
  const there = civil(first);
  if (there.month !== month) return null; // a day past the end of its month, or before its start
  if (found[3]) return { first, last: first };
  return { first, last: (found[2] ? dayNumber(year, month + 1) : dayNumber(year + 1)) - 1 };
}

/** @param {number} a @param {number} b */
function modulo(a, b) {
  return ((a % b) + b) % b;
}

/** @param {number} number */
function pad(number) {
  return String(number).padStart(2, "0");
}
