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
import { distinct, hardlyLeft, thinned } from './kept-texts.js';

/** @typedef {{source: string, step: string | null, edited: boolean, at: number, from: string}} EngineText `from`: where it comes from, in words; `at`: milliseconds since 1970, when it came to stand there */
/** @typedef {{source: string | null, step: string | null, edited: boolean, chosen: boolean, at: number, from: string, carried: string[], earlier: EngineText[]}} EngineFile */
/** What became of another device's engine. @typedef {'same' | 'theirs stands' | 'mine stands' | 'mine gave way' | 'none'} Went */

/*
 * source   null before the first step is passed, or anything is pasted
 * step     the exercise that it comes from; null for a text of the student's own
 * edited   by hand, since it came from there
 * chosen   for the Lab
 * carried  what was carried over from the text before, which the step's code did not have
 * earlier  each once, newest first; the one that stands may be among them
 */

/** @type {Readonly<EngineFile>} */
export const NO_ENGINE = Object.freeze({ source: null, step: null, edited: false, chosen: false, at: 0, from: '', carried: [], earlier: [] });

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
 * @returns {EngineFile} with nothing but what belongs there
 */
export function readEngine(found, latest = Infinity) {
  const earlier = Array.isArray(found?.earlier) ? distinct(found.earlier.flatMap((/** @type {unknown} */ one) => readText(one, latest)), textOf) : [];
  const [text] = readText(typeof found === 'string' ? { source: found, edited: true } : found, latest);
  if (!text) return { ...NO_ENGINE, earlier };
  const carried = Array.isArray(found?.carried) ? found.carried.filter((/** @type {unknown} */ name) => typeof name === 'string') : [];
  return { ...text, chosen: found?.chosen === true, carried, earlier };
}

/** Texts of earlier releases have no more than their source. @param {any} found @param {number} latest @returns {EngineText[]} */
function readText(found, latest) {
  const source = typeof found === 'string' ? found : found?.source;
  if (typeof source !== 'string') return [];
  const at = typeof found?.at === 'number' && found.at >= 0 ? Math.min(found.at, latest) : 0;
  return [{
    source,
    step: typeof found?.step === 'string' ? found.step : null,
    edited: found?.edited === true,
    at,
    from: typeof found?.from === 'string' ? found.from.slice(0, 200) : '',
  }];
}
