/**
 * The steps of a descent as they arrive, and the few of them that a picture needs.
 *
 * @module descent-path
 */

/** @typedef {import('../../shared/protocol.js').StepsEvent} StepsEvent */

/**
 * All steps so far. The arrays have room to spare; `count` says how much of them is filled.
 * @typedef {object} Path
 * @property {number} dimensions  numbers in a point
 * @property {number} count       steps
 * @property {Float64Array} points
 * @property {Float64Array} losses
 * @property {Float64Array} norms  of the gradient
 */

/** @param {number} dimensions @returns {Path} */
export function emptyPath(dimensions) {
  return {
    dimensions,
    count: 0,
    points: new Float64Array(0),
    losses: new Float64Array(0),
    norms: new Float64Array(0),
  };
}

/**
 * The path with an event's steps written at their place. Steps that are there already are kept.
 * @param {Path} path
 * @param {StepsEvent} event
 * @returns {Path}
 */
export function extend(path, event) {
  const count = event.first + event.losses.length;
  const points = room(path.points, count * path.dimensions);
  const losses = room(path.losses, count);
  const norms = room(path.norms, count);
  points.set(event.points, event.first * path.dimensions);
  losses.set(event.losses, event.first);
  norms.set(event.gradientNorms, event.first);
  return { dimensions: path.dimensions, count: Math.max(path.count, count), points, losses, norms };
}

/** @param {Float64Array} array @param {number} length @returns {Float64Array} */
function room(array, length) {
  if (array.length >= length) return array;
  const larger = new Float64Array(Math.max(length, 2 * array.length, 64));
  larger.set(array);
  return larger;
}

/** @param {Path} path @param {number} step @returns {number[]} */
export function pointAt(path, step) {
  return Array.from(path.points.subarray(step * path.dimensions, (step + 1) * path.dimensions));
}

/**
 * Numbers against the step that belong in one picture. `log`: a log scale can show them.
 * @typedef {{title: string, role: 'value' | 'gradient', log: boolean, lines: {name: string | null, values: Float64Array}[]}} Series
 */

/** More lines than this are a thicket. */
const MOST_LINES = 20;

/** @param {Path} path @param {string[]} names  of the parameters @returns {Series[]} */
export function seriesOf(path, names) {
  const lines = names.slice(0, MOST_LINES).map((name, k) => ({ name, values: coordinate(path, k) }));
  /** @type {Series[]} */
  const always = [
    { title: 'loss', role: 'value', log: true, lines: [{ name: null, values: path.losses }] },
    { title: 'gradient norm', role: 'gradient', log: true, lines: [{ name: null, values: path.norms }] },
  ];
  const title = lines.length === 1 ? names[0] : 'parameters';
  return lines.length === 0 ? always : [...always, { title, role: 'value', log: false, lines: lines.length === 1 ? [{ ...lines[0], name: null }] : lines }];
}

/** @param {Path} path @param {number} index */
function coordinate({ points, dimensions, count }, index) {
  const values = new Float64Array(count);
  for (let k = 0; k < count; k += 1) values[k] = points[k * dimensions + index];
  return values;
}

/**
 * At most `most` step numbers, evenly spread, the first and last among them.
 * @param {number} count
 * @param {number} most
 * @returns {number[]}
 */
export function sampleSteps(count, most) {
  if (count <= most) return Array.from({ length: count }, (_, k) => k);
  return Array.from({ length: most }, (_, k) => Math.round((k * (count - 1)) / (most - 1)));
}

/**
 * The path in pieces from its start to its end, which a view draws from light to dark.
 * @param {Path} path
 * @param {(point: number[]) => [number, number]} place  a point of the path, in pixels
 * @param {number} [pieces]
 * @returns {{d: string, age: number}[]}  age 0 at the start, 1 at the end
 */
export function strokes(path, place, pieces = 20) {
  const steps = sampleSteps(path.count, 2000).filter((k) => pointAt(path, k).every(Number.isFinite));
  const length = Math.max(1, Math.ceil((steps.length - 1) / pieces));
  const drawn = [];
  for (let from = 0; from < steps.length - 1; from += length) {
    const part = steps.slice(from, from + length + 1).map((k) => near(place(pointAt(path, k))));
    drawn.push({ d: `M${part.join('L')}`, age: Math.min(1, (from + length) / (steps.length - 1)) });
  }
  return drawn;
}

/** A diverging path leaves the picture; coordinates beyond any screen are brought back to its edge. @param {[number, number]} pixel */
function near([px, py]) {
  const limit = 1e5;
  const x = Math.min(limit, Math.max(-limit, px));
  const y = Math.min(limit, Math.max(-limit, py));
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
