/**
 * What becomes of what is there, where something is written in its place. Pure: a place asks it inside a transaction.
 *
 * @module kept-row
 */

/** @typedef {import('./store.js').Row} Row */
/** @typedef {import('./store.js').Change} Change */
/** @typedef {import('./store.js').Merge} Merge */
/** @typedef {import('../model/journal.js').Entry} Entry */

/**
 * @param {Change} change @param {Row | undefined} there @param {Merge} merge
 * @returns {Row | null} merged, where another has written since, and then of a stamp that nobody has seen; null forgets it
 */
export function keptRow({ key, value, seen, stamp }, there, merge) {
  const alone = !there || seen.includes(there.stamp);
  if (value === undefined && alone) return null;
  return alone ? { key, value, stamp } : { key, value: merge(key, value, there.value), stamp: `${stamp}+` };
}

/** Of an entry that is written on, the later one: a tab that took it over may write it after that. @param {Entry | undefined} there @param {Entry} entry */
export const laterEntry = (there, entry) => (there && there.at > entry.at ? there : entry);
