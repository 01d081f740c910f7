/**
 * The Lab's first picture: made by the same Python when the site was built, so that there is
 * something true to see before Python is there.
 *
 * @module opening
 */

import { DEFAULT_DESCENT } from './model/descent-settings.js';

/** @typedef {import('./lab-session.js').Beginning} Beginning */

/**
 * What `python -m classroom.prerender.opening` writes; arrays of numbers are plain lists in it.
 * @typedef {object} Opening
 * @property {string} code
 * @property {import('../shared/protocol.js').RunResult} result
 * @property {{args: import('../shared/protocol.js').LandscapeArgs, landscape: import('../shared/protocol.js').Landscape} | null} [landscape]
 * @property {{steps: {points: number[], losses: number[], gradientNorms: number[]}, end: import('../shared/protocol.js').DescentEnd} | null} [descent]
 * @property {import('../shared/protocol.js').Explanation | null} [explanation]
 * @property {import('../shared/protocol.js').Witness | null} [witness]
 * @property {import('./model/graph-layout.js').Places | null} [places]  of the graph as it is drawn at first
 */

/** @returns {Opening | null} what the build put into the page */
export function readOpening() {
  const text = document.getElementById('opening')?.textContent?.trim();
  return text ? JSON.parse(text) : null;
}

/** @param {Opening} opening @returns {Beginning} */
export function beginningOf({ code, result, landscape, descent, explanation, witness }) {
  const data = result.data && {
    ...result.data,
    x: Float64Array.from(result.data.x),
    y: Float64Array.from(result.data.y),
    label: result.data.label && Float64Array.from(result.data.label),
  };
  return {
    code,
    ranCode: code,
    settings: DEFAULT_DESCENT,
    result: { ...result, data },
    explanation: explanation ?? null,
    witness: witness ?? null,
    terrain: landscape ? { args: landscape.args, landscape: { ...landscape.landscape, values: numbers(landscape.landscape.values) }, whole: true } : null,
    descent: descent ? { path: pathOf(descent.steps, result.parameters.length), end: descent.end, settings: DEFAULT_DESCENT } : null,
  };
}

/** Whether it holds all that a run would show. @param {Beginning} beginning */
export function isWhole({ code, ranCode, settings, descent }) {
  return ranCode === code && JSON.stringify(descent?.settings) === JSON.stringify(settings);
}

/** @param {{points: number[], losses: number[], gradientNorms: number[]}} steps @param {number} dimensions */
function pathOf({ points, losses, gradientNorms }, dimensions) {
  return { dimensions, count: losses.length, points: numbers(points), losses: numbers(losses), norms: numbers(gradientNorms) };
}

/** JSON has no nan: null stands for it. @param {ArrayLike<number | null>} list */
function numbers(list) {
  return Float64Array.from(Array.from(list), (value) => value ?? NaN);
}
