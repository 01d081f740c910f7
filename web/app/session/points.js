/**
 * The loss at points: where the reader points, and at the start while it is moved.
 *
 * At most one question of a kind is under way. A moving start gets its loss and gradient first,
 * which takes about a millisecond; the graph's numbers take longer, and follow when there is time.
 * When it rests, an independent witness says whether they are to be believed.
 *
 * @module session/points
 */

import { moved, movedNowhere, probed, sighted, unprobed, witnessed } from '../model/lab-looks.js';
import { Latest } from './latest.js';

/** @typedef {import('./scope.js').Scope} Scope */

/** Milliseconds between two full looks while the start is on the move. */
const BETWEEN_LOOKS = 120;

export class Points {
  #pointed;
  #starts;
  #witness;
  #looked = 0;

  /** @param {Scope} scope */
  constructor(scope) {
    this.#pointed = new Latest(scope, probe, unprobed);
    this.#starts = new Latest(scope, (its, /** @type {number[]} */ point) => this.#read(its, point), movedNowhere);
    this.#witness = new Latest(scope, witness);
  }

  /** @param {number[]} point */
  probe(point) {
    return this.#pointed.ask(point);
  }

  /** The reader points nowhere any more. */
  leave() {
    this.#pointed.forget();
  }

  /** The start has moved: all numbers follow. @param {number[]} point */
  follow(point) {
    this.#witness.forget();
    return this.#starts.ask(point);
  }

  /** Are the numbers that were shown last to be believed? What is known so far is shown as it comes. */
  witness() {
    return this.#witness.askInstead(undefined);
  }

  /** @param {Scope} scope @param {number[]} point */
  async #read(scope, point) {
    scope.become(moved, await evaluated(scope, point));
    if (this.#starts.overtaken && performance.now() - this.#looked < BETWEEN_LOOKS) return;
    const sight = await scope.ask('look', { point });
    this.#looked = performance.now();
    scope.become(sighted, sight, this.#starts.overtaken);
    if (!this.#starts.overtaken) await this.witness();
  }
}

/** @param {Scope} scope @param {number[]} point */
async function evaluated(scope, point) {
  const { loss, gradient } = await scope.ask('evaluate', { point });
  return { point, loss, gradient };
}

/** @param {Scope} scope @param {number[]} point */
async function probe(scope, point) {
  scope.become(probed, await evaluated(scope, point));
}

/** @param {Scope} scope */
async function witness(scope) {
  const whole = await scope.ask('witness', {}, (event) => {
    if (event.event === 'witness') scope.become(witnessed, event);
  });
  scope.become(witnessed, whole);
}
