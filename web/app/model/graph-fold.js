/**
 * Folding: a frame, or a run of operations on one line of the code, drawn as one node.
 *
 * Runs are taken in evaluation order, so that what is folded never makes a circle.
 *
 * @module graph-fold
 */

import { indexOf, isInside } from './graph-index.js';
import { formatCount } from './numbers.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').GraphNode} GraphNode */
/** @typedef {import('../../shared/protocol.js').GraphEdge} GraphEdge */

/** @typedef {{id: string, label: string, count: number, members: string[]}} Group `count`: of repetitions; `members`: ids */
/** @typedef {GraphEdge & {origins: number[]}} FoldedEdge `origins`: indices in the whole graph */
/** @typedef {Graph & {edges: FoldedEdge[], groups: Map<string, Group & {exit: string}>}} FoldedGraph `groups`: the closed ones, by the id of their node; `exit`: the node whose result leaves it */

/** So many nodes can be read on a screen. */
export const READABLE = 60;
/** What can be laid out while a reader waits; far more than can be read. */
const DRAWABLE = { nodes: 200, edges: 400, frames: 30 };
const LEAST_RUN = 3;
/** Most pieces that a large group opens into. */
const PIECES = 24;

/** What can be folded, the outer before the inner; frames first. @param {Graph} graph @returns {Group[]} */
export function groupsOf(graph) {
  const frames = graph.frames.map((frame) => ({
    id: `frame:${frame.id}`,
    label: `× ${formatCount(frame.count)}`,
    count: frame.count,
    members: graph.nodes.filter((n) => isInside(n.frame, frame.id, graph.frames)).map((n) => n.id),
  }));
  return [...frames, ...linesAndPieces(graph)];
}

/** Lines of the code; where those are too many, stretches of several; where one is long, its pieces. @param {Graph} graph @returns {Group[]} */
function linesAndPieces(graph) {
  const numbers = stepNumbers(graph);
  const lines = runs(graph);
  const folded = lines.filter(isLong).map(lineGroup);
  const inner = folded.flatMap((group) => [group, ...pieces(group.members.map((id) => [id]), numbers)]);
  const hidden = folded.reduce((sum, { members }) => sum + members.length - 1, 0);
  if (graph.nodes.length - hidden <= READABLE) return inner;
  return [...stretches(lines).flatMap((units) => pieces(units, numbers)), ...inner];
}

/** @typedef {{line: number | null, frame: string | null, members: string[]}} Run */

/** What stands on one line of the code, in evaluation order, within one frame; constants go with their use. @param {Graph} graph @returns {Run[]} */
function runs(graph) {
  /** @type {Run[]} */
  const found = [];
  /** @type {GraphNode[]} */
  let constants = [];
  let broken = true;
  for (const node of graph.nodes) {
    if (node.kind === 'constant') constants.push(node);
    else if (node.kind === 'leaf' || node.output) [constants, broken] = [[], true];
    else {
      const members = [...constants.filter((c) => c.frame === node.frame).map((c) => c.id), node.id];
      const last = found[found.length - 1];
      if (!broken && last.frame === node.frame && last.line === node.line) last.members.push(...members);
      else found.push({ line: node.line, frame: node.frame, members });
      [constants, broken] = [[], false];
    }
  }
  return found;
}

/** @param {Run} run */
const isLong = ({ members }) => members.length >= LEAST_RUN;

/** @param {Run} run @returns {Group} */
function lineGroup({ line, members }) {
  return { id: `run:${members[0]}`, label: line === null ? 'folded' : `line ${line}`, count: 1, members };
}

/** Lines one after the other, as far as no frame begins or ends. @param {Run[]} lines @returns {string[][][]} the members of each */
function stretches(lines) {
  /** @type {string[][][]} */
  const found = [];
  lines.forEach(({ frame, members }, k) => {
    if (k > 0 && frame === lines[k - 1].frame) found[found.length - 1].push(members);
    else found.push([members]);
  });
  return found;
}

/** Groups of neighbours, so that a level shows no more than can be read. @param {string[][]} units @param {Map<string, number>} numbers @returns {Group[]} */
function pieces(units, numbers) {
  if (units.length <= PIECES) return [];
  let share = PIECES; // the least power that leaves no more than PIECES parts
  while (share * PIECES < units.length) share *= PIECES;
  const parts = Array.from({ length: Math.ceil(units.length / share) }, (_, k) => units.slice(k * share, (k + 1) * share));
  return parts.flatMap((part) => (part.length < 2 ? [] : [pieceGroup(part.flat(), numbers), ...pieces(part, numbers)]));
}

