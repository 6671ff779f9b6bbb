/**
 * Moves names of the base map away from the marks of the events, so that a mark never hides the name of
 * its own place. Uses neither the DOM nor Leaflet.
 */

/** @typedef {import("./basemap-labels.js").Placed} Placed */
/** @typedef {import("./basemap-paint.js").Frame} Frame */

/** A mark: its middle in world units, its radius in pixels. @typedef {{ x: number, y: number, radius: number }} Obstacle */

/** A box around its middle, in pixels. @typedef {{ x: number, y: number, width: number, height: number }} Box */

const GAP_PX = 3;

/**
 * The names of a view, moved next to the mark that would hide them. A town whose name fits nowhere has
 * none; other names stay where they are.
 * @param {Placed[]} placed @param {Obstacle[]} obstacles @param {Frame} frame
 * @returns {Placed[]}
 */
export function avoid(placed, obstacles, frame) {
  if (!obstacles.length) return placed;
  const middle = frame.west + frame.width / frame.scale / 2;
  /** Pixels from the left of the world's copy in which the view is. @param {number} x */
  const near = (x) => (x - Math.round(x - middle)) * frame.scale;
  const marks = obstacles.map(({ x, y, radius }) => ({ x: near(x), y: y * frame.scale, radius }));
  const inView = placed.filter((one) => {
    const [x, y] = [near(one.x / frame.scale), one.y];
    return isNear(x, frame.west * frame.scale, frame.width) && isNear(y, frame.north * frame.scale, frame.height);
  });
  const boxes = new Map(inView.map((one) => [one, boxOf(one, near(one.x / frame.scale))]));
  /** @type {Map<Placed, Placed | null>} */
  const moved = new Map();
  for (const [one, box] of boxes) {
    const hit = marks.filter((mark) => overlaps(box, mark));
    const isTown = one.label.kind === "city";
    const dot = { x: near(one.label.x), y: one.label.y * frame.scale };
    const on = marks.find(({ x, y, radius }) => Math.hypot(x - dot.x, y - dot.y) <= radius);
    if (!hit.length) continue;
    const around = isTown ? [...new Set([on, ...hit])].filter((mark) => mark !== undefined) : hit;
    const spot = around
      .flatMap((mark) => spotsAround(mark, box, isTown))
      .find((at) => {
        if (marks.some((mark) => overlaps(at, mark))) return false;
        for (const [other, taken] of boxes) if (other !== one && collide(at, taken)) return false;
        return true;
      });
    if (spot) {
      boxes.set(one, spot);
      moved.set(one, { ...one, x: one.x + spot.x - box.x, y: spot.y });
    } else if (isTown) {
      boxes.delete(one);
      moved.set(one, null);
    }
  }
  return placed.flatMap((one) => {
    const other = moved.get(one);
    return other === undefined ? [one] : other ? [other] : [];
  });
}

/** @param {number} at @param {number} from @param {number} length */
function isNear(at, from, length) {
  return at > from - length && at < from + 2 * length;
}

/** @param {Placed} placed @param {number} x @returns {Box} */
function boxOf({ y, width, height }, x) {
  return { x, y, width, height };
}

/**
 * Places for a name next to a mark, best first. Names of countries and regions only move up or down.
 * @param {{ x: number, y: number, radius: number }} mark @param {Box} box @param {boolean} isTown
 */
function spotsAround({ x, y, radius }, { x: own, width, height }, isTown) {
  const aside = radius + GAP_PX + width / 2;
  const above = radius + GAP_PX + height / 2;
  const shifts = isTown ? [[aside, 0], [-aside, 0], [0, above], [0, -above]] : [[own - x, above], [own - x, -above]];
  return shifts.map(([dx, dy]) => ({ x: x + dx, y: y + dy, width, height }));
}

/** Whether a circle covers part of a box. @param {Box} box @param {{ x: number, y: number, radius: number }} mark */
function overlaps({ x, y, width, height }, mark) {
  const dx = Math.max(0, Math.abs(mark.x - x) - width / 2);
  const dy = Math.max(0, Math.abs(mark.y - y) - height / 2);
  return dx * dx + dy * dy < mark.radius * mark.radius;
}

/** @param {Box} a @param {Box} b */
function collide(a, b) {
  return Math.abs(a.x - b.x) * 2 < a.width + b.width && Math.abs(a.y - b.y) * 2 < a.height + b.height;
}
