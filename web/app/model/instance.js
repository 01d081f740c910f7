/**
 * One of the repetitions that a rolled graph draws once.
 *
 * @module instance
 */

/** @typedef {import('../../shared/protocol.js').InstanceValues} InstanceValues */

/**
 * The graph with the values of one repetition in one of its frames.
 * @param {import('../../shared/protocol.js').Graph} graph
 * @param {string} frame
 * @param {number} index
 * @param {InstanceValues} instance
 */
export function withInstance(graph, frame, index, instance) {
  return {
    ...graph,
    frames: graph.frames.map((f) => (f.id === frame ? { ...f, index } : f)),
    nodes: graph.nodes.map((n) => ({
      ...n,
      value: instance.values[n.id] ?? n.value,
      gradient: instance.gradients[n.id] ?? n.gradient,
    })),
    edges: graph.edges.map((e, k) => ({ ...e, local: instance.locals[k] ?? e.local, takes: instance.takes[k] ?? null })),
  };
}
