/**
 * What a look at the result does to the state of a session: at a point, a node, a repetition, a part
 * of the plane. Each function is something that happened.
 *
 * @module lab-looks
 */

import { withInstance } from './instance.js';
import { covered } from './map-window.js';
import { stepsOf } from './steps.js';

/** @typedef {import('./lab-state.js').LabState} LabState */
/** @typedef {import('./lab-state.js').Probe} Probe */
/** @typedef {import('./lab-state.js').Terrain} Terrain */
/** @typedef {NonNullable<LabState['nudge']>} Nudge */
/** @typedef {import('../../shared/protocol.js').InstanceValues} InstanceValues */
/** @typedef {import('../../shared/protocol.js').LandscapeArgs} LandscapeArgs */
/** @typedef {import('../../shared/protocol.js').LearnerError} LearnerError */
/** @typedef {import('../../shared/protocol.js').RaceLap} RaceLap */
/** @typedef {import('../../shared/protocol.js').RunResult} RunResult */
/** @typedef {import('../../shared/protocol.js').Sight} Sight */
/** @typedef {import('../../shared/protocol.js').Witness} Witness */

/** A whole picture that shows so much of what is wanted is better than a coarse one. */
const ENOUGH = 0.6;

/** Other numbers in the graph; the reader stays at the same step. @param {LabState} state @param {RunResult} result @returns {LabState} */
function withResult(state, result) {
  const steps = stepsOf(result.graph);
  return { ...state, result, steps, position: Math.min(state.position, steps.length), nudge: null };
}

/** @param {LabState} state @param {Probe} probe @returns {LabState} */
export const probed = (state, probe) => ({ ...state, probe });

/** The reader points nowhere, or where there is nothing to show. @param {LabState} state @returns {LabState} */
export const unprobed = (state) => (state.probe ? { ...state, probe: null } : state);

/** The start has moved on from the result. @param {LabState} state @param {NonNullable<LabState['here']>} here @returns {LabState} */
export const moved = (state, here) => ({ ...state, here });

/** It has moved to where there is no loss, or no gradient. @param {LabState} state @param {LearnerError} problem @param {number[]} point @returns {LabState} */
export const movedNowhere = (state, problem, point) => moved(state, { point, problem });

/** All numbers at the start. @param {LabState} state @param {Sight} sight @param {boolean} moving  the start has moved on meanwhile @returns {LabState} */
export function sighted(state, sight, moving) {
  if (!state.result) return state;
  return { ...withResult(state, { ...state.result, ...sight }), witness: null, here: moving ? state.here : null };
}

/** @param {LabState} state @param {Witness} witness @returns {LabState} */
export function witnessed(state, { point, checks, remarks }) {
  const shown = state.result?.parameters.every(({ value }, k) => value === point[k]);
  return shown ? { ...state, witness: { point, checks, remarks } } : state;
}

/** Another repetition of what the graph draws once. @param {LabState} state @param {string} frame @param {number} index @param {InstanceValues} values @returns {LabState} */
export function instanceShown(state, frame, index, values) {
  const { result } = state;
  return result ? withResult(state, { ...result, graph: withInstance(result.graph, frame, index, values) }) : state;
}

/** @param {LabState} state @param {string | null} selected @returns {LabState} */
export const selected = (state, selected) => (selected === state.selected ? state : { ...state, selected, nudge: null });

/** The chosen node is changed by so much; 0 puts it back. @param {LabState} state @param {number} by @returns {LabState} */
export function nudged(state, by) {
  const { selected: node, result } = state;
  if (!node || !result) return state;
  return { ...state, nudge: by === 0 ? null : { node, by, values: null } };
}

/** @param {LabState} state @param {Nudge} nudge  with the values that follow from it @returns {LabState} */
export function nudgeFollowed(state, nudge) {
  return state.nudge?.node === nudge.node && state.nudge.by === nudge.by ? { ...state, nudge } : state;
}

/** @param {LabState} state @param {number} position @returns {LabState} */
export function steppedTo(state, position) {
  const at = Math.min(state.steps.length, Math.max(0, position));
  return at === state.position ? state : { ...state, position: at };
}

/** @param {LabState} state @param {LandscapeArgs} wanted @returns {LabState} */
export const windowMoved = (state, wanted) => ({ ...state, wanted });

/** @param {LabState} state @param {[number, number]} axes @returns {LabState} */
export const axesChosen = (state, axes) => ({ ...state, axes, terrain: null });

/** @param {LabState} state @param {Terrain} terrain @returns {LabState} */
export function surveyed(state, terrain) {
  const before = state.terrain;
  const shown = !terrain.whole && before?.whole && covered(before.args, terrain.args) > ENOUGH;
  return shown ? state : { ...state, terrain, terrainProblem: null };
}

/** Whether the landscape that is there is all of this part of the plane. @param {LabState} state @param {LandscapeArgs} args */
export const showsAllOf = ({ terrain }, args) => terrain !== null && covered(terrain.args, args) > 1 - 1e-9;

/** @param {LabState} state @param {LearnerError} problem @returns {LabState} */
export const notSurveyed = (state, { message }) => ({ ...state, terrainProblem: message });

/** @param {LabState} state @param {RaceLap[]} race @returns {LabState} */
export const raced = (state, race) => ({ ...state, race });
