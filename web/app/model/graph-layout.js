/**
 * Where the nodes, edges and frames of a computational graph are drawn, from left to right.
 *
 * @module graph-layout
 */

import { isInside } from './graph-index.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').GraphNode} GraphNode */
/** @typedef {import('../../shared/protocol.js').GraphEdge} GraphEdge */
/** @typedef {import('../../shared/protocol.js').GraphFrame} GraphFrame */

/** @typedef {{x: number, y: number}} Point */
/** Of the nodes' centres, and of what the edges pass by, in the graph's order (graph-places.js). @typedef {{nodes: Point[], edges: Point[][]}} Places */
/** @typedef {{node: GraphNode, x: number, y: number, width: number, height: number}} PlacedNode `x`, `y`: its centre */
/** @typedef {{edge: GraphEdge, index: number, path: string, label: Point}} PlacedEdge */
/** @typedef {{frame: GraphFrame, x: number, y: number, width: number, height: number}} PlacedFrame `x`, `y`: its corner */
/** @typedef {{width: number, height: number, nodes: PlacedNode[], edges: PlacedEdge[], frames: PlacedFrame[]}} GraphLayout */

const OPERATION = { width: 76, height: 58 };
const LEAF = { width: 76, height: 58 };
const CONSTANT = { width: 64, height: 42 };
export const RANK_GAP = 46;
export const NODE_GAP = 24;
const FRAME_MARGIN = 14;
const FRAME_HEAD = 30;

/** @param {GraphNode} node */
export function sizeOf(node) {
  if (node.kind === 'constant') return CONSTANT;
  return node.kind === 'leaf' ? LEAF : OPERATION;
}

/** @param {Graph} graph @param {Places} places @returns {GraphLayout} */
export function layoutGraph(graph, places) {
  const flip = upsideDown(graph, places) ? -1 : 1;
  const nodes = graph.nodes.map((node, k) => {
    const at = places.nodes[k];
    return { node, x: at.x, y: flip * at.y, ...sizeOf(node) };
  });
  clearFrames(graph, nodes);
  const byId = new Map(nodes.map((n) => [n.node.id, n]));
  const edges = graph.edges.map((edge, index) => {
    const from = /** @type {PlacedNode} */ (byId.get(edge.from));
    const to = /** @type {PlacedNode} */ (byId.get(edge.to));
    const via = places.edges[index].map(({ x, y }) => ({ x, y: flip * y }));
    return { edge, index, ...(edge.carried ? loop(from, to) : curveThrough(from, to, via, edge, graph)) };
  });
  const frames = graph.frames.map((frame) => box(frame, graph, nodes));
  return moved({ nodes, edges, frames, width: 0, height: 0 });
}

/** The parameters are read from top to bottom, as in the code. @param {Graph} graph @param {Places} places */
function upsideDown(graph, places) {
  const leaves = places.nodes.filter((_, k) => graph.nodes[k].kind === 'leaf');
  return leaves.length > 1 && leaves[0].y > leaves[leaves.length - 1].y;
}

/**
 * A frame drawn around what is in it, with room for its title.
 * @param {GraphFrame} frame
 * @param {Graph} graph
 * @param {PlacedNode[]} nodes
 * @returns {PlacedFrame}
 */
