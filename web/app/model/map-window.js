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
 * The window of a pane's shape for a view. Where the axes compare, it fills the pane with the middle
 * of the view as far as all of `content` stays in sight, so that what matters is drawn large.
 * @param {MapWindow} view
 * @param {Size} size
 * @param {MapWindow} [content]  what must be seen; all of the view where nothing is said
 * @returns {MapWindow}
 */
export function fit(view, size, content = view) {
  const spanX = span(view.x);
  const spanY = span(view.y);
  if (Math.max(spanX / spanY, spanY / spanX) > COMPARABLE) return view;
  const filling = Math.min(spanX / size.width, spanY / size.height);
  const needed = Math.max(reach(view.x, content.x) / size.width, reach(view.y, content.y) / size.height);
  const unitsPerPixel = Math.max(filling, needed);
  return {
    x: widen(view.x, unitsPerPixel * size.width),
    y: widen(view.y, unitsPerPixel * size.height),
  };
}

/** How wide a range about the middle of `view` must be to hold `content`. @param {Range} view @param {Range} content */
function reach([low, high], content) {
  const middle = (low + high) / 2;
  return 2 * Math.max(Math.abs(content[0] - middle), Math.abs(content[1] - middle));
}

/** The smallest window about some points, with a margin; null of no points. @param {[number, number][]} points @returns {MapWindow | null} */
export function around(points) {
  const finite = points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y));
  if (finite.length === 0) return null;
  return { x: bounds(finite.map(([x]) => x)), y: bounds(finite.map(([, y]) => y)) };
}

/** @param {number[]} values @returns {Range} */
function bounds(values) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.07 * (high - low);
  return [low - margin, high + margin];
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

/**
 * How much of one place another one shows, from 0 to 1; 0 where they speak of other parameters.
 * @typedef {{x: number, y: number | null, xRange: Range, yRange: Range | null}} Place
 * @param {Place} shown
 * @param {Place} wanted
 */
export function covered(shown, wanted) {
  if (shown.x !== wanted.x || shown.y !== wanted.y) return 0;
  const alongX = overlap(shown.xRange, wanted.xRange);
  return wanted.yRange && shown.yRange ? alongX * overlap(shown.yRange, wanted.yRange) : alongX;
}

/** @param {Range} shown @param {Range} wanted */
function overlap(shown, wanted) {
  return Math.max(0, Math.min(shown[1], wanted[1]) - Math.max(shown[0], wanted[0])) / span(wanted);
}

/** Where one range lies in another, from 0 to 1. @param {Range} part @param {Range} whole @returns {Range} */
export function shares(part, [low, high]) {
  return [(part[0] - low) / (high - low), (part[1] - low) / (high - low)];
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
