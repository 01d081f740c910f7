/**
 * What a figure leaves out of what the Lab's views would draw: views draw what they are given, so
 * a part is left out by not giving it.
 *
 * @module figure-parts
 */

/** @typedef {import('../../shared/protocol.js').RunResult} RunResult */
/** @typedef {import('../lab-session.js').LabState} LabState */

/**
 * The settings of a `figure` block, as the compiler checked them.
 * @typedef {object} FigureSettings
 * @property {'map' | 'graph' | 'stepper' | 'curve' | 'table' | 'numbers' | 'derivation' | 'code' | 'race' | 'slope'} view
 * @property {string} code
 * @property {string[]} [hide]
 * @property {'ours' | 'mine'} [engine]
 * @property {number[]} [start]
 * @property {number} [rate]
 * @property {number} [steps]
 * @property {import('../model/descent-settings.js').Optimizer} [optimizer]
 * @property {number} [batches]
 * @property {number} [secant]
 * @property {'python' | 'wat'} [show]
 * @property {Record<string, number>} [laps]  seconds, as measured once: for the still of a race
 * @property {[number, number]} [x]
 * @property {[number, number]} [y]
 */

/** @param {RunResult} result @param {FigureSettings} settings @returns {RunResult} */
export function resultFor(result, { hide = [], x, y }) {
  const hidden = new Set(hide);
  return {
    ...result,
    best: hidden.has('best') ? null : result.best,
    data: hidden.has('data') ? null : result.data,
    closedForm: hidden.has('closed form') ? null : result.closedForm,
    view: { x: x ?? result.view.x, y: y ?? result.view.y },
  };
}

/** @param {FigureSettings} settings @param {string} part */
export const shows = ({ hide = [] }, part) => !hide.includes(part);

/** @param {FigureSettings} settings @returns {import('../model/descent-settings.js').DescentSettings} */
export function descentOf({ optimizer = 'gradient descent', rate = 0.1, steps = 100, start = [], batches }) {
  const settings = { optimizer, rate, steps, start };
  return batches ? { ...settings, batches: { size: batches, seed: 1 } } : settings;
}

/** Whether all numbers are those of the figure's start; the others draw the start apart. @param {FigureSettings} settings */
export const followsStart = ({ view }) => !['map', 'slope', 'curve'].includes(view);

/** Whether a figure descends; the curves are nothing else. @param {FigureSettings} settings */
export const descends = (settings) => settings.view === 'curve' || (settings.view === 'map' && shows(settings, 'path'));

/** Whether Python has brought all that the figure shows at first. @param {FigureSettings} settings @param {LabState} state */
export function isDrawn(settings, { result, terrain, terrainProblem, descent, descentProblem, explanation }) {
  const { view } = settings;
  if (!result) return false;
  if ((view === 'map' || view === 'slope') && !terrain && !terrainProblem) return false;
  if (descends(settings) && !descent?.end && !descentProblem) return false;
  return explanation !== null || (view !== 'code' && view !== 'derivation');
}
