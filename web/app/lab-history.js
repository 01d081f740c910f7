/**
 * What is to be had back in the Lab: the texts of the open document, then those of the others.
 *
 * @module lab-history
 */

import { store } from './kept.js';
import { history } from './model/journal.js';
import { isOwn, LAB_DOCUMENTS, OWN } from './model/document-names.js';
import { ownTextsIn } from './model/own-texts.js';
import { exampleOf } from './model/lab-documents.js';
import { distinct } from './model/kept-texts.js';

/** @typedef {import('./model/journal.js').Entry} Entry */
/** @typedef {import('./model/versions.js').Version & {entry: Entry}} LabVersion */
/** @typedef {import('./model/own-texts.js').OwnText} OwnText */

/** In milliseconds. */
const LULL = 2000;

/** @param {string} document  that is open @returns {Promise<LabVersion[]>} */
export async function labHistory(document) {
  const entries = await labEntries();
  const own = new Map(ownTextsIn(entries.filter((entry) => isOwn(entry.document))).map((text) => [text.document, text]));
  const [here, elsewhere] = [true, false].map((open) => history(entries.filter((entry) => (entry.document === document) === open)));
  return distinct([...here, ...elsewhere], ({ text }) => text).map((entry) => {
    const name = entry.document === document ? null : nameOf(entry, own.get(entry.document));
    return { code: entry.text, at: entry.at, entry, ...(name && { name }) };
  });
}

/** The texts of the reader's own, the one last written in first. @param {string} [under]  what their names begin with */
export async function ownTexts(under = OWN) {
  return ownTextsIn(await store.entries(under, { under: true }));
}

/**
 * Where other tabs have written: not at each of their keys, and only where somebody looks.
 * @param {() => void} list @param {AbortSignal} signal
 */
export function whereOthersWrite(list, signal) {
  let due = false;
  const soon = () => {
    if (due || document.hidden) return;
    due = true;
    setTimeout(() => {
      due = false;
      if (!signal.aborted) list();
    }, LULL);
  };
  store.addEventListener('heard', (event) => /** @type {CustomEvent} */ (event).detail === null && soon(), { signal });
  document.addEventListener('visibilitychange', soon, { signal });
}

async function labEntries() {
  const all = await Promise.all(LAB_DOCUMENTS.map((under) => store.entries(under, { under: true })));
  return all.flat();
}

/** @param {Entry} entry @param {OwnText | undefined} own */
function nameOf({ document }, own) {
  if (own) return own.gone ? `${own.name}, deleted` : own.name;
  return exampleOf(document)?.title ?? 'From a link';
}
