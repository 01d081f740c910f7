/**
 * What is to be had back in the Lab: the texts of the open document, then those of the others.
 *
 * @module lab-history
 */

import { store } from './kept.js';
import { history, newestFirst } from './model/journal.js';
import { isOwn, LAB_DOCUMENTS } from './model/document-names.js';
import { exampleOf } from './model/lab-documents.js';
import { distinct } from './model/kept-texts.js';

/** @typedef {import('./model/journal.js').Entry} Entry */
/** @typedef {import('./model/versions.js').Version & {entry: Entry}} LabVersion */
/** @typedef {{document: string, name: string}} OwnText */

/** @param {string} document  that is open @returns {Promise<LabVersion[]>} */
export async function labHistory(document) {
  const entries = await labEntries();
  const [here, elsewhere] = [true, false].map((open) => history(entries.filter((entry) => (entry.document === document) === open)));
  return distinct([...here, ...elsewhere], ({ text }) => text).map((entry) => {
    const name = entry.document === document ? null : nameOf(entry);
    return { code: entry.text, at: entry.at, entry, ...(name && { name }) };
  });
}

/** The texts of the reader's own, the newest first. @returns {Promise<OwnText[]>} */
export async function ownTexts() {
  const entries = newestFirst(await store.entries('own/', { under: true }));
  const documents = [...new Set(entries.map(({ document }) => document))];
  return documents.map((document) => ({ document, name: nameOf({ document, name: entries.find((one) => one.document === document && one.name)?.name }) }));
}

async function labEntries() {
  const all = await Promise.all(LAB_DOCUMENTS.map((under) => store.entries(under, { under: true })));
  return all.flat();
}

/** @param {Pick<Entry, 'document' | 'name'>} entry */
function nameOf({ document, name }) {
  if (isOwn(document)) return name ?? 'A text of your own';
  return exampleOf(document)?.title ?? 'From a link';
}
