/**
 * The student's own engine as a file on this device, and whether the Lab uses it in place of ours.
 *
 * The course puts the newest step that was passed here; what is edited by hand stays until a newer
 * one is taken. Events on `engineChoice`: `change`.
 *
 * @module choice
 */

import { edited, followed, mergedEngines, NO_ENGINE, replaced, taken } from '../model/engine-file.js';
import { keepFirstLook } from '../first-look.js';
import { store } from '../kept.js';

/** @typedef {import('../model/engine-file.js').EngineFile} EngineFile */
/** @typedef {import('../model/engine-file.js').EngineText} EngineText */

const KEY = 'engine';
/** The document of the journal. */
export const ENGINE_DOCUMENT = 'engine';

class EngineChoice extends EventTarget {
  constructor() {
    super();
    store.addEventListener('heard', (event) => {
      if (/** @type {CustomEvent} */ (event).detail === KEY) this.dispatchEvent(new Event('change'));
    });
  }

  /** Once the store is open. @returns {EngineFile} */
  get file() {
    return /** @type {EngineFile | undefined} */ (store.get(KEY)) ?? NO_ENGINE;
  }

  /** What RunArgs.engine is to be: the source, where the student has chosen it; else null. */
  get source() {
    return this.file.chosen ? this.file.source : null;
  }

  /** The texts that it has had, as they were written. */
  entries() {
    return store.entries(ENGINE_DOCUMENT);
  }

  /** Write what has changed, now. @returns {Promise<boolean>} whether all is kept */
  keep() {
    return store.flush();
  }

  /** @param {boolean} chosen */
  choose(chosen) {
    this.#write({ ...this.file, chosen: chosen && this.file.source !== null });
  }

  /** By hand; where nothing stands yet, it was pasted. @param {string} source */
  edit(source) {
    this.#write(edited(this.file, source, Date.now()));
  }

  /** Another text takes the place of this one, which is kept. @param {EngineText} text */
  replace(text) {
    this.#write(replaced(this.file, { ...text, at: Date.now() }));
  }

  /** A step has been passed. @param {string} source @param {string} step @param {string} title */
  follow(source, step, title) {
    this.#write(followed(this.file, source, step, title, Date.now()));
  }

  /** The student takes the code of a step in place of what they changed by hand. @param {string} source @param {string} step @param {string} title */
  take(source, step, title) {
    this.#write(taken(this.file, source, step, title, Date.now()));
  }

  /** An engine from another device. @param {EngineFile} theirs @param {string[]} steps  of the engine, in order */
  merge(theirs, steps) {
    const { file, went } = mergedEngines(this.file, theirs, steps);
    store.turn(ENGINE_DOCUMENT);
    store.set(KEY, file); // its texts come with the journal
    this.dispatchEvent(new Event('change'));
    return went;
  }

  /** @param {EngineFile} file */
  #write(file) {
    const before = this.file;
    if (file === before) return;
    store.set(KEY, file);
    if (file.chosen) keepFirstLook(true); // until the Lab looks itself
    if (file.earlier !== before.earlier) store.turn(ENGINE_DOCUMENT); // another text has taken its place
    if (file.source !== null && file.source !== before.source) store.note(ENGINE_DOCUMENT, file.source, { before: before.source });
    this.dispatchEvent(new Event('change'));
  }
}

export const engineChoice = new EngineChoice();
