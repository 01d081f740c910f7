import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closedAtFirst, foldGraph, groupsOf, READABLE } from '../../web/app/model/graph-fold.js';
import { layoutGraph } from '../../web/app/model/graph-layout.js';
import { placesOf } from '../../web/app/model/graph-places.js';
import { node, reused, rolled } from './graph.js';

/** A chain of operations, `per` of them on each line. @param {number} length @param {number} per */
function chain(length, per) {
  const nodes = [node('n0', { kind: 'leaf', symbol: 'x', name: 'x' })];
  const edges = [];
  for (let k = 1; k <= length; k += 1) {
    nodes.push(node(`n${k}`, { symbol: '+', value: k, line: 1 + Math.floor((k - 1) / per), output: k === length }));
    edges.push({ from: `n${k - 1}`, to: `n${k}`, local: 1, slot: 0 });
  }
  return { nodes, edges, frames: [], size: length, summary: null };
}

test('a graph that can be read is left open', () => {
  assert.equal(closedAtFirst(chain(READABLE - 1, 5)).size, 0);
});

test('a graph of 200 nodes is folded by lines until it can be read', () => {
  const graph = chain(200, 10);
  const folded = foldGraph(graph, closedAtFirst(graph));
  assert.ok(folded.nodes.length <= READABLE, String(folded.nodes.length));
  assert.equal(folded.nodes.at(-1)?.output, true);
});

/** Whether every edge goes on in the order of the nodes. @param {import('../../web/app/model/graph-fold.js').FoldedGraph} graph */
function goesForward({ nodes, edges }) {
  const at = new Map(nodes.map((n, k) => [n.id, k]));
  return edges.every(({ from, to }) => (at.get(from) ?? NaN) < (at.get(to) ?? NaN));
}

for (const [length, per] of [[100, 1], [100, 2], [700, 2], [2000, 1], [2000, 7], [2000, 2000], [1500, 60]]) {
  test(`${length} operations, ${per} to a line, can be read at first and at each level that is opened`, () => {
    const graph = chain(length, per);
    const closed = closedAtFirst(graph);
    const opened = foldGraph(graph, closed);
    assert.ok(opened.nodes.length <= READABLE, `${opened.nodes.length} at first`);
    assert.ok(goesForward(opened));
    let [shown, depth] = [opened, 0];
    for (;;) {
      const holder = [...shown.groups.values()].find(({ members }) => members.includes('n1'));
      if (!holder) break;
      closed.delete(holder.id);
      const before = shown.nodes.length;
      shown = foldGraph(graph, closed);
      depth += 1;
      assert.ok(shown.nodes.length - before < 2 * 24, `${shown.nodes.length - before} more`);
      assert.ok(goesForward(shown));
    }
    assert.ok(depth <= 3, `${depth} levels`);
    assert.ok(shown.nodes.some((n) => n.id === 'n1'));
  });
}

test('pieces of a long line are named by their steps', () => {
  const graph = chain(100, 100);
  const closed = closedAtFirst(graph);
  assert.deepEqual(foldGraph(graph, closed).nodes.map((n) => n.name), ['x', 'line 1', null]);
  closed.delete('run:n1');
  const labels = foldGraph(graph, closed).nodes.map((n) => n.name);
  assert.deepEqual(labels.slice(1, 3), ['steps 1–24', 'steps 25–48']);
  assert.equal(labels.length, 7);
});

test('a folded line shows the value that leaves it, and joins its neighbours', () => {
  const graph = chain(9, 3);
  const folded = foldGraph(graph, new Set(['run:n4']));
  assert.deepEqual(folded.nodes.map((n) => n.id), ['n0', 'n1', 'n2', 'n3', 'run:n4', 'n7', 'n8', 'n9']);
  const group = folded.nodes[4];
  assert.deepEqual([group.value, group.name, group.symbol], [6, 'line 2', '3 steps']);
  assert.deepEqual(folded.edges.map((e) => [e.from, e.to]).slice(2, 5), [['n2', 'n3'], ['n3', 'run:n4'], ['run:n4', 'n7']]);
});

test('a frame folds into one node', () => {
  const folded = foldGraph(rolled(), new Set(['frame:f']));
  assert.deepEqual(folded.nodes.map((n) => n.id), ['x', 'y', 'frame:f', 't', 'm']);
  assert.deepEqual(folded.frames, []);
  assert.deepEqual(folded.edges.map((e) => [e.from, e.to, e.origins]), [['x', 'frame:f', [1]], ['y', 'frame:f', [4]], ['frame:f', 't', [5]], ['t', 'm', [6]]]);
  assert.equal(layoutGraph(folded, placesOf(folded)).nodes.length, 5);
});

test('with nothing closed the graph is as it was', () => {
  const folded = foldGraph(reused(), new Set());
  assert.deepEqual(folded.nodes, reused().nodes);
  assert.deepEqual(folded.edges.map((e) => e.origins), [[0], [1], [2], [3]]);
});

test('what can be folded is named by its count or its line', () => {
  assert.deepEqual(groupsOf(rolled()).map((g) => g.label), ['× 1,000', 'line 1']);
});
