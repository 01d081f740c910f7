/**
 * The graph under study: with the names that the derivation gives, and its steps in these names.
 *
 * @module study
 */

import { withDerivedNames } from './names.js';
import { stepsOf } from './steps.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').Explanation} Explanation */
/** @typedef {{graph: Graph | null, steps: import('./steps.js').Step[]}} Studied */

/** Made once for each graph and explanation, however often it is asked for. */
export class Study {
  /** @type {Graph | null} */
  #graph = null;
  /** @type {Explanation | null} */
  #explanation = null;
  /** @type {Studied} */
  #known = { graph: null, steps: [] };

  /** @param {Graph | null} graph @param {Explanation | null} explanation @returns {Studied} */
  of(graph, explanation) {
    if (graph === this.#graph && explanation === this.#explanation) return this.#known;
    this.#graph = graph;
    this.#explanation = explanation;
    const named = graph && withDerivedNames(graph, explanation?.derivation ?? []);
    this.#known = { graph: named, steps: named ? stepsOf(named) : [] };
    return this.#known;
  }
}
