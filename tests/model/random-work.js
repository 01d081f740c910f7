/**
 * Work that a student could have, in shapes that nobody thought of: everything from one seed.
 *
 * @module random-work
 */
import { checked, edited, EMPTY_RECORD, hinted, replaced, solutionSeen } from '../../web/app/course/record.js';
import { DEFAULT_DESCENT } from '../../web/app/model/descent-settings.js';
import { newestFirst } from '../../web/app/model/journal.js';
import * as engines from '../../web/app/model/engine-file.js';
import { oneOf } from './random.js';

const TEXTS = ['', ' ', '\0', '\ufeff', 'x = 1\n', 'é 漢 \u2028 \ud83d\ude00', '\ud83d', '\ude00\ud83d', '\u202eעברית', '"\\"', '<b>&amp;', 'def loss(x=1.0):\n    return x\n', 'a\r\nb\0', '12.5', '{"node": "1"}', '__proto__', 'constructor'];
export const STEPS = ['a/one', 'a/two', 'b/three'];

/** @param {() => number} random */
export function text(random) {
  if (random() < 0.02) return 'long '.repeat(60_000);
  return random() < 0.3 ? oneOf(random, TEXTS) : `${oneOf(random, TEXTS)}# ${Math.floor(random() * 40)}`;
}

/** A clock that is set back now and then. @param {() => number} random */
export function clock(random) {
  let now = 1000;
  return () => (now = Math.max(0, now + oneOf(random, [0, 0, 1, 40, 99]) - (random() < 0.1 ? 500 : 0)));
}

/** @param {() => number} random @param {(text: string) => void} [wrote]  hears of each code that passed */
export function record(random, wrote = () => {}) {
  const now = clock(random);
  let made = EMPTY_RECORD;
  for (let k = Math.floor(random() * 30); k >= 0; k -= 1) {
    const code = text(random);
    const passes = random() < 0.6;
    made = oneOf(random, [
      () => edited(made, code, now()),
      () => replaced(made, code, now()),
      () => replaced(made, oneOf(random, [code, ...made.earlier.map((one) => one.code)]), now()),
      () => {
        if (passes) wrote(made.code ?? code);
        return checked(made, passes, made.code ?? code, now());
      },
      () => hinted(made, Math.floor(random() * 4)),
      () => solutionSeen(made),
    ])();
  }
  return made;
}

/** @param {() => number} random */
export function engine(random) {
  const now = clock(random);
  /** @type {import('../../web/app/model/engine-file.js').EngineFile} */
  let file = engines.NO_ENGINE;
  for (let k = Math.floor(random() * 12); k > 0; k -= 1) {
    const source = text(random);
    const step = oneOf(random, STEPS);
    file = oneOf(random, [
      () => engines.edited(file, source, now()),
      () => engines.followed(file, source, step, `“${step}”`, now()),
      () => engines.taken(file, source, step, `“${step}”`, now()),
      () => engines.replaced(file, oneOf(random, [{ source, step: null, edited: true, at: now(), from: 'X' }, ...file.earlier])),
      () => ({ ...file, chosen: file.source !== null && random() < 0.5 }),
    ])();
  }
  return file;
}

/** @param {() => number} random */
export function records(random) {
  return new Map(Array.from({ length: Math.floor(random() * 5) }, (_, k) => [oneOf(random, ['chapter', '__proto__', 'constructor']) + `/exercise-${k}`, record(random)]));
}

const DOCUMENTS = ['lab/kink', 'own/a1', 'link/0-1', 'exercise/a/one', 'engine', 'of a later release', '__proto__', '\ud83d', '\uffff'];

/** A journal, of which another may have some ids too. @param {() => number} random */
export function entries(random) {
  const now = clock(random);
  const made = Array.from({ length: Math.floor(random() * 9) }, (_, k) => ({
    id: `visit-${k}`,
    document: oneOf(random, DOCUMENTS),
    tab: oneOf(random, ['a', 'b']),
    at: now(),
    origin: oneOf(random, /** @type {const} */ (['imported', 'typed', 'run', 'passed'])),
    text: `${oneOf(random, TEXTS)}# ${Math.floor(random() * 4)}`,
    ...(random() < 0.5 && { settings: { ...DEFAULT_DESCENT, rate: random() } }),
    ...(random() < 0.2 && { name: oneOf(random, TEXTS) }),
    ...(random() < 0.1 && { gone: /** @type {const} */ (true) }),
  }));
  return newestFirst(made);
}

/** What could not be read. @param {() => number} random */
export const aside = (random) => new Map(random() < 0.3 ? [[oneOf(random, ['course:a/b', 'course:a/b+', '__proto__', 'of a later release']), oneOf(random, [{ version: 2 }, '{"half": ', [1], null])]] : []);

/** Every text of a record. @param {import('../../web/app/course/record.js').ExerciseRecord} of */
export const textsOf = ({ code, passedCode, earlier }) => [code, passedCode, ...earlier.map((one) => one.code)].filter((one) => one !== null && one !== '');

/** Every text of an engine. @param {import('../../web/app/model/engine-file.js').EngineFile} of */
export const sourcesOf = ({ source, earlier }) => [source, ...earlier.map((one) => one.source)].filter((one) => one !== null && one.trim() !== '');
