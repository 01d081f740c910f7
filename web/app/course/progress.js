/**
 * What the student has done, kept on this device: each exercise by itself, so that one that cannot
 * be read or written takes no other with it.
 *
 * The texts live in memory first. Where storage is full or blocked they stay there, `problem` says
 * so, and each later change tries again. Events: `change` (detail: the exercise's id), `problem`.
 *
 * @module progress
 */

import { EMPTY_RECORD, merged, readRecord } from './record.js';

/** @typedef {import('./record.js').ExerciseRecord} ExerciseRecord */

/**
 * Texts by key, as localStorage has them.
 * @typedef {object} Shelf
 * @property {(key: string) => string | null} get
 * @property {(key: string, text: string) => void} set  throws where it is full
 * @property {(key: string) => void} remove
 * @property {() => string[]} keys
 */

const PREFIX = 'course:';
const ASIDE = 'course-unreadable:';
const PAUSE = 250;
const ID = /^[\w-]{1,80}\/[\w-]{1,80}$/;

export class Progress extends EventTarget {
  /** Whether the last attempt to keep something failed. */
  problem = false;
  /** @type {Map<string, ExerciseRecord>} */
  #records = new Map();
  /** @type {Set<string>} changed since they were kept */
  #unkept = new Set();
  #timer = 0;
  #shelf;
  #now;

  /** @param {Shelf} shelf @param {() => number} [now] */
  constructor(shelf, now = Date.now) {
    super();
    this.#shelf = shelf;
    this.#now = now;
  }

  /** @param {string} id */
  static isId(id) {
    return ID.test(id);
  }

  /** @param {string} id @returns {ExerciseRecord} */
  get(id) {
    const known = this.#records.get(id);
    if (known) return known;
    const record = this.#read(id);
    this.#records.set(id, record);
    return record;
  }

  /** @param {string} id */
  passed(id) {
    return this.get(id).passed !== null;
  }

  /** Every exercise of which there is something. @returns {Map<string, ExerciseRecord>} */
  all() {
    for (const key of this.#shelf.keys()) {
      const id = key.slice(PREFIX.length);
      if (key.startsWith(PREFIX) && Progress.isId(id)) this.get(id);
    }
    return new Map([...this.#records].filter(([, record]) => record !== EMPTY_RECORD));
  }

  /**
   * @param {string} id
   * @param {(record: ExerciseRecord, now: number) => ExerciseRecord} change
   */
  update(id, change) {
    if (!Progress.isId(id)) throw new TypeError(`${id} is not the id of an exercise`);
    this.#records.set(id, change(this.get(id), this.#now()));
    this.#unkept.add(id);
    clearTimeout(this.#timer);
    this.#timer = /** @type {any} */ (setTimeout(() => this.keep(), PAUSE));
    this.dispatchEvent(new CustomEvent('change', { detail: id }));
  }

  /**
   * All of it or nothing: a file that fills the storage would leave no room for what is typed next.
   * @param {Map<string, ExerciseRecord>} records  of another device
   * @returns {string[] | null} the ids of those in which there was nothing new; null where there is no room to keep them
   */
  merge(records) {
    this.keep();
    const before = [...records.keys()].map((id) => /** @type {const} */ ([id, this.get(id)]));
    for (const [id, record] of records) this.update(id, (mine) => (mine === EMPTY_RECORD ? record : merged(mine, record)));
    if (this.keep()) return before.flatMap(([id, record]) => (JSON.stringify(record) === JSON.stringify(this.get(id)) ? [id] : []));
    this.#takeBack(before);
    return null;
  }

  /** @param {(readonly [string, ExerciseRecord])[]} before */
  #takeBack(before) {
    for (const [id, record] of before) {
      this.#records.set(id, record);
      if (record === EMPTY_RECORD) this.#forget(id);
      else this.#unkept.add(id); // over the merged one, which is the longer
      this.dispatchEvent(new CustomEvent('change', { detail: id }));
    }
    this.keep();
  }

  /** @param {string} id */
  #forget(id) {
    this.#unkept.delete(id);
    try {
      this.#shelf.remove(PREFIX + id);
    } catch {
      // blocked: it was never written
    }
  }

  /** Write what has changed; called by itself soon after each change. @returns {boolean} whether all is kept */
  keep() {
    clearTimeout(this.#timer);
    for (const id of [...this.#unkept]) {
      try {
        this.#shelf.set(PREFIX + id, JSON.stringify(this.get(id)));
        this.#unkept.delete(id);
      } catch {
        break; // full or blocked: told below, tried again at the next change
      }
    }
    const problem = this.#unkept.size > 0;
    if (problem !== this.problem) {
      this.problem = problem;
      this.dispatchEvent(new Event('problem'));
    }
    return !problem;
  }

  /** Another tab has written: take what it wrote, unless this one has changes of its own. @param {string} key */
  heard(key) {
    const id = key.slice(PREFIX.length);
    if (!key.startsWith(PREFIX) || !Progress.isId(id)) return;
    const theirs = this.#read(id);
    this.#records.set(id, this.#unkept.has(id) ? merged(this.get(id), theirs) : theirs);
    this.dispatchEvent(new CustomEvent('change', { detail: id }));
  }

  /** @param {string} id @returns {ExerciseRecord} */
  #read(id) {
    const text = this.#text(PREFIX + id);
    if (text === null) return EMPTY_RECORD;
    const record = readRecord(parsed(text));
    if (!record) this.#putAside(id, text);
    return record ?? EMPTY_RECORD;
  }

  /** @param {string} key */
  #text(key) {
    try {
      return this.#shelf.get(key);
    } catch {
      return null; // storage is blocked: nothing was kept
    }
  }

  /** What cannot be read now may be read by a later release, or by a person. @param {string} id @param {string} text */
  #putAside(id, text) {
    try {
      this.#shelf.set(ASIDE + id, text);
    } catch {
      this.problem = true;
    }
  }
}

/** @param {string} text @returns {unknown} */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
