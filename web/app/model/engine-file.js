/**
 * The student's own engine as a file, and the texts that others took the place of. Pure: each
 * function gives a new file.
 *
 *     none --a step is passed--> of that step --edit--> changed by hand
 *       `--paste-----------------------------------------^
 *     whatever takes the place of a text, that text goes to `earlier`, with its name
 *
 * @module engine-file
 */

import { carryOver } from './definitions.js';
import { readerOf } from './kept-forms.js';
import { distinct, hardlyLeft, thinned } from './kept-texts.js';

/** @typedef {import('../../shared/kept.js').EngineText} EngineText */
/** @typedef {import('../../shared/kept.js').EngineFile} EngineFile */
/** What became of another device's engine. @typedef {'same' | 'theirs stands' | 'mine stands' | 'mine gave way' | 'none'} Went */

const readKept = readerOf('EngineFile');

export const NO_ENGINE = Object.freeze(/** @type {EngineFile} */ (readKept({ source: null })));

/**
 * Changed by hand. The text before the first change is kept; and so is one that another was pasted over.
 * @param {EngineFile} file @param {string} source @param {number} now @returns {EngineFile}
 */
export function edited(file, source, now) {
  if (file.source === null) return { ...file, source, step: null, edited: true, at: now, from: PASTED };
  const gone = hardlyLeft(file.source, source);
  const earlier = file.edited && !gone ? file.earlier : withStanding(file, source);
  const anew = file.source.trim() === '' || (gone && source.trim() !== '');
  return { ...file, source, edited: true, at: now, earlier, ...(anew ? { step: null, from: PASTED, carried: [] } : {}) };
}

const PASTED = 'Pasted';

/**
 * Another text takes the place of this one, which is kept.
 * @param {EngineFile} file @param {EngineText} text @returns {EngineFile}
 */
export function replaced(file, { source, step, edited: byHand, at, from }) {
  return { ...file, source, step, edited: byHand, at, from, carried: [], earlier: withStanding(file, source) };
}

/**
 * A step was passed: its code takes the place of an earlier step's, with all that was defined there
 * and is not in it. A text that was changed by hand stays until the student takes the new one.
 * @param {EngineFile} file @param {string} source @param {string} step @param {string} title @param {number} now
 * @returns {EngineFile} the same file where there is nothing to do
 */
export function followed(file, source, step, title, now) {
  if (file.source === null) return { ...file, source, step, edited: false, at: now, from: title, carried: [] };
  if (file.edited) return file;
  return taken(file, source, step, title, now);
}

/** The same, whatever was changed by hand. @param {EngineFile} file @param {string} source @param {string} step @param {string} title @param {number} now @returns {EngineFile} */
export function taken(file, source, step, title, now) {
  const whole = carryOver(source, file.source ?? '');
  if (whole.source === file.source && file.step === step && !file.edited) return file;
  return { ...replaced(file, { source: whole.source, step, edited: false, at: now, from: title }), carried: whole.carried };
}

/** What stands there, as one of the texts. @param {EngineFile} file @returns {EngineText | null} */
export function standing({ source, step, edited: byHand, at, from }) {
  return source === null ? null : { source, step, edited: byHand, at, from };
}

/** The earlier texts, once another takes the place of this one. @param {EngineFile} file @param {string} source */
function withStanding(file, source) {
  const before = standing(file);
  if (!before || before.source === source || before.source.trim() === '') return file.earlier;
  const others = file.earlier.filter((one) => one.source !== before.source);
  return thinned([before, ...others], { textOf, stays: hasPassed });
}

/** @param {EngineText} one */
const textOf = ({ source }) => source;

/** A step of the course was passed with it. @param {EngineText} one */
const hasPassed = ({ step, edited: byHand }) => step !== null && !byHand;

/**
 * Two devices' engines: no text of either is lost. The one that came through more steps stands,
 * unless this device's was changed by hand; the other is kept with the earlier ones.
 * @param {EngineFile} mine @param {EngineFile} theirs @param {string[]} steps  of the engine, in order
 * @returns {{file: EngineFile, went: Went}}
 */
export function mergedEngines(mine, theirs, steps) {
  const incoming = standing(theirs);
  const history = (/** @type {EngineFile} */ file, /** @type {EngineText[]} */ more) => ({ ...file, earlier: distinct([...more, ...file.earlier, ...mine.earlier, ...theirs.earlier], textOf) });
  if (!incoming) return { file: history(mine, []), went: 'none' };
  if (mine.source === null) return { file: history(theirs, []), went: 'theirs stands' };
  if (mine.source === incoming.source) return { file: history(mine, []), went: 'same' };
  const further = steps.indexOf(theirs.step ?? '') > steps.indexOf(mine.step ?? '');
  if (further && !mine.edited) return { file: history(replaced(mine, incoming), []), went: 'mine gave way' };
  return { file: history(mine, [incoming]), went: 'mine stands' };
}

/**
 * An engine from outside: storage, or a file that anyone may have written.
 * @param {any} found @param {number} [latest]  no time in it is later
 * @returns {EngineFile | null} with nothing but what belongs there; null where it is none
 */
export function readEngine(found, latest = Infinity) {
  const file = readKept(Array.isArray(found?.earlier) ? { ...found, earlier: found.earlier.map(ofOlder) } : found);
  if (!file) return null;
  const at = Math.min(file.at, latest);
  const earlier = distinct(file.earlier.map((one) => ({ ...one, at: Math.min(one.at, latest) })), textOf);
  return file.source === null ? { ...NO_ENGINE, earlier } : { ...file, at, earlier };
}

/** Texts of earlier releases are no more than their source. @param {unknown} text */
const ofOlder = (text) => (typeof text === 'string' ? { source: text } : text);

/** In the files of earlier releases. @param {string} source */
export const engineOfText = (source) => readEngine({ source, edited: true });
