/**
 * Round values along an axis.
 *
 * @module ticks
 */

import { ticks } from 'd3-array';

/** @param {[number, number]} range @param {number} count  about so many @returns {number[]} */
export function axisTicks([low, high], count) {
  return ticks(low, high, Math.max(2, Math.round(count)));
}
