/**
 * How the gradient of each node comes together, term by term, in the backward sweep.
 *
 * @module gradient-sums
 */

import { framesAround, indexOf } from './graph-index.js';
import { formatCount } from './numbers.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').GraphNode} GraphNode */
/** @typedef {import('../../shared/protocol.js').GraphEdge} GraphEdge */

/**
 * What one edge brings back. Some edges are drawn once and stand for many: what those bring is known
 * only as a whole, from the finished gradient, and not at all where two of them end in one node.
 * @typedef {object} Term
 * @property {number} index    of the edge
 * @property {GraphNode} child
 * @property {GraphNode} parent
 * @property {number} local
 * @property {number} uses     in how many repetitions this happens
 * @property {string} elsewhere  where it happens, if not in the repetition that is shown: ` of the next repetition`
 * @property {boolean} misses    it is another repetition of the parent that is used
 * @property {number | null} value
 * @property {readonly Term[]} terms  all that end in the parent, in their order
 * @property {number} place   of this one among them
 * @property {boolean} known  what it and those before it brought
 * @property {number | null} sum  the gradient so far, this term included
 */

/**
 * @param {Graph} graph
 * @param {readonly string[]} order  ids in reverse topological order
 * @returns {Term[]} in the order of the sweep
 */
export function gradientTerms(graph, order) {
  const { into } = indexOf(graph);
  const terms = order.flatMap((id) => into(id).flatMap(({ edge, index }) => termOf(graph, edge, index)));
  /** @type {Map<GraphNode, Term[]>} */
  const sums = new Map();
  for (const term of terms) {
    const { parent } = term;
    const others = sums.get(parent);
    if (others) others.push(term);
    else sums.set(parent, [term]);
  }
  for (const [node, each] of sums) addUp(node, each);
  return terms;
}

/** @param {Graph} graph @param {GraphEdge} edge @param {number} index @returns {Term[]} */
function termOf(graph, edge, index) {
  const { nodes } = indexOf(graph);
  const [child, parent] = [nodes.get(edge.to), nodes.get(edge.from)];
  if (!child || !parent || child.gradient === null || parent.gradient === null) return [];
  const uses = repetitions(graph, child, parent);
  const elsewhere = placeOf(graph, edge, child, parent);
  const misses = Boolean(edge.takes?.of) && uses === 1 && !edge.carried && !edge.begins;
  const value = misses ? 0 : uses > 1 || elsewhere ? null : child.gradient * edge.local;
  return [{ index, child, parent, local: edge.local, uses, elsewhere, misses, value, terms: [], place: 0, known: false, sum: null }];
}

/** Where an edge is used, if not in the repetitions that are shown. @param {Graph} graph @param {GraphEdge} edge @param {GraphNode} child @param {GraphNode} parent */
function placeOf(graph, edge, child, parent) {
  if (edge.carried) return ' of the next repetition';
  if (edge.begins) return ' of the first repetition';
  const away = child.op !== 'sum' && repetitions(graph, parent, child) > 1;
  if (away && repetitions(graph, child, parent) > 1) return ' of the repetition that takes it';
  return away && edge.takes?.of ? `, which takes ${repetitionOf(edge.takes)}` : '';
}

/** @param {import('../../shared/protocol.js').Taken} taken @returns {string} */
export function repetitionOf({ of }) {
  return `repetition ${(of ?? []).map((k) => formatCount(k + 1)).join(', ')}`;
}

/** @param {GraphNode} node @param {Term[]} terms  all that end in it */
function addUp(node, terms) {
  const unknown = terms.filter((term) => term.value === null);
  if (unknown.length === 1) unknown[0].value = /** @type {number} */ (node.gradient) - total(terms);
  let [sofar, known] = [0, true];
  terms.forEach((term, place) => {
    known &&= term.value !== null;
    sofar += term.value ?? 0;
    const sum = place === terms.length - 1 ? node.gradient : known ? sofar : null;
    Object.assign(term, { terms, place, known, sum });
  });
}

/** @param {Term[]} terms */
function total(terms) {
  return terms.reduce((sum, { value }) => sum + (value ?? 0), 0);
}

/**
 * Reverse topological order: each node after all that use it, first come first served, layer by layer
 * as one does it by hand. The table's rows come in the same order.
 * @param {Graph} graph
 * @returns {string[]} ids
 */
export function backwardOrder(graph) {
  const { into } = indexOf(graph);
  const users = new Map(graph.nodes.map((node) => [node.id, 0]));
  for (const { from, carried } of graph.edges) if (!carried) users.set(from, Number(users.get(from)) + 1);
  const order = [...graph.nodes].reverse().map((node) => node.id).filter((id) => users.get(id) === 0);
  for (let k = 0; k < order.length; k += 1) {
    for (const { edge } of into(order[k])) {
      if (edge.carried) continue;
      const left = Number(users.get(edge.from)) - 1;
      users.set(edge.from, left);
      if (left === 0) order.push(edge.from);
    }
  }
  return order;
}

/**
 * How often a node uses one that is outside of its frames.
 * @param {Graph} graph
 * @param {GraphNode} child
 * @param {GraphNode} parent
 */
export function repetitions(graph, child, parent) {
  const outer = framesAround(graph, parent.frame);
  return framesAround(graph, child.frame).reduce((uses, frame) => (outer.includes(frame) ? uses : uses * frame.count), 1);
}
