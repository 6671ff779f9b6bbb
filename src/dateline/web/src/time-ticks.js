/** Ticks of the time axis. Pure. */
import { formed } from "./date-words.js";
import { say, sayList } from "./say.js";
import { civil, dayNumber } from "./timespan.js";

const MONTHS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000];
const DAYS = [1, 2, 7, 14];

/**
 * Ticks for an axis of days, at the starts of calendar units.
 * @param {number} firstDay @param {number} lastDay @param {number} room at most this many
 */
export function makeTicks(firstDay, lastDay, room) {
  const [a, b] = [civil(firstDay), civil(lastDay)];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  const length = lastDay - firstDay + 1;
  const days = DAYS.find((step) => length / step <= room);
  if (days || months < 1) return dayTicks(firstDay, lastDay, days ?? Math.ceil(length / room));
  const step = MONTHS.find((s) => months / s < room) ?? 60000;
  const ticks = [];
  const start = a.year * 12 + a.month - 1;
  for (let at = start - (((start % step) + step) % step); ; at += step) {
    const [year, month] = [Math.floor(at / 12), ((at % 12) + 12) % 12];
    const day = dayNumber(year, month + 1);
    if (day > lastDay) return ticks;
    if (day < firstDay) continue;
    ticks.push({ day, text: month === 0 || step >= 12 ? String(year) : sayList("date.months_short")[month] });
  }
}

/** @param {number} firstDay @param {number} lastDay @param {number} step */
function dayTicks(firstDay, lastDay, step) {
  const ticks = [];
  for (let day = firstDay; day <= lastDay; day += step) {
    const { year, month, day: of } = civil(day);
    const isYear = month === 1 && of === 1;
    ticks.push({ day, text: isYear ? String(year) : shortDay(month, of) });
  }
  return ticks;
}

/** @param {number} month @param {number} day */
function shortDay(month, day) {
  const [mm, dd] = [month, day].map((number) => String(number).padStart(2, "0"));
  const months = sayList(formed("date.months_short", "of"));
  return say("date.short_day", { day: String(day), month: months[month - 1], mm, dd });
}
