/**
 * A graph by its ids: made once for each graph, since those who walk it ask for every node.
 *
 * @module graph-index
 */

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').GraphNode} GraphNode */
/** @typedef {import('../../shared/protocol.js').GraphEdge} GraphEdge */
/** @typedef {import('../../shared/protocol.js').GraphFrame} GraphFrame */
/** @typedef {{edge: GraphEdge, index: number}} Indexed  `index`: of the edge in the graph */

/**
 * @typedef {object} Index
 * @property {Map<string, GraphNode>} nodes
 * @property {Map<string, number>} places  of the nodes, in the order of evaluation
 * @property {Map<string, GraphFrame>} frames
 * @property {(id: string) => readonly Indexed[]} into  the edges that end in a node, by operand
 */

/** @type {WeakMap<Graph, Index>} */
const known = new WeakMap();
/** @type {readonly Indexed[]} */
const NONE = [];

/** @param {Graph} graph @returns {Index} */
export function indexOf(graph) {
  let found = known.get(graph);
  if (!found) known.set(graph, (found = made(graph)));
  return found;
}

/** @param {Graph} graph @returns {Index} */
function made({ nodes, edges, frames }) {
  /** @type {Map<string, Indexed[]>} */
  const into = new Map();
  edges.forEach((edge, index) => {
    const others = into.get(edge.to);
    if (others) others.push({ edge, index });
    else into.set(edge.to, [{ edge, index }]);
  });
  for (const each of into.values()) each.sort((a, b) => a.edge.slot - b.edge.slot);
  return {
    nodes: new Map(nodes.map((node) => [node.id, node])),
    places: new Map(nodes.map(({ id }, k) => [id, k])),
    frames: new Map(frames.map((frame) => [frame.id, frame])),
    into: (id) => into.get(id) ?? NONE,
  };
}

/** The frames that something is in, innermost first. @param {Graph} graph @param {string | null} innermost @returns {GraphFrame[]} */
export function framesAround(graph, innermost) {
  const { frames } = indexOf(graph);
  const found = [];
  for (let frame = frames.get(innermost ?? ''); frame; frame = frames.get(frame.parent ?? '')) found.push(frame);
  return found;
}

/** A frame's own name, and those of all around it, made once for each list of frames. @type {WeakMap<GraphFrame[], Map<string, Set<string>>>} */
const around = new WeakMap();

/** @param {string | null} inner @param {string} outer @param {GraphFrame[]} frames @returns {boolean} */
export function isInside(inner, outer, frames) {
  let known = around.get(frames);
  if (!known) {
    known = new Map();
    for (const { id, parent } of frames) known.set(id, new Set([id, ...(known.get(parent ?? '') ?? [])])); // the outer come first
    around.set(frames, known);
  }
  return inner !== null && (known.get(inner)?.has(outer) ?? false);
}
