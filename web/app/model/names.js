/**
 * What the nodes of a graph are called in sentences and tables.
 *
 * @module names
 */

import { formatShort } from './numbers.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */

/**
 * The learner's own name where there is one; a constant's number; else v1, v2, ... in order.
 * @param {Graph} graph
 * @returns {Map<string, string>} by node id
 */
export function nodeNames(graph) {
  const taken = new Set(graph.nodes.map((n) => n.name));
  const names = new Map();
  let next = 1;
  for (const node of graph.nodes) {
    if (node.name) names.set(node.id, node.name);
    else if (node.kind === 'leaf') names.set(node.id, node.symbol);
    else if (node.kind === 'constant') names.set(node.id, formatShort(node.value));
    else if (node.output && !taken.has('loss')) names.set(node.id, 'loss');
    else {
      while (taken.has(`v${next}`)) next += 1;
      names.set(node.id, `v${next}`);
      next += 1;
    }
  }
  return names;
}
