/**
 * Series of numbers against the step, as lines in boxes: scales, ticks and paths.
 *
 * @module curve
 */

import { scaleLinear, scaleLog } from 'd3-scale';
import { formatCount, formatShort, superscript } from './numbers.js';

/** @typedef {{width: number, height: number}} Size */
/** @typedef {{at: number, label: string}} Tick  `at` in pixels */
/** @typedef {import('./descent-path.js').Series} Series */
/**
 * @typedef {object} Line
 * @property {string | null} name
 * @property {string} d
 * @property {number | null} labelY  where its name stands, at its end; null where there is no room
 * @property {(step: number) => [number, number] | null} placeAt  null where it has no place there
 */
/** @typedef {{title: string, role: Series['role'], top: number, height: number, lines: Line[], ticks: Tick[]}} Panel */

const GAP = 20; // for the title of the next, which no line of its own may cross
const BETWEEN_NAMES = 13;
/** How high a panel is, beside one of height 1. */
const SHARE = { first: 1.5, other: 1 };

/**
 * Series above one another, over one axis of steps.
 * @param {Series[]} series
 * @param {number} count  steps
 * @param {Size} size
 * @param {boolean} log  of those series that can be; what is not positive is then left out
 * @returns {Panel[]}
 */
export function panels(series, count, size, log) {
  const shares = series.map((_, k) => (k === 0 ? SHARE.first : SHARE.other));
  const unit = (size.height - GAP * (series.length - 1)) / shares.reduce((a, b) => a + b, 0);
  let top = 0;
  return series.map((one, k) => {
    const height = unit * shares[k];
    const panel = { title: one.title, role: one.role, top, height, ...drawn(one, count, { width: size.width, height }, log && one.log) };
    top += height + GAP;
    return panel;
  });
}

/** @param {Series} series @param {number} count @param {Size} size @param {boolean} log */
function drawn({ lines }, count, size, log) {
  const columns = Math.max(2, Math.floor(size.width));
  const usable = (/** @type {number} */ value) => Number.isFinite(value) && (!log || value > 0);
  const steps = lines.map(({ values }) => drawnSteps(values, count, columns, usable));
  const all = lines.flatMap(({ values }, k) => steps[k].map((step) => values[step]));
  if (all.length === 0) return { lines: [], ticks: [] };
  const domain = extent(all);
  const y = (log ? scaleLog() : scaleLinear()).domain(domain).range([size.height, 0]);
  const { placeX } = stepTicks(count, size.width);
  /** @type {(values: Float64Array, step: number) => [number, number] | null} */
  const place = (values, step) => (usable(values[step]) ? [placeX(step), y(values[step])] : null);
  const found = lines
    .map(({ name, values }, k) => ({ name, values, steps: steps[k] }))
    .filter((line) => line.steps.length > 0)
    .map(({ name, values, steps: own }) => ({
      name,
      d: `M${own.map((step) => `${placeX(step).toFixed(1)},${y(values[step]).toFixed(1)}`).join('L')}`,
      end: y(values[own[own.length - 1]]),
      placeAt: (/** @type {number} */ step) => place(values, step),
    }));
  const labels = spreadNames(found.map(({ end }) => end), size.height);
  return { lines: found.map(({ end: _, ...line }, k) => ({ ...line, labelY: labels[k] })), ticks: valueTicks(y, domain, log) };
}

/**
 * Names beside the ends of lines, moved apart; none where there is no room for all.
 * @param {number[]} ends  in pixels
 * @param {number} height
 * @returns {(number | null)[]}
 */
export function spreadNames(ends, height) {
  if (ends.length * BETWEEN_NAMES > height) return ends.map(() => null);
  const order = ends.map((_, k) => k).sort((a, b) => ends[a] - ends[b]);
  /** @type {number[]} */
  const placed = [...ends];
  order.forEach((k, i) => {
    const above = i > 0 ? placed[order[i - 1]] + BETWEEN_NAMES : 6;
    placed[k] = Math.max(placed[k], above);
  });
  const over = Math.max(0, placed[order[order.length - 1]] - (height - 4));
  for (let i = order.length - 1, floor = Infinity; i >= 0 && over > 0; i -= 1) {
    placed[order[i]] = Math.min(placed[order[i]], floor === Infinity ? height - 4 : floor);
    floor = placed[order[i]] - BETWEEN_NAMES;
  }
  return placed;
}

/**
 * The axis of steps.
 * @param {number} count
 * @param {number} width
 */
export function stepTicks(count, width) {
  const x = scaleLinear().domain([0, Math.max(1, count - 1)]).range([0, width]);
  return {
    ticks: x.ticks(Math.min(6, count)).filter(Number.isInteger).map((t) => ({ at: x(t), label: formatCount(t) })),
    placeX: (/** @type {number} */ step) => x(step),
    stepAt: (/** @type {number} */ px) => Math.round(Math.min(count - 1, Math.max(0, x.invert(px)))),
  };
}

/**
 * Each pixel column keeps its lowest and highest step, so that no spike is lost.
 * @param {Float64Array} values
 * @param {number} count
 * @param {number} columns
 * @param {(value: number) => boolean} usable
 * @returns {number[]}
 */
function drawnSteps(values, count, columns, usable) {
  const perColumn = Math.max(1, count / columns);
  const kept = [];
  for (let column = 0; column * perColumn < count; column += 1) {
    const end = Math.min(count, Math.ceil((column + 1) * perColumn));
    let low = -1;
    let high = -1;
    for (let k = Math.ceil(column * perColumn); k < end; k += 1) {
      if (!usable(values[k])) continue;
      if (low < 0 || values[k] < values[low]) low = k;
      if (high < 0 || values[k] > values[high]) high = k;
    }
    if (low >= 0) kept.push(...(low === high ? [low] : [Math.min(low, high), Math.max(low, high)]));
  }
  return kept;
}

/** @param {number[]} values @returns {[number, number]} never empty */
function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low < high) return [low, high];
  const margin = Math.abs(low) * 0.1 || 1;
  return low > 0 ? [low * 0.9, low * 1.1] : [low - margin, high + margin];
}

/** @param {{(value: number): number, ticks(count: number): number[]}} scale @param {[number, number]} domain @param {boolean} log @returns {Tick[]} */
function valueTicks(scale, domain, log) {
  const decades = log ? Math.log10(domain[1] / domain[0]) : 0;
  const ticks = scale.ticks(4);
  if (decades < 2) return spread(ticks.map((t) => ({ at: scale(t), label: formatShort(t, 5) })));
  const powers = ticks.filter((t) => Math.abs(Math.log10(t) - Math.round(Math.log10(t))) < 1e-9);
  return spread(powers.map((t) => ({ at: scale(t), label: `10${superscript(Math.round(Math.log10(t)))}` })));
}

/** Ticks at least 18 px apart. @param {Tick[]} ticks */
function spread(ticks) {
  /** @type {Tick[]} */
  const kept = [];
  for (const tick of ticks) {
    if (kept.length === 0 || Math.abs(tick.at - kept[kept.length - 1].at) >= 18) kept.push(tick);
  }
  return kept;
}
