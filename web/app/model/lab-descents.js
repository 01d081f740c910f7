/**
 * What descents do to the state of a session: the one that is shown, those kept beside it, the step
 * that is looked at. Each function is something that happened.
 *
 *     descentBegun -> descentWentOn ... -> descentEnded -> descentKept
 *                                   `----> descentFailed
 *
 * @module lab-descents
 */

import { pointAt } from './descent-path.js';

/** @typedef {import('./lab-state.js').LabState} LabState */
/** @typedef {import('./lab-state.js').Descent} Descent */
/** @typedef {import('../../shared/protocol.js').LearnerError} LearnerError */
/** @typedef {import('../../shared/protocol.js').Prediction} Prediction */

/** More paths than this cannot be told apart. */
export const MOST_KEPT = 4;

/** @param {LabState} state @returns {LabState} */
export const descentBegun = (state) => ({ ...state, step: null, descentProblem: null });

/** @param {LabState} state @param {Descent} descent @returns {LabState} */
export const descentWentOn = (state, descent) => ({ ...state, descent });

/** @param {LabState} state @param {Descent & {end: NonNullable<Descent['end']>}} descent @returns {LabState} */
export function descentEnded(state, descent) {
  const { point, loss } = descent.end;
  const lower = Number.isFinite(loss) && (!state.lowest || loss < state.lowest.loss);
  return { ...state, descent, lowest: lower ? { point, loss, gradient: [] } : state.lowest };
}

/** @param {LabState} state @param {LearnerError} descentProblem @returns {LabState} */
export const descentFailed = (state, descentProblem) => ({ ...state, descent: null, descentProblem });

/** To compare others with it. @param {LabState} state @param {Descent | null} descent @returns {LabState} */
export function descentKept(state, descent = state.descent) {
  return descent?.end && !state.kept.includes(descent) ? { ...state, kept: [...state.kept, descent].slice(-MOST_KEPT) } : state;
}

/** @param {LabState} state @param {Descent} descent @returns {LabState} */
export const descentDropped = (state, descent) => ({ ...state, kept: state.kept.filter((one) => one !== descent) });

/** @param {LabState} state @param {number | null} step  null: the end @returns {LabState} */
export const stepLookedAt = (state, step) => (state.descent && step !== state.step ? { ...state, step } : state);

/** Where the step is that the reader looks at. @param {LabState} state @returns {number[] | null} */
export function stepPoint({ descent, step }) {
  const last = (descent?.path.count ?? 0) - 1;
  return descent && last >= 0 ? pointAt(descent.path, Math.min(step ?? last, last)) : null;
}

/** What the learner's model says of the data. @param {LabState} state @param {Prediction | null} prediction @returns {LabState} */
export const predicted = (state, prediction) => ({ ...state, prediction });

/** @param {LabState} state @returns {LabState} */
export const notPredicted = (state) => predicted(state, null);
