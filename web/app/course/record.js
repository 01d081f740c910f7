/**
 * What is kept of one exercise, and how it changes. Pure: each function gives a new record.
 *
 *     empty --edit--> text --check--> attempts --passes--> passed, with the code that did
 *                      |  hints, solution: opened, and known to have been
 *                      `--start again--> the text goes to `earlier`, from where it can be taken back
 *
 * @module record
 */

/** @typedef {{code: string, at: number, name: string}} Earlier `at`: milliseconds since 1970; `name`: what the text was, in words */

/**
 * @typedef {object} ExerciseRecord
 * @property {1} version
 * @property {string | null} code        what stands in the editor; null before the first change
 * @property {number} changed            when `code` changed last; 0 for never
 * @property {number | null} passed      when it was passed first
 * @property {string | null} passedCode  the code that passed last
 * @property {number} passedAt           when that was; 0 for never
 * @property {number} attempts           how many checks
 * @property {number} hints              how many were opened
 * @property {boolean} solutionOpened
 * @property {Earlier[]} earlier         newest first
 */

const KEPT_EARLIER = 12;
/** After a merge there may be those of two devices. */
const MOST_EARLIER = 2 * KEPT_EARLIER;
const MOST_COUNTED = 1_000_000;
/** The last moment of JavaScript's calendar. */
const LATEST = 8.64e15;
export const LONGEST_CODE = 200_000;

/** @type {Readonly<ExerciseRecord>} */
export const EMPTY_RECORD = Object.freeze({
  version: 1,
  code: null,
  changed: 0,
  passed: null,
  passedCode: null,
  passedAt: 0,
  attempts: 0,
  hints: 0,
  solutionOpened: false,
  earlier: [],
});

/** @param {ExerciseRecord} record @param {string} code @param {number} now @returns {ExerciseRecord} */
export const edited = (record, code, now) => ({ ...record, code, changed: now });

/** @param {ExerciseRecord} record @param {boolean} passes @param {string} code @param {number} now @returns {ExerciseRecord} */
export function checked(record, passes, code, now) {
  const attempts = record.attempts + 1;
  if (!passes) return { ...record, attempts };
  return { ...record, attempts, passed: record.passed ?? now, passedCode: code, passedAt: now };
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
  const name = record.code !== null && record.code === record.passedCode ? 'The code that passed' : 'Your text';
  const before = record.code === null ? [] : [{ code: record.code, at: now, name }];
  return { ...edited(record, code, now), earlier: newestFirst(withoutRepeats([...before, ...newestFirst(record.earlier)], code, KEPT_EARLIER)) };
}

/** @param {Earlier[]} texts */
const newestFirst = (texts) => [...texts].sort((a, b) => b.at - a.at);

/** Each text once, and not the one that is open; the first go before the others. @param {Earlier[]} texts @param {string | null} open @param {number} most */
function withoutRepeats(texts, open, most) {
  const seen = new Set([open, '']);
  return texts.filter(({ code }) => !seen.has(code) && seen.add(code)).slice(0, most);
}

/**
 * Two devices' records of one exercise: no text that either has open is lost, and none of mine,
 * whatever times and earlier texts the other comes with.
 * @param {ExerciseRecord} mine @param {ExerciseRecord} theirs @returns {ExerciseRecord}
 */
export function merged(mine, theirs) {
  const [newer, older] = mine.changed >= theirs.changed ? [mine, theirs] : [theirs, mine];
  const code = newer.code ?? older.code;
  const other = older.code === null ? [] : [{ code: older.code, at: older.changed, name: 'From another device' }];
  const passes = [mine, theirs].filter(({ passed }) => passed !== null);
  const passedLast = mine.passedAt >= theirs.passedAt ? mine : theirs;
  return {
    version: 1,
    code,
    changed: newer.changed,
    passed: passes.length ? Math.min(...passes.map(({ passed }) => Number(passed))) : null,
    passedCode: passedLast.passedCode,
    passedAt: passedLast.passedAt,
    attempts: Math.max(mine.attempts, theirs.attempts),
    hints: Math.max(mine.hints, theirs.hints),
    solutionOpened: mine.solutionOpened || theirs.solutionOpened,
    earlier: newestFirst(withoutRepeats([...other, ...mine.earlier, ...newestFirst(theirs.earlier)], code, MOST_EARLIER)),
  };
}

/**
 * A record from outside: storage, or a file that anyone may have written.
 * @param {unknown} value
 * @param {number} [latest]  no time in it is later than this
 * @returns {ExerciseRecord | null} with nothing but what belongs there; null where it is no record
 */
export function readRecord(value, latest = LATEST) {
  if (typeof value !== 'object' || value === null) return null;
  const found = /** @type {Record<string, unknown>} */ (value);
  const time = (/** @type {unknown} */ moment) => count(moment, latest);
  if (found.version !== 1) return null;
  return {
    version: 1,
    code: text(found.code),
    changed: time(found.changed),
    passed: found.passed === null || found.passed === undefined ? null : time(found.passed),
    passedCode: text(found.passedCode),
    passedAt: time(found.passedAt),
    attempts: count(found.attempts),
    hints: count(found.hints),
    solutionOpened: found.solutionOpened === true,
    earlier: Array.isArray(found.earlier) ? found.earlier.slice(0, MOST_EARLIER).flatMap((one) => readEarlier(one, time)) : [],
  };
}

/** @param {unknown} value @param {(moment: unknown) => number} time @returns {Earlier[]} */
function readEarlier(value, time) {
  const { code, at, name } = /** @type {Record<string, unknown>} */ (value ?? {});
  const found = text(code);
  return found === null ? [] : [{ code: found, at: time(at), name: typeof name === 'string' ? name.slice(0, 80) : 'Your text' }];
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' && value.length <= LONGEST_CODE ? value : null);

/** @param {unknown} value @param {number} [most] */
const count = (value, most = MOST_COUNTED) => (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.floor(Math.min(value, most)) : 0);
