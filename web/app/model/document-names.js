/**
 * What the Lab's documents are called in the journal.
 *
 * @module document-names
 */

export const EXAMPLE = 'lab/';
export const OWN = 'own/';
export const LINK = 'link/';
/** Under which names the Lab's documents are. */
export const LAB_DOCUMENTS = [EXAMPLE, OWN, LINK];

/** An example's text, as the reader has it. @param {string} id of an example */
export const exampleDocument = (id) => EXAMPLE + id;

/** @param {string} id */
export const ownDocument = (id) => OWN + id;

/** @param {string} document */
export const isLink = (document) => document.startsWith(LINK);

/** @param {string} document */
export const isOwn = (document) => document.startsWith(OWN);
