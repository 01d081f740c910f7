/**
 * The one selection of the Lab: which nodes are lit, in the code, the graph, the table, the
 * derivation and on the map.
 *
 *     what the reader points at    else    the step in progress    else    what was chosen
 *
 * @module selection
 */

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').GraphNode} GraphNode */
/** @typedef {import('./steps.js').Step} Step */

/**
 * @typedef {object} Attention
 * @property {Lit | null} pointed  what is under the pointer or the focus
 * @property {Step | null} step    the step in progress
 * @property {string | null} chosen
 */
/** @typedef {{nodes: ReadonlySet<string>, edge: number | null}} Lit `edge`: index of the one edge that is looked at */

/** @type {Lit} */
export const NOTHING_LIT = { nodes: new Set(), edge: null };

/** @param {readonly string[]} nodes @param {number | null} [edge] @returns {Lit} */
export function only(nodes, edge = null) {
  return { nodes: new Set(nodes), edge };
}

/** @param {Attention} attention @returns {Lit} */
export function litBy({ pointed, step, chosen }) {
  if (pointed && pointed.nodes.size > 0) return pointed;
  if (step) return only([step.node], step.edge);
  return chosen ? only([chosen]) : NOTHING_LIT;
}

/**
 * The lines of the code that speak of a node: its own; a parameter's, where `loss` is defined; a
 * constant's, where it is used.
 * @param {Graph} graph
 * @param {GraphNode} node
 * @param {string} code
 * @returns {number[]} 1-based
 */
export function linesOf(graph, node, code) {
  if (node.line !== null) return [node.line];
  if (node.kind === 'leaf') return definition(code);
  const uses = graph.edges.filter((edge) => edge.from === node.id).map((edge) => edge.to);
  return [...new Set(graph.nodes.flatMap((n) => (uses.includes(n.id) && n.line !== null ? [n.line] : [])))];
}

/** @param {Graph} graph @param {ReadonlySet<string>} lit @param {string} code @returns {number[]} 1-based, ascending */
export function litLines(graph, lit, code) {
  const lines = graph.nodes.flatMap((node) => (lit.has(node.id) ? linesOf(graph, node, code) : []));
  return [...new Set(lines)].sort((a, b) => a - b);
}

/** @param {Graph} graph @param {number} line @param {string} code @returns {string[]} ids */
export function nodesOnLine(graph, line, code) {
  return graph.nodes.filter((node) => linesOf(graph, node, code).includes(line)).map((node) => node.id);
}

/** @param {string} code */
function definition(code) {
  const at = code.split('\n').findIndex((text) => /^\s*def\s+loss\b/.test(text));
  return at < 0 ? [] : [at + 1];
}
