/**
 * Random numbers that are the same each time: a failing seed can be run again.
 *
 * @module random
 */

/** @param {number} seed @returns {() => number} numbers from 0 to 1 (mulberry32) */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @template T @param {() => number} random @param {readonly T[]} list */
export const oneOf = (random, list) => list[Math.floor(random() * list.length)];
