/**
 * A graph with one of its nodes changed a little.
 *
 * @module nudged
 */

/** @typedef {import('../../shared/protocol.js').Graph} Graph */

/** The graph with other values; gradients are those of where it was. @param {Graph} graph @param {Record<string, number> | null} values @returns {Graph} */
export function withValues(graph, values) {
  if (!values) return graph;
  return { ...graph, nodes: graph.nodes.map((node) => (node.id in values ? { ...node, value: values[node.id] } : node)) };
}

/** The nodes whose values differ. @param {Graph} before @param {Graph} after @returns {string[]} ids */
export function changedNodes(before, after) {
  const values = new Map(before.nodes.map(({ id, value }) => [id, value]));
  return after.nodes.filter(({ id, value }) => !Object.is(value, values.get(id))).map(({ id }) => id);
}
