/**
 * What the student has done, exercise by exercise, as the store has it. Each text goes into the
 * journal too, under the exercise's name. Event: `change` (detail: the exercise's id).
 *
 * @module progress
 */

import { EMPTY_RECORD, merged } from './record.js';

/** @typedef {import('./record.js').ExerciseRecord} ExerciseRecord */
/** @typedef {import('../storage/store.js').Store} Store */

/** What the keys of exercises begin with. */
export const COURSE = 'course:';
const ID = /^[\w-]{1,80}\/[\w-]{1,80}$/;

/** The document of the journal. @param {string} id of an exercise */
export const exerciseDocument = (id) => `exercise/${id}`;

export class Progress extends EventTarget {
  #store;
  #now;

  /** @param {Store} store  which is open @param {() => number} [now] */
  constructor(store, now = Date.now) {
    super();
    this.#store = store;
    this.#now = now;
    store.addEventListener('heard', (event) => this.#heard(/** @type {CustomEvent} */ (event).detail));
  }

  /** @param {string} id */
  static isId(id) {
    return ID.test(id);
  }

  /** @param {string} id @returns {ExerciseRecord} */
  get(id) {
    return /** @type {ExerciseRecord | undefined} */ (this.#store.get(COURSE + id)) ?? EMPTY_RECORD;
  }

  /** @param {string} id */
  passed(id) {
    return this.get(id).passed !== null;
  }

  /** Every exercise of which there is something. @returns {Map<string, ExerciseRecord>} */
  all() {
    const ids = this.#store.keys().flatMap((key) => (key.startsWith(COURSE) ? [key.slice(COURSE.length)] : []));
    return new Map(ids.filter(Progress.isId).map((id) => [id, this.get(id)]));
  }

  /** Write what has changed, now. */
  keep() {
    return this.#store.flush();
  }

  /** The texts that an exercise has had. @param {string} id */
  entries(id) {
    return this.#store.entries(exerciseDocument(id));
  }

  /**
   * @param {string} id
   * @param {(record: ExerciseRecord, now: number) => ExerciseRecord} change
   */
  update(id, change) {
    const before = this.get(id);
    const after = change(before, this.#now());
    this.#put(id, after);
    this.#note(id, before, after);
  }

  /** @param {string} id @param {ExerciseRecord} record */
  #put(id, record) {
    if (!Progress.isId(id)) throw new TypeError(`${id} is not the id of an exercise`);
    this.#store.set(COURSE + id, record);
    this.#tell(id);
  }

  /** @param {string} id @param {ExerciseRecord} before @param {ExerciseRecord} after */
  #note(id, before, after) {
    const document = exerciseDocument(id);
    if (after.earlier !== before.earlier) this.#store.turn(document); // another text has taken its place
    if (after.code !== before.code && after.code !== null) this.#store.note(document, after.code, { before: before.code });
    if (after.passedAt !== before.passedAt && after.passedCode !== null) this.#store.note(document, after.passedCode, { origin: 'passed' });
  }

  /**
   * @param {Map<string, ExerciseRecord>} records  of another device
   * @returns {string[]} the ids of those in which there was nothing new
   */
  merge(records) {
    return [...records].flatMap(([id, theirs]) => {
      const before = /** @type {ExerciseRecord | undefined} */ (this.#store.get(COURSE + id));
      const after = before ? merged(before, theirs) : theirs;
      if (JSON.stringify(before) === JSON.stringify(after)) return [id];
      this.#put(id, after);
      return [];
    });
  }

  /** @param {string | null} key  what another tab has written */
  #heard(key) {
    if (key?.startsWith(COURSE)) this.#tell(key.slice(COURSE.length));
  }

  /** @param {string} id */
  #tell(id) {
    this.dispatchEvent(new CustomEvent('change', { detail: id }));
  }
}
