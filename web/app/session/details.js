/**
 * More about the result that is shown: its derivation, one repetition, a changed node, a race.
 *
 * @module session/details
 */

import { instanceShown, nudgeFollowed, raced } from '../model/lab-looks.js';
import { explained } from '../model/lab-run.js';
import { Latest } from './latest.js';

/** @typedef {import('./scope.js').Scope} Scope */
/** @typedef {{frame: string, index: number}} Instance */
/** @typedef {{node: string, by: number}} Nudge */

export class Details {
  #scope;
  #instance;
  #nudge;
  #race;

  /** @param {Scope} scope */
  constructor(scope) {
    this.#scope = scope;
    this.#instance = new Latest(scope, showInstance);
    this.#nudge = new Latest(scope, nudge);
    this.#race = new Latest(scope, race);
  }

  /** The chain rule written out, and the code that the loss is compiled to. */
  async explain() {
    this.#scope.become(explained, await this.#scope.ask('explain'));
  }

  /** Another repetition of what the graph draws once. @param {Instance} instance */
  showInstance(instance) {
    return this.#instance.askInstead(instance);
  }

  /** What follows where a node is changed by so much? @param {Nudge} change */
  nudge(change) {
    return this.#nudge.askInstead(change);
  }

  /** The four ways to the same gradient, timed on this machine. */
  race() {
    return this.#race.askInstead(undefined);
  }
}

/** @param {Scope} scope @param {Instance} instance */
async function showInstance(scope, { frame, index }) {
  scope.become(instanceShown, frame, index, await scope.ask('instance', { template: frame, index }));
}

/** @param {Scope} scope @param {Nudge} change */
async function nudge(scope, { node, by }) {
  const point = scope.state.result?.parameters.map(({ value }) => value);
  const { values } = await scope.ask('nudge', { point, node, by });
  scope.become(nudgeFollowed, { node, by, values });
}

/** @param {Scope} scope */
async function race(scope) {
  scope.become(raced, []);
  const { laps } = await scope.ask('race', {}, (event) => {
    if (event.event === 'lap') scope.become(raced, [...(scope.state.race ?? []), event.lap]);
  });
  scope.become(raced, laps);
}
