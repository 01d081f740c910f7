/**
 * The student's own engine as a file on this device, and whether the Lab uses it in place of ours.
 *
 * The course puts the newest step that was passed here; what is edited by hand stays until a newer
 * one is taken. Events on `engineChoice`: `change`.
 *
 * @module choice
 */

import { shelf } from '../storage.js';

/**
 * @typedef {object} EngineFile
 * @property {string | null} source   null before the first step is passed
 * @property {string | null} step     the exercise that it comes from
 * @property {boolean} edited         by hand, since it came from there
 * @property {boolean} chosen         for the Lab
 * @property {string[]} earlier       texts that others took the place of, newest first
 */

const KEY = 'engine';
const KEPT_EARLIER = 10;
/** @type {EngineFile} */
const NONE = { source: null, step: null, edited: false, chosen: false, earlier: [] };

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

  /** @param {string} source */
  edit(source) {
    this.#write({ ...this.file, source, edited: true });
  }

  /** Another text takes the place of this one, which is kept. @param {string} source @param {string | null} step */
  replace(source, step) {
    const { file } = this;
    const before = file.source === null || file.source === source ? [] : [file.source];
    const earlier = [...before, ...file.earlier].filter((text) => text !== source).slice(0, KEPT_EARLIER);
    this.#write({ ...file, source, step, edited: false, earlier });
  }

  /** A text from another device: what stands here stays, and the other is kept with the earlier ones. @param {string} source */
  adopt(source) {
    const { file } = this;
    if (file.source === null) return this.#write({ ...file, source, edited: true });
    if (file.source === source || file.earlier.includes(source)) return;
    this.#write({ ...file, earlier: [source, ...file.earlier].slice(0, KEPT_EARLIER) });
  }

  /** A step has been passed: follow it, unless the file was edited by hand. @param {string} source @param {string} step */
  follow(source, step) {
    const { file } = this;
    if (file.edited || (file.source === source && file.step === step)) return;
    this.#write({ ...file, source, step });
  }

  /** Another tab has changed it. */
  heard() {
    this.#file = null;
    this.dispatchEvent(new Event('change'));
  }

  /** @param {EngineFile} file */
  #write(file) {
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
    return checked(JSON.parse(shelf.get(KEY) ?? 'null'));
  } catch {
    return NONE; // nothing readable, or storage is blocked
  }
}

/** @param {any} found @returns {EngineFile} */
function checked(found) {
  if (typeof found?.source !== 'string') return NONE;
  const earlier = Array.isArray(found.earlier) ? found.earlier.filter((/** @type {unknown} */ text) => typeof text === 'string') : [];
  return {
    source: found.source,
    step: typeof found.step === 'string' ? found.step : null,
    edited: found.edited === true,
    chosen: found.chosen === true,
    earlier: earlier.slice(0, KEPT_EARLIER),
  };
}

export const engineChoice = new EngineChoice();

globalThis.addEventListener?.('storage', (event) => {
  if (shelf.keyOf(event) === KEY) engineChoice.heard();
});
