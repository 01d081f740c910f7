/**
 * Which of many texts are kept: the oldest go first, and code that passed stays.
 *
 * @module kept-texts
 */

/** In characters, of one document's texts. */
export const ROOM = 400_000;

/**
 * @template T
 * @param {readonly T[]} texts  newest first
 * @param {{textOf: (one: T) => string, stays: (one: T) => boolean, room?: number}} how  what `stays` takes no room
 * @returns {T[]}
 */
export function thinned(texts, { textOf, stays, room = ROOM }) {
  let left = room;
  return texts.filter((one, k) => stays(one) || (left -= textOf(one).length) >= 0 || k === 0);
}

/**
 * Each text once, and no empty one.
 * @template T
 * @param {readonly T[]} texts  of two that are the same the first stays
 * @param {(one: T) => string} textOf
 * @returns {T[]}
 */
export function distinct(texts, textOf) {
  const seen = new Set(['']);
  return texts.filter((one) => !seen.has(textOf(one)) && seen.add(textOf(one)));
}

/** Whether hardly a line of a text is left. @param {string} before @param {string} after */
export function hardlyLeft(before, after) {
  const lines = before.split('\n').filter((line) => line.trim() !== '');
  const left = new Set(after.split('\n'));
  return lines.length > 3 && lines.filter((line) => left.has(line)).length < lines.length / 3;
}
