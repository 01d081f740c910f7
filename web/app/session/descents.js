/**
 * The descents of a run.
 *
 * @module session/descents
 */

import { startPoint } from '../model/descent-settings.js';
import { emptyPath, extend } from '../model/descent-path.js';
import { descentBegun, descentEnded, descentFailed, descentKept, descentWentOn, notPredicted, predicted } from '../model/lab-descents.js';
import { printed } from '../model/lab-run.js';
import { Latest } from './latest.js';

/** @typedef {import('./scope.js').Scope} Scope */
/** @typedef {import('../model/lab-state.js').Descent} Descent */
/** @typedef {import('../model/descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {import('../../shared/protocol.js').DescentEnd} DescentEnd */
/** @typedef {import('../../shared/protocol.js').StreamEvent} StreamEvent */

/** Milliseconds that a descent has to itself before a newer one ends it: else none would be seen. */
const GRACE = 60;

export class Descents {
  #scope;
  #newest;
  #prediction;
  #began = 0;

  /** @param {Scope} scope  of a run */
  constructor(scope) {
    this.#scope = scope;
    this.#newest = new Latest(scope, (its) => this.#show(its), descentFailed);
    this.#prediction = new Latest(scope, predict, notPredicted);
  }

  /** Descend by the settings as they are now; of several askings, the last one counts. */
  descend() {
    const seen = performance.now() - this.#began > GRACE;
    return seen ? this.#newest.askInstead(undefined) : this.#newest.ask(undefined);
  }

  /** @param {Scope} scope */
  async #show(scope) {
    this.#began = performance.now();
    scope.become(descentBegun);
    const descent = await descended(scope, scope.state.settings, (onTheWay) => scope.become(descentWentOn, onTheWay));
    scope.become(descentEnded, descent);
    await this.predict(descent.end.point);
  }

  /** Run other descents first, to compare. @param {DescentSettings[]} others */
  async compare(others) {
    for (const settings of others) this.#scope.become(descentKept, await descended(this.#scope, settings));
  }

  /** What does the learner's model say of the data with these parameters? @param {number[]} point */
  predict(point) {
    return this.#prediction.ask(point);
  }
}

/** @param {Scope} scope @param {number[]} point */
async function predict(scope, point) {
  if (scope.state.result?.data?.plane !== 'data' || !point.every(Number.isFinite)) return;
  scope.become(predicted, await scope.ask('predict', { point }));
}

/**
 * @param {Scope} scope
 * @param {DescentSettings} settings
 * @param {(descent: Descent) => void} [onTheWay]
 */
async function descended(scope, settings, onTheWay = () => {}) {
  const { optimizer, rate, steps, batches = null } = settings;
  const start = startPoint(settings.start, scope.state.result?.parameters ?? []);
  let path = emptyPath(start.length);
  /** @param {StreamEvent} event */
  const onEvent = (event) => {
    if (event.event === 'stdout') scope.become(printed, event.text);
    if (event.event !== 'steps') return;
    path = extend(path, event);
    onTheWay({ path, end: null, settings });
  };
  const end = /** @type {DescentEnd} */ (await scope.ask('descend', { start, optimizer, rate, steps, batches }, onEvent));
  return { path, end, settings };
}
