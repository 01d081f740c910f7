/**
 * What a run does to the state of a session: each function is something that happened.
 *
 *     edited, opened -> runBegun -> printed, glimpsed -> loaded -> explained, faultFound
 *                            |                 |
 *                            `--> failed, interrupted, stopped <-- from any of them
 *
 * @module lab-run
 */

import { startPoint } from './descent-settings.js';
import { defaultsOf, NOTHING_FOUND } from './lab-state.js';
import { stepsOf } from './steps.js';
import { append, EMPTY_LOG } from './text-log.js';

/** @typedef {import('./lab-state.js').LabState} LabState */
/** @typedef {import('./lab-state.js').Nowhere} Nowhere */
/** @typedef {import('./descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {import('../../shared/protocol.js').Explanation} Explanation */
/** @typedef {import('../../shared/protocol.js').LearnerError} LearnerError */
/** @typedef {import('../../shared/protocol.js').NumbersEvent} NumbersEvent */
/** @typedef {import('../../shared/protocol.js').Remark} Remark */
/** @typedef {import('../../shared/protocol.js').RunResult} RunResult */
/** @typedef {import('../../shared/protocol.js').Sight} Sight */
/** @typedef {'busy' | 'exploring'} Kind  of work */

/** @param {LabState} state @param {string} code @returns {LabState} */
export const edited = (state, code) => ({ ...state, code });

/** Other code, with settings that suit it. @param {LabState} state @param {string} code @param {DescentSettings} settings @returns {LabState} */
export const opened = (state, code, settings) => ({ ...state, code, settings, selected: null, nudge: null });

/** @param {LabState} state @param {string} notice @returns {LabState} */
export const told = (state, notice) => ({ ...state, notice });

/** @param {LabState} state @param {Partial<DescentSettings>} change @returns {LabState} */
export const configured = (state, change) => ({ ...state, settings: { ...state.settings, ...change } });

/** @param {LabState} state @param {boolean} live @returns {LabState} */
export const madeLive = (state, live) => ({ ...state, live });

/** What was going on is given up. @param {LabState} state @returns {LabState} */
export const atRest = (state) => ({ ...state, busy: 0, exploring: 0, glimpse: null });

/** The run is the first piece of work of its own. @param {LabState} state @returns {LabState} */
export const runBegun = (state) => ({ ...atRest(state), busy: 1, error: null, notice: null, log: EMPTY_LOG });

/** @param {LabState} state @returns {LabState} */
export const stopped = (state) => told(atRest(state), 'Stopped. What had arrived is kept.');

/** @param {LabState} state @param {Kind} kind @returns {LabState} */
export const workBegun = (state, kind) => ({ ...state, [kind]: state[kind] + 1 });

/** @param {LabState} state @param {Kind} kind @returns {LabState} */
export const workEnded = (state, kind) => ({ ...state, [kind]: state[kind] - 1 });

/** @param {LabState} state @param {LearnerError} error @returns {LabState} */
export const failed = (state, error) => ({ ...state, error, glimpse: null });

/** Python ended, by itself. @param {LabState} state @param {string} notice @returns {LabState} */
export const interrupted = (state, notice) => ({ ...state, notice, glimpse: null });

/** @param {LabState} state @param {string} text @returns {LabState} */
export const printed = (state, text) => ({ ...state, log: append(state.log, text) });

/**
 * The first numbers of a run: where the parameters are those that are shown, they take the place of the old ones.
 * @param {LabState} state @param {NumbersEvent} numbers @param {boolean} follows  whether what is shown is of the start, wherever it is put
 * @returns {LabState}
 */
export function glimpsed(state, { names, point, loss, gradient }, follows) {
  const { result, settings } = state;
  const same = result?.parameters.map(({ name }) => name).join() === names.join();
  const moved = follows && settings.start.some((value, k) => value !== null && value !== point[k]);
  return same && !moved ? { ...state, glimpse: { point, loss, gradient } } : state;
}

/** Where another loss starts: an entry for parameters that are not there any more is dropped. @param {LabState} state @param {RunResult} result @returns {DescentSettings} */
export function settingsFor({ settings, defaults }, result) {
  const others = defaults !== null && String(defaults) !== String(defaultsOf(result));
  return others ? { ...settings, start: [] } : settings;
}

/**
 * Python holds the code, and this is what it found.
 * @param {LabState} state
 * @param {{code: string, result: RunResult, sight?: Sight, nowhere?: Nowhere | null}} found  `sight`: at the start, where it is another point; `nowhere`: why there is none
 * @returns {LabState}
 */
export function loaded(state, { code, result, sight, nowhere = null }) {
  const shown = { ...result, ...sight };
  const steps = stepsOf(shown.graph);
  return {
    ...state,
    ...(code !== state.ranCode && NOTHING_FOUND),
    settings: settingsFor(state, result),
    axes: axesFor(state, result, code),
    defaults: defaultsOf(result),
    result: shown,
    ranCode: code,
    steps,
    position: steps.length,
    here: nowhere,
    glimpse: null,
    witness: null,
    fault: null,
    explanation: null,
    nudge: null,
    terrainProblem: null,
  };
}

/** The first loss may come with axes, by a link; another loss has others. @param {LabState} state @param {RunResult} result @param {string} code */
function axesFor({ axes, ranCode }, { parameters }, code) {
  const kept = ranCode === null || ranCode === code;
  return kept && axes.every((k) => k < parameters.length) ? axes : NOTHING_FOUND.axes;
}

/** @param {LabState} state @param {Explanation} explanation @returns {LabState} */
export const explained = (state, explanation) => ({ ...state, explanation });

/** Compiled code was wrong: what came of it is not shown any more. @param {LabState} state @param {Remark} fault @returns {LabState} */
export const faultFound = (state, fault) => ({ ...state, fault, kept: [], lowest: null, probe: null, terrain: null, prediction: null });

/**
 * Where the start is to be looked at, if that is another point than the one whose numbers are shown.
 * @param {LabState} state
 * @returns {number[] | null}
 */
export function startElsewhere({ result, settings, here }) {
  if (!result) return null;
  const start = startPoint(settings.start, result.parameters);
  const known = here?.point ?? result.parameters.map(({ value }) => value);
  return start.some((value, k) => value !== known[k]) ? start : null;
}
