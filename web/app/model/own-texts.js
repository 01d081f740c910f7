/**
 * The texts of the reader's own in the Lab, and what they are called. Pure.
 *
 * A text has the name that it was given last; an entry with a name gives it. What is deleted is there no
 * longer, until one goes on with it or has it back: its last entry says so, and its history is as it was.
 *
 * @module own-texts
 */

import { newestFirst } from './journal.js';

/** @typedef {import('./journal.js').Entry} Entry */
/** @typedef {{document: string, name: string, gone: boolean}} OwnText `gone`: deleted */

/** In characters, as Unicode counts them. */
export const LONGEST_NAME = 80;
const UNNAMED = 'A text of your own';

/** What a name may not have: what breaks or turns the line in which it stands, and half characters. */
const UNFIT = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}\p{Co}]/u;

/** @param {string} text */
export const tidyName = (text) => text.normalize('NFC').replace(/\s+/gu, ' ').replace(UNFIT, '').trim();

/** What is wrong with a name, in words; '' where nothing is. @param {string} name  tidy */
export function problemOfName(name) {
  if (!VISIBLE.test(name)) return 'Give it a name that one can see.';
  const { length } = [...name];
  return length > LONGEST_NAME ? `A name has at most ${LONGEST_NAME} characters; this one has ${length}.` : '';
}

/** Those in whose journal this is, the one last written in first. Of those of one name each has another number. @param {readonly Entry[]} entries @returns {OwnText[]} */
export function ownTextsIn(entries) {
  /** @type {Map<string, {gone: boolean, name: string | null}>} */
  const found = new Map();
  for (const entry of newestFirst(entries)) {
    const { gone = entry.gone === true, name = null } = found.get(entry.document) ?? {};
    found.set(entry.document, { gone, name: name ?? nameIn(entry) });
  }
  const texts = [...found].map(([document, { gone, name }]) => ({ document, gone, name: name || UNNAMED }));
  const names = numbered(texts);
  return texts.map((text) => ({ ...text, name: names.get(text.document) ?? text.name }));
}

/** @param {Entry} entry @returns {string | null} '' where nobody sees it; null where it gives none */
function nameIn({ name }) {
  if (name === undefined) return null;
  const tidy = tidyName(name);
  return VISIBLE.test(tidy) ? tidy : '';
}

/** The same ones have the same numbers, whichever was written in last; what is deleted takes none away. @param {OwnText[]} texts */
function numbered(texts) {
  const there = texts.filter(({ gone }) => !gone).sort((a, b) => (a.document < b.document ? -1 : 1));
  const taken = new Set(there.map(({ name }) => name));
  const given = new Set();
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const { document, name } of there) {
    let [own, k] = [name, 1];
    while (given.has(own) || (own !== name && taken.has(own))) own = `${name} (${(k += 1)})`;
    given.add(own);
    names.set(document, own);
  }
  return names;
}
