/**
 * What releases before the journal kept of the Lab: one text, and a list of versions.
 *
 * @module old-lab
 */

import { readEntry } from './journal.js';
import { exampleDocument } from './document-names.js';

/** @typedef {import('./journal.js').Entry} Entry */

/**
 * The text that stood in the Lab.
 * @param {any} found @param {number} now
 * @returns {Entry[] | null} null where it is something else
 */
export function entriesOfOldText(found, now) {
  return found === null ? [] : entryOf(found, { id: 'before', at: now, origin: 'typed' });
}

/** The versions that were run or replaced. @param {unknown} found @returns {Entry[] | null} null where they are something else */
export function entriesOfOldVersions(found) {
  if (!Array.isArray(found)) return found === null ? [] : null;
  return found.flatMap((one, k) => entryOf(one, { id: `before-${k}`, at: one?.at, origin: 'run' }) ?? []);
}

/** @param {any} found @param {Pick<Entry, 'id' | 'at' | 'origin'>} more @returns {Entry[] | null} */
function entryOf(found, more) {
  const { code, example, settings } = found ?? {};
  if (typeof code !== 'string' || typeof example !== 'string') return null;
  const entry = readEntry({ ...more, document: exampleDocument(example), tab: 'before', text: code, settings });
  return entry && [entry];
}
