/**
 * What a visit could not write before its page went: on the desk, from where the next visit takes it.
 *
 * @module pending
 */

import { readEntry } from '../model/journal.js';
import { readerOf } from '../model/kept-forms.js';

/** @typedef {import('../model/journal.js').Entry} Entry */
/** @typedef {{key: string, text: string}} Found on the desk */

/** Texts by key that are read and written at once; any call may throw; `set` tells whether it outlives the tab. @typedef {{get: (key: string) => string | null, set: (key: string, text: string) => boolean, remove: (key: string) => void, keys: () => string[]}} Desk */

const PENDING = 'pending:';
const readKept = readerOf('Pending');
const readStamps = readerOf('Stamps');

/** @param {string} key */
export const isPending = (key) => key.startsWith(PENDING);

export class Pending {
  #desk;
  #key;
  #put = false;

  /** @param {Desk} desk @param {string} visit  whose it is */
  constructor(desk, visit) {
    this.#desk = desk;
    this.#key = PENDING + visit;
  }

  /** @param {{values: unknown[], entries: Entry[]}} pending @returns {boolean | null} whether it outlives the tab; null where there is no room for it */
  put(pending) {
    try {
      const lasts = this.#desk.set(this.#key, JSON.stringify(pending));
      this.#put = true;
      return lasts;
    } catch {
      return null; // full or blocked
    }
  }

  /** All of it is written, by a page that has stayed. */
  remove() {
    if (!this.#put) return;
    this.#put = false;
    try {
      this.#desk.remove(this.#key);
    } catch {
      // blocked: there was nothing
    }
  }

  /** What lies on the desk, but for this visit's own. @returns {Found[]} */
  others() {
    try {
      return this.#desk.keys().flatMap((key) => (key === this.#key ? [] : { key, text: this.#desk.get(key) ?? '' }));
    } catch {
      return []; // blocked
    }
  }

  /** Where another tab has not put down more meanwhile. @param {Found[]} taken */
  clear(taken) {
    try {
      for (const { key, text } of taken) if (this.#desk.get(key) === text) this.#desk.remove(key);
    } catch {
      // blocked: it is taken once more at the next visit
    }
  }
}

/**
 * @param {string} text
 * @returns {{values: {key: string, value: unknown, seen: string[]}[], entries: Entry[]}} `seen`: the stamps of what it was made from
 */
export function readPending(text) {
  const { values, entries } = readKept(parsed(text)) ?? { values: [], entries: [] };
  return {
    values: values.flatMap(([key, value, seen]) => (typeof key === 'string' && value !== null ? { key, value, seen: readStamps([seen].flat()) ?? [] } : [])),
    entries: entries.flatMap((one) => readEntry(one) ?? []),
  };
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
