/**
 * What a student writes in place of the code that stands in a chapter, kept like every other text.
 *
 * @module tried
 */

import { checksum } from '../model/checksum.js';
import { standing } from '../model/journal.js';

/** @typedef {import('../storage/store.js').Store} Store */

const TRIED = 'try/';

/** The document of the journal: of the same code, in whichever chapter. @param {string} printed */
const triedDocument = (printed) => `${TRIED}${checksum(printed)}-${printed.length.toString(36)}`;

/** @param {Store} store  which is open @param {import('./code-block.js').CodeBlock[]} blocks */
export async function keepTried(store, blocks) {
  const entries = await store.entries(TRIED, { under: true });
  for (const block of blocks) {
    const document = triedDocument(block.printed);
    block.mine = standing(entries.filter((entry) => entry.document === document))?.text ?? null;
    block.addEventListener('tried', (event) => store.note(document, /** @type {CustomEvent<string>} */ (event).detail));
  }
}
