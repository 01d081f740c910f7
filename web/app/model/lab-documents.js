/**
 * The documents of the Lab, and the addresses that name them. What stands behind # is
 *
 *     nothing          the first example, as the reader has it
 *     example=ID       another example, as the reader has it
 *     own=ID           a text of the reader's own
 *     lab=...          what a link holds (share-link.js), as the reader has it since
 *     anything else    a place on the page, whatever is open
 *
 * @module lab-documents
 */

import { checksum } from './checksum.js';
import { EXAMPLE, exampleDocument, isOwn, LINK, OWN, ownDocument } from './document-names.js';
import { EXAMPLES } from './examples.js';
import { isShared } from './share-link.js';

/** @typedef {import('./examples.js').Example} Example */

const OWN_ID = /^[\w-]{1,80}$/;

export const FIRST = exampleDocument(EXAMPLES[0].id);

/** What came by a link; the same code and settings are the same document, whatever the link looks like. @param {import('./share-link.js').Shared} shared */
export function linkDocument(shared) {
  const text = JSON.stringify(shared);
  return `${LINK}${checksum(text)}-${text.length.toString(36)}`;
}

/** The example that a document is the reader's text of. @param {string} document @returns {Example | undefined} */
export const exampleOf = (document) => EXAMPLES.find(({ id }) => exampleDocument(id) === document);

/**
 * @param {string} fragment  with its #
 * @returns {string | null} null where it names none, or is a link
 */
export function documentAt(fragment) {
  if (fragment === '' || fragment === '#') return FIRST;
  const [kind, id = ''] = fragment.slice(1).split('=');
  if (kind === 'example') return EXAMPLES.some((one) => one.id === id) ? exampleDocument(id) : null;
  return kind === 'own' && OWN_ID.test(id) ? ownDocument(id) : null;
}

/** Whether a fragment is a place on the page. @param {string} fragment */
export const isPlace = (fragment) => !isShared(fragment) && documentAt(fragment) === null;

/** The fragment that names a document, without # for the first; a link's is the link itself. @param {string} document */
export function fragmentOf(document) {
  if (document === FIRST) return '';
  return isOwn(document) ? `#own=${document.slice(OWN.length)}` : `#example=${document.slice(EXAMPLE.length)}`;
}