/** @param {string[]} members @param {Map<string, number>} numbers @returns {Group} */
function pieceGroup(members, numbers) {
  const steps = members.flatMap((id) => numbers.get(id) ?? []);
  const label = `steps ${formatCount(steps[0])}–${formatCount(steps[steps.length - 1])}`;
  return { id: `steps:${members[0]}:${members.length}`, label, count: 1, members };
}

/** Operations, counted in evaluation order. @param {Graph} graph */
function stepNumbers(graph) {
  return new Map(graph.nodes.filter((n) => n.kind === 'operation').map((n, k) => [n.id, k + 1]));
}

/** A graph as it is drawn until one folds or unfolds something. @param {Graph} graph */
export const drawnAtFirst = (graph) => foldGraph(graph, closedAtFirst(graph));

/** The groups to close so that the rest can be read: all pieces, and the longest lines. @param {Graph} graph @returns {Set<string>} */
export function closedAtFirst(graph) {
  let shown = graph.nodes.length;
  if (shown <= READABLE) return new Set();
  const groups = linesAndPieces(graph);
  const lines = groups.filter(isLine).sort((a, b) => b.members.length - a.members.length);
  const closed = new Set(groups.filter((group) => !isLine(group)).map(({ id }) => id));
  for (const { id, members } of lines) {
    if (shown <= READABLE) break;
    closed.add(id);
    shown -= members.length - 1;
  }
  return closed;
}

/** @param {Group} group */
export const isLine = ({ id }) => id.startsWith('run:');

/** @param {Graph} graph @param {ReadonlySet<string>} closed  ids of groups @returns {FoldedGraph} */
export function foldGraph(graph, closed) {
  const groups = groupsOf(graph).filter((group) => closed.has(group.id) && group.members.length > 0);
  /** @type {Map<string, string>} */
  const home = new Map();
  for (const { id, members } of [...groups].reverse()) for (const member of members) home.set(member, id); // the outer wins
  const frames = graph.frames.filter((f) => !groups.some((g) => g.id.startsWith('frame:') && isInside(f.id, g.id.slice(6), graph.frames)));
  const shown = groups.filter((g) => g.members.some((m) => home.get(m) === g.id));
  const users = usersOf(graph);
  const known = new Map(shown.map((g) => [g.id, { ...g, exit: exitOf(graph, g, users).id }]));
  const nodes = graph.nodes.flatMap((node) => {
    const group = known.get(home.get(node.id) ?? '');
    if (!group) return [node];
    return group.members[0] === node.id ? [standIn(graph, group, frames, users)] : [];
  });
  return { ...graph, nodes, frames, edges: foldEdges(graph, home), groups: known };
}

/** Whether it can be laid out while a reader waits. @param {Graph} folded */
export function isDrawable({ nodes, edges, frames }) {
  return nodes.length <= DRAWABLE.nodes && edges.length <= DRAWABLE.edges && frames.length <= DRAWABLE.frames;
}

/** Who uses each node. @param {Graph} graph @returns {Map<string, string[]>} */
function usersOf({ nodes, edges }) {
  /** @type {Map<string, string[]>} */
  const users = new Map(nodes.map((n) => [n.id, []]));
  for (const { from, to } of edges) users.get(from)?.push(to);
  return users;
}

/** In the order of evaluation. @param {Graph} graph @param {Group} group */
function membersOf(graph, group) {
  const { nodes, places } = indexOf(graph);
  const members = group.members.map((id) => /** @type {GraphNode} */ (nodes.get(id)));
  return members.sort((a, b) => Number(places.get(a.id)) - Number(places.get(b.id)));
}

/** The last of a group that something outside of it uses. @param {Graph} graph @param {Group} group @param {Map<string, string[]>} users @returns {GraphNode} */
function exitOf(graph, group, users) {
  const within = new Set(group.members);
  const members = membersOf(graph, group);
  const leaving = members.filter((n) => n.output || (n.kind === 'operation' && users.get(n.id)?.some((to) => !within.has(to))));
  return leaving[leaving.length - 1] ?? members[members.length - 1];
}

/** One node for all: it shows what leaves the group. @param {Graph} graph @param {Group} group @param {Graph['frames']} frames @param {Map<string, string[]>} users @returns {GraphNode} */
function standIn(graph, group, frames, users) {
  const members = membersOf(graph, group);
  const exit = exitOf(graph, group, users);
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