function box(frame, graph, nodes) {
  const depth = depthBelow(frame, graph.frames);
  const within = nodes.filter((n) => isInside(n.node.frame, frame.id, graph.frames));
  const margin = FRAME_MARGIN * (depth + 1);
  const left = Math.min(...within.map((n) => n.x - n.width / 2)) - margin;
  const right = Math.max(...within.map((n) => n.x + n.width / 2)) + margin;
  const top = Math.min(...within.map((n) => n.y - n.height / 2)) - margin - FRAME_HEAD * (depth + 1);
  const bottom = Math.max(...within.map((n) => n.y + n.height / 2)) + margin;
  return { frame, x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * Move what stands where a frame's title or its margin goes: the layout knows of neither.
 * @param {Graph} graph
 * @param {PlacedNode[]} nodes  are moved
 */
function clearFrames(graph, nodes) {
  const innermostFirst = [...graph.frames].sort((a, b) => depthBelow(a, graph.frames) - depthBelow(b, graph.frames));
  for (const frame of innermostFirst) {
    const { x, y, width, height } = box(frame, graph, nodes);
    const beside = nodes.filter(
      (n) => !isInside(n.node.frame, frame.id, graph.frames) && n.x + n.width / 2 > x && n.x - n.width / 2 < x + width,
    );
    const isAbove = (/** @type {PlacedNode} */ n) => n.y < y + height / 2;
    stack(beside.filter(isAbove), y, -1);
    stack(beside.filter((n) => !isAbove(n)), y + height, 1);
  }
}

/**
 * Move nodes until each is clear of the edge, and of those between it and the edge in its column.
 * @param {PlacedNode[]} nodes
 * @param {number} edge
 * @param {-1 | 1} way  up or down
 */
function stack(nodes, edge, way) {
  const gap = NODE_GAP / 2;
  /** @type {PlacedNode[]} */
  const done = [];
  for (const node of [...nodes].sort((a, b) => way * (a.y - b.y))) {
    const between = done.filter((n) => Math.abs(n.x - node.x) < (n.width + node.width) / 2);
    const ends = [edge, ...between.map((n) => n.y + (way * n.height) / 2)];
    const nearest = Math.max(...ends.map((end) => way * end)) + gap + node.height / 2;
    node.y = way * Math.max(way * node.y, nearest);
    done.push(node);
  }
}

/** @param {GraphFrame} frame @param {GraphFrame[]} frames @returns {number} frames nested in it */
function depthBelow(frame, frames) {
  const children = frames.filter((f) => f.parent === frame.id);
  return children.length === 0 ? 0 : 1 + Math.max(...children.map((f) => depthBelow(f, frames)));
}

/**
 * @param {PlacedNode} from
 * @param {PlacedNode} to
 * @param {Point[]} via
 * @param {GraphEdge} edge
 * @param {Graph} graph
 */
function curveThrough(from, to, via, edge, graph) {
  const start = { x: from.x + from.width / 2, y: from.y };
  const end = { x: to.x - to.width / 2, y: to.y + entryOffset(edge, graph) };
  const near = end.x - start.x < 2 * RANK_GAP;
  const inner = near ? [] : via.slice(1, -1).filter((p) => p.x > start.x + 20 && p.x < end.x - 20);
  const points = [start, ...inner, end];
  let path = `M${start.x},${start.y}`;
  for (let k = 1; k < points.length; k += 1) {
    const [a, b] = [points[k - 1], points[k]];
    const bend = (b.x - a.x) / 2;
    path += `C${a.x + bend},${a.y} ${b.x - bend},${b.y} ${b.x},${b.y}`;
  }
  const [a, b] = [points[points.length - 2], end];
  return { path, label: { x: a.x + (b.x - a.x) * 0.5, y: a.y + (b.y - a.y) * 0.5 } };
}

/** Two edges from one node into one node (x * x) stay apart. @param {GraphEdge} edge @param {Graph} graph */
function entryOffset(edge, graph) {
  const twins = graph.edges.filter((e) => e.from === edge.from && e.to === edge.to && !e.carried);
  return twins.length < 2 ? 0 : (twins.indexOf(edge) - (twins.length - 1) / 2) * 16;
}

/** What one repetition hands to the next, over the top. @param {PlacedNode} from @param {PlacedNode} to */
function loop(from, to) {
  const top = Math.min(from.y - from.height / 2, to.y - to.height / 2) - 16;
  const start = { x: from.x + 14, y: from.y - from.height / 2 };
  const end = { x: to.x - 14, y: to.y - to.height / 2 };
  const path = `M${start.x},${start.y}C${start.x + 18},${top - 12} ${end.x - 18},${top - 12} ${end.x},${end.y}`;
  return { path, label: { x: (start.x + end.x) / 2, y: top - 6 } };
}

/** Everything shifted so that the drawing begins at its corner. @param {GraphLayout} drawing @returns {GraphLayout} */
function moved(drawing) {
  const boxes = [
    ...drawing.frames,
    ...drawing.nodes.map((n) => ({ x: n.x - n.width / 2, y: n.y - n.height / 2, width: n.width, height: n.height })),
  ];
  if (boxes.length === 0) return drawing;
  const left = Math.min(...boxes.map((b) => b.x)) - 4;
  const top = Math.min(...boxes.map((b) => b.y)) - 4;
  const width = Math.max(...boxes.map((b) => b.x + b.width)) + 4 - left;
  const height = Math.max(...boxes.map((b) => b.y + b.height)) + 4 - top;
  return { ...drawing, width, height, ...shifted(drawing, left, top) };
}

/** @param {GraphLayout} drawing @param {number} dx @param {number} dy */
function shifted(drawing, dx, dy) {
  /** @template {Point} T @param {T} p @returns {T} */
  const shift = (p) => ({ ...p, x: p.x - dx, y: p.y - dy });
  /** @param {string} path */
  const shiftPath = (path) =>
    path.replace(/(-?[\d.]+(?:e-?\d+)?),(-?[\d.]+(?:e-?\d+)?)/g, (_, x, y) => `${round(x - dx)},${round(y - dy)}`);
  return {
    nodes: drawing.nodes.map(shift),
    frames: drawing.frames.map(shift),
    edges: drawing.edges.map((e) => ({ ...e, path: shiftPath(e.path), label: shift(e.label) })),
  };
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}
