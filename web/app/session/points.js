/**
 * The loss at points: where the reader points, and at the start while it is moved.
 *
 * At most one question of a kind is under way. A moving start gets its loss and gradient first,
 * which takes about a millisecond; the graph's numbers take longer, and follow when there is time.
 *
 * @module session/points
 */

import { stepsOf } from '../model/steps.js';
import { LearnerFault, Stopped } from '../python-errors.js';
import { Latest } from './latest.js';

/** @typedef {import('./ground.js').Ground} Ground */
/** @typedef {import('../../shared/protocol.js').Evaluation} Evaluation */
/** @typedef {import('../../shared/protocol.js').Sight} Sight */

/** Milliseconds between two full looks while the start is on the move. */
const BETWEEN_LOOKS = 120;

export class Points {
  /** @type {Ground} */
  #ground;
  #pointed = new Latest((/** @type {number[]} */ point) => this.#probe(point));
  #starts = new Latest((/** @type {number[]} */ point) => this.#read(point));
  #looked = 0;

  /** @param {Ground} ground */
  constructor(ground) {
    this.#ground = ground;
  }

  /** @param {number[] | null} point  null: the reader points nowhere */
  probe(point) {
    if (point) return void this.#pointed.ask(point);
    this.#pointed.forget();
    if (this.#ground.state().probe) this.#ground.update({ probe: null });
  }

  /** @param {number[]} point */
  async #probe(point) {
    const { update, client, ready } = this.#ground;
    if (!ready()) return;
    try {
      const { loss, gradient } = /** @type {Evaluation} */ (await client.call('evaluate', { point }));
      update({ probe: { point, loss, gradient } });
    } catch (fault) {
      // No gradient at that point, or Python was stopped: there is nothing to show there.
      if (!(fault instanceof LearnerFault || fault instanceof Stopped)) throw fault;
      update({ probe: null });
    }
  }

  /** The start has moved: all numbers follow. @param {number[]} point */
  follow(point) {
    return this.#starts.ask(point);
  }

  /** @param {number[]} point */
  async #read(point) {
    const { state, update, client, ready } = this.#ground;
    if (!ready()) return;
    const { ranCode } = state();
    try {
      const { loss, gradient } = /** @type {Evaluation} */ (await client.call('evaluate', { point }));
      if (state().ranCode !== ranCode) return;
      update({ here: { point, loss, gradient } });
      if (this.#starts.overtaken && performance.now() - this.#looked < BETWEEN_LOOKS) return;
      const sight = /** @type {Sight} */ (await client.call('look', { point }));
      this.#looked = performance.now();
      if (state().ranCode === ranCode) this.show(sight, this.#starts.overtaken);
    } catch (fault) {
      if (fault instanceof Stopped) return;
      if (!(fault instanceof LearnerFault)) throw fault;
      update({ here: { point, problem: fault.data } });
    }
  }

  /** @param {Sight} sight @param {boolean} moving  the start has moved on meanwhile */
  show(sight, moving = false) {
    const { state, update } = this.#ground;
    const { result, here, position } = state();
    if (!result) return;
    const steps = stepsOf(sight.graph);
    update({ result: { ...result, ...sight }, here: moving ? here : null, steps, position: Math.min(position, steps.length) });
  }
}
