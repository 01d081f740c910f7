/**
 * The descents of a session: the one that is shown, those kept beside it, and the step looked at.
 *
 * @module session/descents
 */

import { startPoint } from '../model/descent-settings.js';
import { emptyPath, extend, pointAt } from '../model/descent-path.js';
import { LearnerFault, Stopped } from '../python-errors.js';
import { Latest } from './latest.js';

/** @typedef {import('./ground.js').Ground} Ground */
/** @typedef {import('../lab-state.js').Descent} Descent */
/** @typedef {import('../model/descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {import('../../shared/protocol.js').DescentEnd} DescentEnd */
/** @typedef {import('../../shared/protocol.js').StreamEvent} StreamEvent */

/** More paths than this cannot be told apart. */
const MOST_KEPT = 4;
/** Milliseconds that a descent has to itself before a newer one ends it: else none would be seen. */
const GRACE = 60;

export class Descents {
  /** @type {Ground} */
  #ground;
  #newest = new Latest(() => this.#show());
  #answers = new Latest((/** @type {number[]} */ point) => this.#predict(point));
  #began = 0;
  /** @type {AbortController | null} */
  #doing = null;

  /** @param {Ground} ground */
  constructor(ground) {
    this.#ground = ground;
  }

  /** Descend by the settings as they are now; of several askings, the last one counts. */
  descend() {
    if (performance.now() - this.#began > GRACE) this.#doing?.abort();
    return this.#newest.ask(undefined);
  }

  async #show() {
    const { state, update } = this.#ground;
    const { settings } = state();
    try {
      update({ step: null, descentProblem: null });
      const descent = await this.#go(settings, (onTheWay) => update({ descent: onTheWay }));
      if (!descent?.end) return;
      update({ descent });
      this.#noteLowest(descent.end);
      await this.#answers.ask(descent.end.point);
    } catch (fault) {
      if (!(fault instanceof LearnerFault)) throw fault;
      update({ descent: null, descentProblem: fault.data });
    }
  }

  /**
   * @param {DescentSettings} settings
   * @param {(descent: Descent) => void} [onTheWay]
   * @returns {Promise<Descent | null>} null where it was given up
   */
  async #go(settings, onTheWay) {
    const { state, client, begin, hear } = this.#ground;
    const { result } = state();
    if (!result || result.parameters.length === 0) return null;
    this.#began = performance.now();
    const doing = (this.#doing = begin('descend'));
    const start = startPoint(settings.start, result.parameters);
    const { optimizer, rate, steps, batches = null } = settings;
    let path = emptyPath(start.length);
    /** @param {StreamEvent} event */
    const onEvent = (event) => {
      if (event.event !== 'steps') return hear(event);
      if (doing.signal.aborted) return;
      path = extend(path, event);
      onTheWay?.({ path, end: null, settings });
    };
    const end = /** @type {DescentEnd} */ (
      await client.call('descend', { start, optimizer, rate, steps, batches }, { onEvent, signal: doing.signal })
    );
    return doing.signal.aborted ? null : { path, end, settings };
  }

  /** Run other descents first, to compare. @param {DescentSettings[]} others */
  async compare(others) {
    for (const settings of others) {
      const descent = await this.#go(settings);
      if (descent) this.#keep(descent);
    }
  }

  /** @param {DescentEnd} end */
  #noteLowest({ point, loss }) {
    const { lowest } = this.#ground.state();
    if (Number.isFinite(loss) && (!lowest || loss < lowest.loss)) this.#ground.update({ lowest: { point, loss, gradient: [] } });
  }

  /** Keep the descent that is shown. */
  keepShown() {
    const { descent } = this.#ground.state();
    if (descent?.end) this.#keep(descent);
  }

  /** @param {Descent} descent */
  #keep(descent) {
    const { kept } = this.#ground.state();
    if (!kept.includes(descent)) this.#ground.update({ kept: [...kept, descent].slice(-MOST_KEPT) });
  }

  /** @param {Descent} descent */
  drop(descent) {
    this.#ground.update({ kept: this.#ground.state().kept.filter((one) => one !== descent) });
  }

  /** @param {number | null} step  null: the end */
  lookAt(step) {
    const { descent, step: before } = this.#ground.state();
    if (step === before || !descent) return;
    this.#ground.update({ step });
    const last = descent.path.count - 1;
    if (last >= 0) void this.#answers.ask(pointAt(descent.path, Math.min(step ?? last, last)));
  }

  /** What the learner's model says of the data with these parameters. @param {number[]} point */
  async #predict(point) {
    const { state, update, client, ready } = this.#ground;
    const of = state().ranCode;
    if (state().result?.data?.plane !== 'data' || !ready() || !point.every(Number.isFinite)) return;
    try {
      const prediction = await client.call('predict', { point });
      if (state().ranCode === of) update({ prediction });
    } catch (fault) {
      // A `predict` that is wrong, or Python was stopped: there is nothing to draw.
      if (!(fault instanceof LearnerFault || fault instanceof Stopped)) throw fault;
      update({ prediction: null });
    }
  }
}
