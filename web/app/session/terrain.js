/**
 * The landscape of the window that the reader looks at.
 *
 * @module session/terrain
 */

import { notSurveyed, surveyed } from '../model/lab-looks.js';
import { Latest } from './latest.js';

/** @typedef {import('./scope.js').Scope} Scope */
/** @typedef {import('../../shared/protocol.js').LandscapeArgs} LandscapeArgs */

export class Terrains {
  #scope;
  #newest;
  /** What was asked for last, and the answer to it. @type {{what: string, answer: Promise<void>} | null} */
  #asked = null;

  /** @param {Scope} scope  of a run */
  constructor(scope) {
    this.#scope = scope;
    this.#newest = new Latest(scope, survey, notSurveyed);
  }

  /** What was found before does not hold. */
  forget() {
    this.#asked = null;
  }

  /** Have the landscape that is wanted; once, for a run. */
  async explore() {
    const { wanted, result } = this.#scope.state;
    if (!wanted || wanted.held.length !== result?.parameters.length) return;
    const what = JSON.stringify(wanted);
    if (this.#asked?.what !== what) this.#asked = { what, answer: this.#newest.askInstead(wanted) };
    const asked = this.#asked;
    await asked.answer.catch((fault) => {
      if (asked === this.#asked) this.forget(); // it did not come: it is asked for again when it is wanted again
      throw fault;
    });
  }
}

/** @param {Scope} scope @param {LandscapeArgs} args */
async function survey(scope, args) {
  const whole = await scope.ask('landscape', args, (event) => {
    if (event.event === 'landscape') scope.become(surveyed, { args, landscape: event.landscape, whole: false });
  });
  scope.become(surveyed, { args, landscape: whole, whole: true });
}
