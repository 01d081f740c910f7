/**
 * What is kept of one exercise, and how it changes. Pure: each function gives a new record.
 *
 *     empty --edit--> text --check--> attempts --passes--> passed, with the code that did
 *                      |  hints, solution: opened, and known to have been
 *                      `--start again--> the text goes to `earlier`, from where it can be taken back
 *
 * @module record
 */

/** @typedef {{code: string, at: number}} Earlier `at`: milliseconds since 1970 */

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
  const before = record.code === null ? [] : [{ code: record.code, at: now }];
  return { ...edited(record, code, now), earlier: withoutRepeats([...before, ...record.earlier], code) };
}

/** Newest first, each text once, and not the one that is open. @param {Earlier[]} texts @param {string | null} open */
function withoutRepeats(texts, open) {
  const seen = new Set([open, '']);
  const kept = [...texts].sort((a, b) => b.at - a.at).filter(({ code }) => !seen.has(code) && seen.add(code));
  return kept.slice(0, KEPT_EARLIER);
}

/**
 * Two devices' records of one exercise: nothing that either has is lost.
 * @param {ExerciseRecord} a @param {ExerciseRecord} b @returns {ExerciseRecord}
 */
export function merged(a, b) {
  const [newer, older] = a.changed >= b.changed ? [a, b] : [b, a];
  const code = newer.code ?? older.code;
  const other = older.code === null ? [] : [{ code: older.code, at: older.changed }];
  const passes = [a, b].filter(({ passed }) => passed !== null);
  const passedLast = a.passedAt >= b.passedAt ? a : b;
  return {
    version: 1,
    code,
    changed: newer.changed,
    passed: passes.length ? Math.min(...passes.map(({ passed }) => Number(passed))) : null,
    passedCode: passedLast.passedCode,
    passedAt: passedLast.passedAt,
    attempts: Math.max(a.attempts, b.attempts),
    hints: Math.max(a.hints, b.hints),
    solutionOpened: a.solutionOpened || b.solutionOpened,
    earlier: withoutRepeats([...other, ...newer.earlier, ...older.earlier], code),
  };
}

/**
 * A record from outside: storage, or a file that anyone may have written.
 * @param {unknown} value
 * @returns {ExerciseRecord | null} with nothing but what belongs there; null where it is no record
 */
export function readRecord(value) {
  if (typeof value !== 'object' || value === null) return null;
  const found = /** @type {Record<string, unknown>} */ (value);
  if (found.version !== 1) return null;
  return {
    version: 1,
    code: text(found.code),
    changed: count(found.changed),
    passed: found.passed === null || found.passed === undefined ? null : count(found.passed),
    passedCode: text(found.passedCode),
    passedAt: count(found.passedAt),
    attempts: count(found.attempts),
    hints: count(found.hints),
    solutionOpened: found.solutionOpened === true,
    earlier: Array.isArray(found.earlier) ? found.earlier.flatMap(readEarlier).slice(0, KEPT_EARLIER) : [],
  };
}

/** @param {unknown} value @returns {Earlier[]} */
function readEarlier(value) {
  const { code, at } = /** @type {Record<string, unknown>} */ (value ?? {});
  const found = text(code);
  return found === null ? [] : [{ code: found, at: count(at) }];
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' && value.length <= LONGEST_CODE ? value : null);

/** @param {unknown} value */
const count = (value) => (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.floor(value) : 0);
