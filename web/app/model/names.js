/**
 * What the nodes of a graph are called in sentences, tables and drawings.
 *
 * @module names
 */

import { formatShort } from './numbers.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').DerivationStep} DerivationStep */

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

/**
 * The graph with the names that the derivation gives, so that all views speak of one `I_x`.
 * @param {Graph} graph
 * @param {readonly DerivationStep[]} derivation
 * @returns {Graph}
 */
export function withDerivedNames(graph, derivation) {
  const found = new Map(derivation.flatMap((step) => nameGiven(step)));
  for (const node of graph.nodes) if (node.op === 'sum' && !node.output && !found.has(node.id)) found.set(node.id, 'total');
  const taken = new Set(graph.nodes.map((n) => n.name));
  const nodes = graph.nodes.map((node) => {
    const name = found.get(node.id);
    if (node.name || node.output || !name || taken.has(name)) return node;
    taken.add(name);
    return { ...node, name };
  });
  return { ...graph, nodes };
}

/** `I_x = x_i - x` names one node. @param {DerivationStep} step @returns {[string, string][]} */
function nameGiven({ tex, nodes }) {
  const name = /^([^=\s]+) = /.exec(tex)?.[1];
  return name && nodes.length === 1 && !name.startsWith('\\frac') ? [[nodes[0], plainName(name)]] : [];
}

/** `I_{\mathrm{slope}}` as one types it: `I_slope`. @param {string} tex */
export function plainName(tex) {
  return tex.replace(/\\mathrm\{(\w+)\}/g, '$1').replace(/\\(\w+)/g, '$1').replace(/_\{([^{}]+)\}/g, '_$1');
}
