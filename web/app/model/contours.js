/**
 * A landscape as filled bands, in a square of 1000 x 1000 units that a view stretches over its range.
 *
 * @module contours
 */

import { bisectRight } from 'd3-array';
import { contours as d3Contours } from 'd3-contour';

/** @typedef {import('../../shared/protocol.js').Landscape} Landscape */
/** @typedef {{level: number, path: string, share: number}} Band `share`: 0 for the lowest, 1 for the highest */

export const SQUARE = 1000;
const LEVELS = 13;
/** How often the contours of a landscape may go between two neighbours, for drawing them not to be felt. */
const RAGGED = 25_000;

/**
 * Levels that lie closer where most of the landscape lies, so that a valley shows beside a cliff.
 * @param {Float64Array} values
 * @param {number} [count]
 * @returns {number[]} ascending, the lowest value first
 */
export function levels(values, count = LEVELS) {
  const sorted = values.filter(Number.isFinite).sort();
  const low = sorted[0];
  const high = sorted[sorted.length - 1];
  if (sorted.length === 0 || low === high) return sorted.length === 0 ? [] : [low];
  const middle = (sorted[sorted.length >> 1] - low) / (high - low);
  const power = Math.min(4, Math.max(1, Math.log(Math.max(middle, 1e-9)) / Math.log(0.5)));
  return Array.from({ length: count }, (_, k) => low + (high - low) * (k / count) ** power);
}

/**
 * The bands of a landscape, lowest first; each covers everything above its level.
 * @param {Landscape} landscape
 * @param {{x: [number, number], y: [number, number]}} [seen]  the part that is looked at, in shares of
 *     its width and height: the levels are chosen for it
 * @returns {Band[]}
 */
export function bands(landscape, seen = { x: [0, 1], y: [0, 1] }) {
  const { width, height, values } = landscape;
  const within = (/** @type {number} */ k, /** @type {number} */ count, /** @type {[number, number]} */ [low, high]) =>
    k >= low * (count - 1) && k <= high * (count - 1);
  const thresholds = levels(values.filter((_, k) => within(k % width, width, seen.x) && within(Math.floor(k / width), height, seen.y)));
  const generate = d3Contours().size([width, height]).smooth(true);
  const heights = Array.from(values, (v) => (v === Infinity ? Number.MAX_VALUE : v));
  return thresholds.map((level, k) => ({
    level,
    share: k / Math.max(1, thresholds.length - 1),
    path: pathOf(generate.contour(heights, level).coordinates, width, height),
  }));
}

/** Whether its contours are so many, and so long, that drawing them would hold the page up. @param {Landscape} landscape */
export function isRagged({ width, values }) {
  const thresholds = levels(values);
  const places = values.map((value) => (Number.isNaN(value) ? 0 : bisectRight(thresholds, value)));
  let crossings = 0;
  for (let k = 1; k < places.length; k += 1) {
    if (k % width !== 0) crossings += Math.abs(places[k] - places[k - 1]);
    if (k >= width) crossings += Math.abs(places[k] - places[k - width]);
  }
  return crossings > RAGGED;
}

/** Where a landscape lies above one level, in the square. @param {Landscape} landscape @param {number} level */
export function contourPath({ width, height, values }, level) {
  const heights = Array.from(values, (v) => (v === Infinity ? Number.MAX_VALUE : v));
  return pathOf(d3Contours().size([width, height]).smooth(true).contour(heights, level).coordinates, width, height);
}

/**
 * @param {number[][][][]} polygons  in units of the grid, in which sample i lies at i + 1/2
 * @param {number} width
 * @param {number} height
 */
function pathOf(polygons, width, height) {
  const kx = SQUARE / (width - 1);
  const ky = SQUARE / (height - 1);
  /** @param {number[]} point */
  const place = ([gx, gy]) =>
    `${((gx - 0.5) * kx).toFixed(1)},${(SQUARE - (gy - 0.5) * ky).toFixed(1)}`;
  return polygons
    .flatMap((rings) => rings.map((ring) => `M${ring.slice(0, -1).map(place).join('L')}Z`))
    .join('');
}
