/**
 * What releases before the journal kept of the Lab: one text, and a list of versions.
 *
 * @module old-lab
 */

import { readEntry } from './journal.js';
import { exampleDocument } from './document-names.js';
import { readerOf } from './kept-forms.js';

/** @typedef {import('./journal.js').Entry} Entry */

const readText = readerOf('OldText');

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
  return found.flatMap((one, k) => entryOf(one, { id: `before-${k}`, origin: 'run' }) ?? []);
}

/** @param {unknown} found @param {Pick<Entry, 'id' | 'origin'> & Partial<Entry>} more @returns {Entry[] | null} */
function entryOf(found, more) {
  const old = readText(found);
  if (!old) return null;
  const { code, example, at, settings } = old;
  const entry = readEntry({ at, document: exampleDocument(example), tab: 'before', text: code, settings, ...more });
  return entry && [entry];
}
