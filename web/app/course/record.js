/**
 * What is kept of one exercise, and how it changes. Pure: each function gives a new record.
 *
 *     empty --edit--> text --check--> attempts --passes--> passed, with the code that did
 *                      |  hints, solution: opened, and known to have been
 *                      `--start again--> the text goes to `earlier`, from where it can be taken back
 *
 * @module record
 */

import { readerOf } from '../model/kept-forms.js';
import { distinct, thinned } from '../model/kept-texts.js';

/** @typedef {import('../../shared/kept.js').Earlier} Earlier */
/** @typedef {import('../../shared/kept.js').ExerciseRecord} ExerciseRecord */

const PASSED = 'The code that passed';
const readKept = readerOf('ExerciseRecord');

export const EMPTY_RECORD = Object.freeze(/** @type {ExerciseRecord} */ (readKept({ version: 1 })));

/** @param {ExerciseRecord} record @param {string} code @param {number} now @returns {ExerciseRecord} */
export const edited = (record, code, now) => ({ ...record, code, changed: now });

/** @param {ExerciseRecord} record @param {boolean} passes @param {string} code @param {number} now @returns {ExerciseRecord} */
export function checked(record, passes, code, now) {
  const attempts = record.attempts + 1;
  if (!passes) return { ...record, attempts };
  const before = passedBefore(record, code);
  return { ...record, attempts, passed: record.passed ?? now, passedCode: code, passedAt: now, earlier: before.length ? texts([...before, ...record.earlier]) : record.earlier };
}

/** The code that passed last, where other code takes its place. @param {ExerciseRecord} record @param {string | null} code @returns {Earlier[]} */
function passedBefore({ passedCode, passedAt }, code) {
  return passedCode === null || passedCode === code ? [] : [{ code: passedCode, at: passedAt, name: PASSED, passed: true }];
}

/** @param {ExerciseRecord} record @param {number} hints @returns {ExerciseRecord} */
export const hinted = (record, hints) => ({ ...record, hints: Math.max(record.hints, hints) });

/** @param {ExerciseRecord} record @returns {ExerciseRecord} */
export const solutionSeen = (record) => ({ ...record, solutionOpened: true });

/**
 * Put another text in the editor; the one that stood there is kept.
 * @param {ExerciseRecord} record @param {string} code @param {number} now
 * @returns {ExerciseRecord}
 */
export function replaced(record, code, now) {
  const own = record.code !== null && record.code === record.passedCode;
  /** @type {Earlier[]} */
  const before = record.code === null ? [] : [{ code: record.code, at: now, name: own ? PASSED : 'Your text', ...(own && { passed: true }) }];
  const earlier = thinned(texts([...before, ...record.earlier]), { textOf, stays: ({ passed }) => passed === true });
  return { ...edited(record, code, now), earlier };
}

/** @param {Earlier} one */
const textOf = ({ code }) => code;

/** Each text once, newest first; what passed under any name has passed. @param {Earlier[]} all */
function texts(all) {
  const passed = new Set(all.filter((one) => one.passed).map(textOf));
  return distinct(all, textOf).sort((a, b) => b.at - a.at).map((one) => (one.passed || !passed.has(one.code) ? one : { ...one, passed: /** @type {true} */ (true) }));
}

/**
 * Two devices' records of one exercise, with every text of both.
 * @param {ExerciseRecord} mine @param {ExerciseRecord} theirs @returns {ExerciseRecord}
 */
export function merged(mine, theirs) {
  const [newer, older] = mine.changed >= theirs.changed ? [mine, theirs] : [theirs, mine];
  const code = newer.code ?? older.code;
  const other = older.code === null || older.code === code ? [] : [{ code: older.code, at: older.changed, name: 'From another device' }];
  const passes = [mine, theirs].filter(({ passed }) => passed !== null);
  const [last] = [mine, theirs].filter(({ passedCode }) => passedCode !== null).sort((a, b) => b.passedAt - a.passedAt);
  const passedCode = last?.passedCode ?? null;
  return {
    version: 1,
    code,
    changed: newer.changed,
    passed: passes.length ? Math.min(...passes.map(({ passed }) => Number(passed))) : null,
    passedCode,
    passedAt: last?.passedAt ?? 0,
    attempts: Math.max(mine.attempts, theirs.attempts),
    hints: Math.max(mine.hints, theirs.hints),
    solutionOpened: mine.solutionOpened || theirs.solutionOpened,
    earlier: texts([...other, ...passedBefore(mine, passedCode), ...passedBefore(theirs, passedCode), ...mine.earlier, ...theirs.earlier]),
  };
}

/**
 * A record from outside: storage, or a file that anyone may have written.
 * @param {unknown} value
 * @param {number} [latest]  no time in it is later than this
 * @returns {ExerciseRecord | null} with nothing but what belongs there; null where it is no record
 */
export function readRecord(value, latest = Infinity) {
  const found = readKept(value);
  if (!found) return null;
  const by = (/** @type {number} */ moment) => Math.min(moment, latest);
  return {
    ...found,
    changed: by(found.changed),
    passed: found.passed === null ? null : by(found.passed),
    passedAt: by(found.passedAt),
    earlier: texts(found.earlier.map((one) => ({ ...one, at: by(one.at), ...(one.name === PASSED && { passed: true }) }))),
  };
}

/** Whether it is a record of a release to come. @param {any} value */
export const isLater = (value) => Number.isFinite(value?.version) && value.version > 1;
