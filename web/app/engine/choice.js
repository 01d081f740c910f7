/**
 * The student's own engine as a file on this device, and whether the Lab uses it in place of ours.
 *
 * The course puts the newest step that was passed here; what is edited by hand stays until a newer
 * one is taken. Events on `engineChoice`: `change`.
 *
 * @module choice
 */

import { edited, followed, mergedEngines, NO_ENGINE, readEngine, replaced, taken } from '../model/engine-file.js';
import { shelf } from '../storage.js';

/** @typedef {import('../model/engine-file.js').EngineFile} EngineFile */
/** @typedef {import('../model/engine-file.js').EngineText} EngineText */

const KEY = 'engine';

class EngineChoice extends EventTarget {
  /** @type {EngineFile | null} */
  #file = null;
  /** Whether the last change could not be kept. */
  problem = false;

  /** @returns {EngineFile} */
  get file() {
    this.#file ??= readFile();
    return this.#file;
  }

  /** What RunArgs.engine is to be: the source, where the student has chosen it; else null. */
  get source() {
    return this.file.chosen ? this.file.source : null;
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
    this.#write(file);
    return went;
  }

  /** Another tab has changed it. */
  heard() {
    this.#file = null;
    this.dispatchEvent(new Event('change'));
  }

  /** @param {EngineFile} file */
  #write(file) {
    if (file === this.#file) return;
    this.#file = file;
    try {
      shelf.set(KEY, JSON.stringify(file));
      this.problem = false;
    } catch {
      this.problem = true;
    }
    this.dispatchEvent(new Event('change'));
  }
}

/** @returns {EngineFile} */
function readFile() {
  try {
    return readEngine(JSON.parse(shelf.get(KEY) ?? 'null'));
  } catch {
    return NO_ENGINE; // nothing readable, or storage is blocked
  }
}

export const engineChoice = new EngineChoice();

globalThis.addEventListener?.('storage', (event) => {
  if (shelf.keyOf(event) === KEY) engineChoice.heard();
});
