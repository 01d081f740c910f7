/**
 * Folding: a frame, or a run of operations on one line of the code, drawn as one node.
 *
 * Runs are taken in evaluation order, so that what is folded never makes a circle.
 *
 * @module graph-fold
 */

import { isInside } from './graph-layout.js';
import { formatCount } from './numbers.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').GraphNode} GraphNode */
/** @typedef {import('../../shared/protocol.js').GraphEdge} GraphEdge */

/** @typedef {{id: string, label: string, count: number, members: string[]}} Group `count`: of repetitions; `members`: ids */
/** @typedef {GraphEdge & {origins: number[]}} FoldedEdge `origins`: indices in the whole graph */
/** @typedef {Graph & {edges: FoldedEdge[], groups: Map<string, Group & {exit: string}>}} FoldedGraph `groups`: the closed ones, by the id of their node; `exit`: the node whose result leaves it */

/** So many nodes can be read on a screen. */
export const READABLE = 60;
const LEAST_RUN = 3;

/** What can be folded, frames first. @param {Graph} graph @returns {Group[]} */
export function groupsOf(graph) {
  const frames = graph.frames.map((frame) => ({
    id: `frame:${frame.id}`,
    label: `× ${formatCount(frame.count)}`,
    count: frame.count,
    members: graph.nodes.filter((n) => isInside(n.frame, frame.id, graph.frames)).map((n) => n.id),
  }));
  return [...frames, ...runs(graph)];
}

/** @param {Graph} graph @returns {Group[]} */
function runs(graph) {
  /** @type {{line: number | null, frame: string | null, members: string[]}[]} */
  const found = [];
  for (const node of graph.nodes) {
    const last = found[found.length - 1];
    const fits = last && last.frame === node.frame && (node.kind === 'constant' || last.line === node.line);
    if (node.kind === 'leaf' || node.output) found.push({ line: null, frame: null, members: [] });
    else if (fits) last.members.push(node.id);
    else if (node.kind === 'operation') found.push({ line: node.line, frame: node.frame, members: [node.id] });
  }
  return found
    .filter(({ members }) => members.length >= LEAST_RUN)
    .map(({ line, members }) => ({ id: `run:${members[0]}`, label: line === null ? 'folded' : `line ${line}`, count: 1, members }));
}

/** The groups to close so that the rest can be read: the largest first. @param {Graph} graph @returns {Set<string>} */
export function closedAtFirst(graph) {
  const closed = new Set();
  let shown = graph.nodes.length;
  for (const { id, members } of runs(graph).sort((a, b) => b.members.length - a.members.length)) {
    if (shown <= READABLE) break;
    closed.add(id);
    shown -= members.length - 1;
  }
  return closed;
}

/** @param {Graph} graph @param {ReadonlySet<string>} closed  ids of groups @returns {FoldedGraph} */
export function foldGraph(graph, closed) {
  const groups = groupsOf(graph).filter((group) => closed.has(group.id) && group.members.length > 0);
  /** @type {Map<string, string>} */
  const home = new Map();
  for (const { id, members } of [...groups].reverse()) for (const member of members) home.set(member, id); // frames win
  const frames = graph.frames.filter((f) => !groups.some((g) => g.id.startsWith('frame:') && isInside(f.id, g.id.slice(6), graph.frames)));
  const shown = groups.filter((g) => g.members.some((m) => home.get(m) === g.id));
  const known = new Map(shown.map((g) => [g.id, { ...g, exit: exitOf(graph, g).id }]));
  const nodes = graph.nodes.flatMap((node) => {
    const group = known.get(home.get(node.id) ?? '');
    if (!group) return [node];
    return group.members[0] === node.id ? [standIn(graph, group, frames)] : [];
  });
  return { ...graph, nodes, frames, edges: foldEdges(graph, home), groups: known };
}

/** The last of a group that something outside of it uses. @param {Graph} graph @param {Group} group @returns {GraphNode} */
function exitOf(graph, group) {
  const within = new Set(group.members);
  const members = graph.nodes.filter((n) => within.has(n.id));
  const leaving = members.filter((n) => n.output || graph.edges.some((e) => e.from === n.id && !within.has(e.to)));
  return leaving[leaving.length - 1] ?? members[members.length - 1];
}

/** One node for all: it shows what leaves the group. @param {Graph} graph @param {Group} group @param {Graph['frames']} frames @returns {GraphNode} */
function standIn(graph, group, frames) {
  const members = graph.nodes.filter((n) => group.members.includes(n.id));
  const exit = exitOf(graph, group);
  const frame = frames.find((f) => members.every((n) => isInside(n.frame, f.id, graph.frames)) && !frames.some((g) => g.parent === f.id && members.every((n) => isInside(n.frame, g.id, graph.frames))));
  return { ...exit, id: group.id, kind: 'operation', op: 'group', name: group.label, symbol: `${formatCount(members.filter((n) => n.kind === 'operation').length)} steps`, frame: frame?.id ?? null };
}

/** Edges between what is drawn; several between the same two nodes become one. @param {Graph} graph @param {Map<string, string>} home @returns {FoldedEdge[]} */
function foldEdges(graph, home) {
  /** @type {Map<string, FoldedEdge>} */
  const merged = new Map();
  graph.edges.forEach((edge, index) => {
    const [from, to] = [home.get(edge.from) ?? edge.from, home.get(edge.to) ?? edge.to];
    const folded = from !== edge.from || to !== edge.to;
    if (folded && from === to) return;
    const key = folded ? `${from} ${to}` : String(index);
    const known = merged.get(key);
    if (known) known.origins.push(index);
    else merged.set(key, { ...edge, from, to, carried: edge.carried && !folded, origins: [index] });
  });
  return [...merged.values()];
}
