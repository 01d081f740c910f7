/**
 * The entries of the journal that this visit writes, before they are kept: what is typed in one go is
 * one of them.
 *
 * @module notes
 */

import { writtenOn } from '../model/journal.js';

/** @typedef {import('../model/journal.js').Entry} Entry */
/** @typedef {import('../model/journal.js').Burst} Burst */
/** @typedef {import('../model/journal.js').Origin} Origin */
/** @typedef {{origin?: Origin, before?: string | null} & Pick<Entry, 'settings' | 'name' | 'gone'>} More `before`: what stood there, which may be from before the journal, or from a file */

export class Notes {
  /** @type {Map<string, Entry>} not kept yet */
  #unkept = new Map();
  /** @type {Map<string, Burst>} what is being typed, by document */
  #bursts = new Map();
  /** Documents that were written in at this visit. @type {Set<string>} */
  #begun = new Set();
  /** The newest moment of each document. @type {Map<string, number>} */
  #newest = new Map();
  #now;
  #name;
  #tab;

  /** @param {{now: () => number, name: () => string, tab: () => string}} how  `name`: of an entry, which no other has */
  constructor({ now, name, tab }) {
    this.#now = now;
    this.#name = name;
    this.#tab = tab;
  }

  /** How many are not kept yet. */
  get size() {
    return this.#unkept.size;
  }

  /** What is not kept yet. */
  all() {
    return [...this.#unkept.values()];
  }

  /** @param {string} id */
  has(id) {
    return this.#unkept.has(id);
  }

  /** A text stands in a document now. @param {string} document @param {string} text @param {More} more */
  note(document, text, { origin = 'typed', before, ...more }) {
    if (before && !this.#begun.has(document)) this.#put(this.#entry(document, { origin: 'typed', text: before }));
    this.#begun.add(document);
    const burst = writtenOn(this.#bursts.get(document), this.#entry(document, { origin, text, ...more }), this.#now());
    this.#bursts.set(document, burst);
    this.#put(burst.entry);
  }

  /** @param {string} document @param {Omit<Entry, 'id' | 'document' | 'tab' | 'at'>} more @returns {Entry} the newest of the document */
  #entry(document, more) {
    const at = Math.max(this.#now(), (this.#newest.get(document) ?? -1) + 1);
    this.#newest.set(document, at);
    return { id: this.#name(), document, tab: this.#tab(), at, ...more };
  }

  /** @param {Entry} entry */
  #put(entry) {
    this.#unkept.set(entry.id, entry);
  }

  /** The text that was written here last, of those that stand in a document now. @param {string} document */
  standing(document) {
    return this.#bursts.get(document)?.entry.text;
  }

  /** Other text is to take the place of what stands in a document, which stays in its history. @param {string} document */
  turn(document) {
    this.#bursts.delete(document);
  }

  /** What is written next goes on from none of these. */
  turnAll() {
    this.#bursts.clear();
    this.#begun.clear();
  }

  /** Entries that others have written: what is written here is newer. @param {Iterable<Entry>} entries */
  know(entries) {
    for (const { document, at } of entries) this.#newest.set(document, Math.max(at, this.#newest.get(document) ?? -1));
  }

  /** Entries from elsewhere. @param {readonly Entry[]} entries */
  add(entries) {
    for (const entry of entries) if (!(/** @type {Entry} */ (this.#unkept.get(entry.id))?.at > entry.at)) this.#put(entry);
  }

  /** These are kept, or are not to be; but for those that have been written on since. @param {Entry[]} entries */
  drop(entries) {
    for (const entry of entries) if (this.#unkept.get(entry.id) === entry) this.#unkept.delete(entry.id);
  }
}
