/**
 * A series of numbers against the step, as a line in a box: scales, ticks and path.
 *
 * @module curve
 */

import { scaleLinear, scaleLog } from 'd3-scale';
import { formatCount, formatShort, superscript } from './numbers.js';

/** @typedef {{width: number, height: number}} Size */
/** @typedef {{at: number, label: string}} Tick  `at` in pixels */
/** @typedef {{d: string, x: Tick[], y: Tick[], placeX: (step: number) => number, placeY: (value: number) => number, stepAt: (px: number) => number}} Curve */

/**
 * @param {Float64Array} values  by step; what is not finite is left out
 * @param {number} count
 * @param {Size} size
 * @param {{log: boolean}} options  `log`: of the values; where some are not positive, those are left out
 * @returns {Curve | null} null where there is nothing to draw
 */
export function curve(values, count, size, { log }) {
  const steps = drawnSteps(values, count, Math.max(2, Math.floor(size.width)), log);
  if (steps.length === 0) return null;
  const domain = extent(steps.map((k) => values[k]));
  const y = (log ? scaleLog() : scaleLinear()).domain(domain).range([size.height, 0]);
  const x = scaleLinear().domain([0, Math.max(1, count - 1)]).range([0, size.width]);
  /** @param {number} k */
  const place = (k) => `${x(k).toFixed(1)},${y(values[k]).toFixed(1)}`;
  return {
    d: `M${steps.map(place).join('L')}`,
    x: x.ticks(Math.min(6, count)).filter(Number.isInteger).map((t) => ({ at: x(t), label: formatCount(t) })),
    y: valueTicks(y, domain, log),
    placeX: x,
    placeY: y,
    stepAt: (px) => Math.round(Math.min(count - 1, Math.max(0, x.invert(px)))),
  };
}

/**
 * Each pixel column keeps its lowest and highest step, so that no spike is lost.
 * @param {Float64Array} values
 * @param {number} count
 * @param {number} columns
 * @param {boolean} log
 * @returns {number[]}
 */
function drawnSteps(values, count, columns, log) {
  const usable = (/** @type {number} */ k) => Number.isFinite(values[k]) && (!log || values[k] > 0);
  const perColumn = Math.max(1, count / columns);
  const kept = [];
  for (let column = 0; column * perColumn < count; column += 1) {
    const end = Math.min(count, Math.ceil((column + 1) * perColumn));
    let low = -1;
    let high = -1;
    for (let k = Math.ceil(column * perColumn); k < end; k += 1) {
      if (!usable(k)) continue;
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
