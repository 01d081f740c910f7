/**
 * The size and the place of a graph's drawing in its pane.
 *
 * @module graph-fit
 */

/** @typedef {{width: number, height: number}} Size */
/** @typedef {{k: number, x: number, y: number}} Fit  `k`: pixels to a unit; `x`, `y`: of the drawing's corner */

const LARGEST = 1.25;
/** Below this, numbers cannot be read: the drawing is then wider than its pane, which scrolls. */
const SMALLEST = 0.72;
const MARGIN = 8;
/** Pixels from a place in the drawing to the control that lies over it. */
const BESIDE = { x: 8, y: -12 };

/**
 * @param {Size} drawing  in its units
 * @param {Size} pane
 * @param {number | null} [chosen]  the scale, where the reader has chosen one; else what fits
 * @returns {Fit & {canvas: Size}} `canvas`: at least the pane
 */
export function graphFit(drawing, pane, chosen = null) {
  const fitting = Math.min((pane.width - 2 * MARGIN) / drawing.width, (pane.height - 2 * MARGIN) / drawing.height);
  const k = chosen ?? Math.min(LARGEST, Math.max(SMALLEST, fitting));
  const canvas = { width: Math.max(pane.width, drawing.width * k + 2 * MARGIN), height: Math.max(pane.height, drawing.height * k + 2 * MARGIN) };
  return { k, canvas, x: (canvas.width - drawing.width * k) / 2, y: (canvas.height - drawing.height * k) / 2 };
}

/** The other way. @param {[number, number]} place @param {Fit} fit @returns {[number, number]} */
export function placeUnder([left, top], { k, x, y }) {
  return [(left - BESIDE.x - x) / k, (top - BESIDE.y - y) / k];
}

/** Where a control lies that belongs to a place of the drawing. @param {{x: number, y: number}} at @param {Fit} fit @returns {[number, number]} */
export function placeOver(at, { k, x, y }) {
  return [x + at.x * k + BESIDE.x, y + at.y * k + BESIDE.y];
}
