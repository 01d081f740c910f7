/**
 * The part of the plane that the map shows: fitted to a pane, widened to hold points, panned, zoomed.
 *
 * @module map-window
 */

/** @typedef {[number, number]} Range [low, high] */
/** @typedef {{x: Range, y: Range}} MapWindow */
/** @typedef {{width: number, height: number}} Size in pixels */

/** Where the two spans differ by less than this, both axes get one scale, and circles stay round. */
const COMPARABLE = 3;

/**
 * The window that shows all of `view` in a pane. Only ever wider than `view`.
 * @param {MapWindow} view
 * @param {Size} size
 * @returns {MapWindow}
 */
export function fit(view, size) {
  const spanX = span(view.x);
  const spanY = span(view.y);
  if (Math.max(spanX / spanY, spanY / spanX) > COMPARABLE) return view;
  const unitsPerPixel = Math.max(spanX / size.width, spanY / size.height);
  return {
    x: widen(view.x, unitsPerPixel * size.width),
    y: widen(view.y, unitsPerPixel * size.height),
  };
}

/**
 * The smallest window that holds `view` and the points, with a margin around points that were outside.
 * @param {MapWindow} view
 * @param {[number, number][]} points  those that are not finite are left out
 * @returns {MapWindow}
 */
export function include(view, points) {
  const finite = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  return {
    x: hold(view.x, finite.map(([x]) => x)),
    y: hold(view.y, finite.map(([, y]) => y)),
  };
}

/** @param {Range} range @param {number[]} values @returns {Range} */
function hold([low, high], values) {
  const least = Math.min(low, ...values);
  const most = Math.max(high, ...values);
  const margin = 0.08 * (most - least);
  return [least < low ? least - margin : low, most > high ? most + margin : high];
}

/**
 * @param {MapWindow} window
 * @param {[number, number]} at  the point that stays where it is
 * @param {number} factor  above 1 shows more
 * @returns {MapWindow}
 */
export function zoom(window, at, factor) {
  return { x: zoomRange(window.x, at[0], factor), y: zoomRange(window.y, at[1], factor) };
}

/** @param {Range} range @param {number} at @param {number} factor @returns {Range} */
function zoomRange([low, high], at, factor) {
  return [at + (low - at) * factor, at + (high - at) * factor];
}

/** @param {MapWindow} window @param {number} dx @param {number} dy in data units @returns {MapWindow} */
export function pan(window, dx, dy) {
  return { x: [window.x[0] + dx, window.x[1] + dx], y: [window.y[0] + dy, window.y[1] + dy] };
}

/** @param {MapWindow} a @param {MapWindow} b */
export function sameWindow(a, b) {
  return [a.x[0] - b.x[0], a.x[1] - b.x[1], a.y[0] - b.y[0], a.y[1] - b.y[1]].every((d) => d === 0);
}

/** @param {Range} range */
export function span([low, high]) {
  return high - low;
}

/** @param {Range} range @param {number} width @returns {Range} */
function widen([low, high], width) {
  const middle = (low + high) / 2;
  return [middle - width / 2, middle + width / 2];
}

/**
 * Data to pixels and back, for one window in one pane. The y axis points up.
 * @param {MapWindow} window
 * @param {Size} size
 */
export function projection(window, size) {
  const kx = size.width / span(window.x);
  const ky = size.height / span(window.y);
  return {
    /** @param {number} x */
    x: (x) => (x - window.x[0]) * kx,
    /** @param {number} y */
    y: (y) => size.height - (y - window.y[0]) * ky,
    /** @param {number} px @param {number} py @returns {[number, number]} */
    invert: (px, py) => [window.x[0] + px / kx, window.y[0] + (size.height - py) / ky],
  };
}
