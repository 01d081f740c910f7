/**
 * Where the nodes of a graph lie, and by what the edges pass, from left to right. Comes with a library,
 * which a page fetches only where there is a graph whose places it does not know.
 *
 * @module graph-places
 */

import { Graph as DagreGraph, layout } from '@dagrejs/dagre';
import { indexOf } from './graph-index.js';
import { NODE_GAP, RANK_GAP, sizeOf } from './graph-layout.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('./graph-layout.js').Places} Places */
/** @typedef {import('./graph-layout.js').Point} Point */

/** @param {Graph} graph @returns {Places} */
export function placesOf(graph) {
  const dagre = new DagreGraph({ multigraph: true, compound: true });
  dagre.setGraph({ rankdir: 'LR', nodesep: NODE_GAP, ranksep: RANK_GAP, edgesep: 10, marginx: 4, marginy: 4 });
  dagre.setDefaultEdgeLabel(() => ({}));
  for (const frame of graph.frames) dagre.setNode(frameKey(frame.id), {});
  for (const node of graph.nodes) dagre.setNode(node.id, { ...sizeOf(node) });
  for (const frame of graph.frames) {
    if (frame.parent) dagre.setParent(frameKey(frame.id), frameKey(frame.parent));
  }
  for (const node of graph.nodes) if (node.frame) dagre.setParent(node.id, frameKey(node.frame));
  graph.edges.forEach((edge, index) => {
    // What comes from outside stands outside: a column to the left of the frame.
    const { nodes } = indexOf(graph);
    const enters = nodes.get(edge.to)?.frame && !nodes.get(edge.from)?.frame;
    if (!edge.carried) dagre.setEdge(edge.from, edge.to, { minlen: enters ? 2 : 1 }, String(index));
  });
  layout(dagre);
  const point = (/** @type {Point} */ { x, y }) => ({ x, y });
  return {
    nodes: graph.nodes.map(({ id }) => point(dagre.node(id))),
    edges: graph.edges.map(({ from, to, carried }, index) => (carried ? [] : dagre.edge(from, to, String(index)).points.map(point))),
  };
}

/** @param {string} id */
function frameKey(id) {
  return `frame:${id}`;
}
