/**
 * What a session knows: the code, what Python said about it, and what the reader looks at.
 *
 * @module lab-state
 */

import { stepsOf } from './steps.js';
import { EMPTY_LOG } from './text-log.js';

/** @typedef {import('../../shared/protocol.js').RunResult} RunResult */
/** @typedef {import('../../shared/protocol.js').LearnerError} LearnerError */
/** @typedef {import('../../shared/protocol.js').Landscape} Landscape */
/** @typedef {import('../../shared/protocol.js').LandscapeArgs} LandscapeArgs */
/** @typedef {import('../../shared/protocol.js').Prediction} Prediction */
/** @typedef {import('../../shared/protocol.js').Witness} Witness */
/** @typedef {import('../../shared/protocol.js').Remark} Remark */
/** @typedef {import('./descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {import('./descent-path.js').Path} Path */

/** @typedef {{args: LandscapeArgs, landscape: Landscape, whole: boolean}} Terrain a landscape, and where it lies */
/** @typedef {{path: Path, end: import('../../shared/protocol.js').DescentEnd | null, settings: DescentSettings}} Descent */
/** @typedef {{point: number[], loss: number, gradient: number[]}} Probe the loss at a point */
/** @typedef {{point: number[], problem: LearnerError}} Nowhere a point without loss or gradient, and why */

/**
 * @typedef {object} LabState
 * @property {string} code       what stands in the editor
 * @property {string | null} ranCode  the code that `result` is about
 * @property {number} busy       pieces of work under way: a run, or what follows from it
 * @property {number} exploring  the same of landscapes, which are computed behind everything else
 * @property {RunResult | null} result  at the start of the descent; see `here`
 * @property {[name: string, value: number][] | null} defaults  of the parameters, in the code that ran last
 * @property {Probe | Nowhere | null} here  the start, where it has moved on from `result`
 * @property {Probe | null} glimpse  the same, as the first numbers of a run that is still going on tell it
 * @property {Witness | null} witness  whether the numbers of `result` are to be believed
 * @property {Remark | null} fault  what our compiler was found to have done wrong
 * @property {LearnerError | null} error
 * @property {string | null} notice  one sentence on what happened: "Stopped."
 * @property {import('./text-log.js').TextLog} log
 * @property {DescentSettings} settings
 * @property {boolean} live      settings take effect as they change
 * @property {Descent | null} descent
 * @property {LearnerError | null} descentProblem  why there is no descent
 * @property {number | null} step  of the descent, that the reader looks at; null for its end
 * @property {Prediction | null} prediction  of the learner's model, over the data
 * @property {LandscapeArgs | null} wanted  the part of the plane that the reader looks at
 * @property {Terrain | null} terrain
 * @property {string | null} terrainProblem
 * @property {[number, number]} axes  which parameters the map shows
 * @property {import('./steps.js').Step[]} steps      of the graph
 * @property {number} position   in `steps`
 * @property {string | null} selected  a node of the graph
 * @property {import('../../shared/protocol.js').Explanation | null} explanation
 * @property {Probe | null} probe  where the reader points
 * @property {Descent[]} kept    earlier descents, to compare with
 * @property {Probe | null} lowest  the lowest end of any descent on this loss
 * @property {import('../../shared/protocol.js').RaceLap[] | null} race
 * @property {{node: string, by: number, values: Record<string, number> | null} | null} nudge  of one node, and the values that follow once they are known
 */

/** @typedef {Pick<LabState, 'code' | 'settings'> & Partial<LabState>} Beginning */

/** What belongs to one loss, and goes when another takes its place. */
export const NOTHING_FOUND = Object.freeze({
  terrain: null,
  terrainProblem: null,
  axes: /** @type {[number, number]} */ ([0, 1]),
  selected: null,
  descent: null,
  descentProblem: null,
  step: null,
  prediction: null,
  here: null,
  witness: null,
  fault: null,
  kept: [],
  lowest: null,
  race: null,
  nudge: null,
  probe: null,
});

/** @param {Beginning} beginning @returns {LabState} */
export function stateFrom(beginning) {
  const { result = null } = beginning;
  const steps = result ? stepsOf(result.graph) : [];
  return {
    ranCode: null,
    busy: 0,
    exploring: 0,
    result,
    defaults: result && defaultsOf(result),
    glimpse: null,
    error: null,
    notice: null,
    log: EMPTY_LOG,
    live: true,
    steps,
    position: steps.length,
    wanted: null,
    explanation: null,
    ...NOTHING_FOUND,
    ...beginning,
  };
}

/** @param {Pick<RunResult, 'parameters'>} result @returns {[string, number][]} */
export function defaultsOf({ parameters }) {
  return parameters.map(({ name, value }) => [name, value]);
}
