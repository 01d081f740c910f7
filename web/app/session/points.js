/**
 * The loss at points: where the reader points, and at the start while it is moved.
 *
 * At most one question of a kind is under way. A moving start gets its loss and gradient first,
 * which takes about a millisecond; the graph's numbers take longer, and follow when there is time.
 * When it rests, an independent witness says whether they are to be believed.
 *
 * @module session/points
 */

import { stepsOf } from '../model/steps.js';
import { LearnerFault, Stopped } from '../python-errors.js';
import { Latest } from './latest.js';

/** @typedef {import('./ground.js').Ground} Ground */
/** @typedef {import('../../shared/protocol.js').Evaluation} Evaluation */
/** @typedef {import('../../shared/protocol.js').Sight} Sight */
/** @typedef {import('../../shared/protocol.js').StreamEvent} StreamEvent */
/** @typedef {import('../../shared/protocol.js').Witness} Witness */

/** Milliseconds between two full looks while the start is on the move. */
const BETWEEN_LOOKS = 120;

export class Points {
  /** @type {Ground} */
  #ground;
  #pointed = new Latest((/** @type {number[]} */ point) => this.#probe(point));
  #starts = new Latest((/** @type {number[]} */ point) => this.#read(point));
  #looked = 0;
  /** @type {AbortController | null} */
  #witnessing = null;

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
    this.#witnessing?.abort();
    try {
      const { loss, gradient } = /** @type {Evaluation} */ (await client.call('evaluate', { point }));
      if (state().ranCode !== ranCode) return;
      update({ here: { point, loss, gradient } });
      if (this.#starts.overtaken && performance.now() - this.#looked < BETWEEN_LOOKS) return;
      const sight = /** @type {Sight} */ (await client.call('look', { point }));
      this.#looked = performance.now();
      if (state().ranCode !== ranCode) return;
      this.show(sight, this.#starts.overtaken);
      if (!this.#starts.overtaken) await this.witness();
    } catch (fault) {
      if (fault instanceof Stopped) return;
      if (!(fault instanceof LearnerFault)) throw fault;
      update({ here: { point, problem: fault.data } });
    }
  }

  /** Are the numbers that were shown last to be believed? What is known so far is shown as it comes. */
  async witness() {
    const { state, update, client, begin } = this.#ground;
    const { ranCode } = state();
    const doing = (this.#witnessing = begin('witness'));
    /** @param {Witness} witness */
    const show = ({ point, checks, remarks }) => {
      const { result, ranCode: now } = state();
      const shown = result?.parameters.every(({ value }, k) => value === point[k]);
      if (!doing.signal.aborted && now === ranCode && shown) update({ witness: { point, checks, remarks } });
    };
    /** @param {StreamEvent} event */
    const onEvent = (event) => (event.event === 'witness' ? show(event) : undefined);
    const whole = await client.call('witness', {}, { onEvent, signal: doing.signal });
    if (whole) show(/** @type {Witness} */ (whole));
  }

  /** @param {Sight} sight @param {boolean} moving  the start has moved on meanwhile */
  show(sight, moving = false) {
    const { state, update } = this.#ground;
    const { result, here, position } = state();
    if (!result) return;
    const steps = stepsOf(sight.graph);
    update({ result: { ...result, ...sight }, witness: null, here: moving ? here : null, steps, position: Math.min(position, steps.length) });
  }
}
