/**
 * The `figure` blocks of a lesson: which views there are, and what each can be told.
 *
 * @module figure
 */
import { OPTIMIZERS } from '../../app/model/optimizers.js';
import { lineOf } from './problems.mjs';
import { mistakesIn, readToml } from './toml.mjs';

/** @typedef {import('./toml.mjs').Setting} Setting */

/** @type {Record<string, Setting>} */
const EVERY_FIGURE = {
  view: { type: 'string', required: true },
  code: { type: 'string', required: true },
  caption: { type: 'string', required: true },
  // What the caption says, as Python can check it: see web/classroom/prerender/claims.py.
  claim: { type: 'string', required: true },
  // What to do with the figure while it is live: left out on paper and without scripts.
  try: { type: 'string' },
  hide: { type: 'strings' },
  engine: { type: 'string', oneOf: ['ours', 'mine'] },
};

/** @type {Record<string, Setting>} */
const DESCENT = {
  start: { type: 'numbers' },
  rate: { type: 'number' },
  steps: { type: 'number' },
  batches: { type: 'number' },
  optimizer: { type: 'string', oneOf: OPTIMIZERS.map(({ id }) => id) },
};

/** What a view can be told, besides what every figure is told. @type {Record<string, Record<string, Setting>>} */
const VIEWS = {
  map: { ...DESCENT, x: { type: 'numbers' }, y: { type: 'numbers' } },
  graph: { start: DESCENT.start },
  stepper: { start: DESCENT.start },
  curve: DESCENT,
  table: { start: DESCENT.start },
  numbers: { start: DESCENT.start },
  derivation: { start: DESCENT.start },
  code: { show: { type: 'string', oneOf: ['python', 'wat'] } },
  race: { laps: { type: 'times' } },
  slope: { start: DESCENT.start, secant: { type: 'number' }, x: { type: 'numbers' } },
};

/** The parts of a view that `hide` can name. @type {Record<string, string[]>} */
const PARTS = {
  map: ['path', 'arrow', 'best', 'controls', 'gradients', 'data', 'numbers'],
  graph: ['gradients'],
  stepper: ['gradients'],
  curve: ['controls'],
  numbers: ['closed form'],
};

/**
 * @param {string} source  TOML
 * @param {{file: string, line: number, problems: import('./problems.mjs').Problems, readCode: (path: string) => string | null}} place
 * @returns {Record<string, any> | null} the figure's settings, its code read; null where they are wrong
 */
export function readFigure(source, place) {
  const settings = readToml(source, place);
  if (!settings) return null;
  const view = VIEWS[settings.view];
  const known = { ...EVERY_FIGURE, ...view };
  if (settings.view !== undefined && !view) {
    const message = `unknown view "${settings.view}"; known are ${Object.keys(VIEWS).join(', ')}`;
    place.problems.add(place.file, place.line + lineOf(source, /^view\b/m) - 1, message);
    return null;
  }
  const mistakes = [...mistakesIn(settings, known), ...unknownParts(settings)];
  for (const { name, message } of mistakes) {
    place.problems.add(place.file, place.line + lineOf(source, new RegExp(`^${name}\\b`, 'm')) - 1, message);
  }
  if (mistakes.length) return null;
  const code = place.readCode(settings.code);
  if (code === null) {
    place.problems.add(place.file, place.line + lineOf(source, /^code\b/m) - 1, `there is no file, and no example of the Lab, called ${settings.code}`);
    return null;
  }
  return { ...settings, code };
}

/** @param {Record<string, any>} settings */
function unknownParts({ view, hide }) {
  if (!Array.isArray(hide)) return [];
  const known = PARTS[view] ?? [];
  const instead = known.length ? `it has ${known.join(', ')}` : 'nothing of it can be hidden';
  return hide
    .filter((part) => !known.includes(part))
    .map((part) => ({ name: 'hide', message: `the view "${view}" has no part "${part}"; ${instead}` }));
}
