import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layoutGraph } from '../../web/app/model/graph-layout.js';
import { node, reused, rolled } from './graph.js';

test('every edge goes from left to right', () => {
  const { nodes, edges } = layoutGraph(rolled());
  const x = new Map(nodes.map((n) => [n.node.id, n.x]));
  for (const { edge } of edges) assert.ok(Number(x.get(edge.from)) < Number(x.get(edge.to)));
});

test('no two nodes overlap, and all lie within the drawing', () => {
  const { nodes, width, height } = layoutGraph(rolled());
  for (const a of nodes) {
    assert.ok(a.x - a.width / 2 >= 0 && a.x + a.width / 2 <= width && a.y - a.height / 2 >= 0 && a.y + a.height / 2 <= height);
    for (const b of nodes) {
      if (a === b) continue;
      assert.ok(Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2);
    }
  }
});

test('a frame holds what repeats and nothing else', () => {
  const { nodes, frames } = layoutGraph(rolled());
  const [frame] = frames;
  for (const { node: { frame: home }, x, y } of nodes) {
    const within = x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height;
    assert.equal(within, home === 'f');
  }
});

test('the parameters are read from top to bottom, as in the code', () => {
  const { nodes } = layoutGraph(rolled());
  const y = new Map(nodes.map((n) => [n.node.id, n.y]));
  assert.ok(Number(y.get('x')) < Number(y.get('y')));
});

test('two edges between the same nodes stay apart', () => {
  const { edges } = layoutGraph(reused());
  const [one, two] = edges.filter(({ edge }) => edge.to === 'p');
  assert.notEqual(one.path, two.path);
});

test('a chain of 60 operations is laid out', () => {
  const nodes = [node('n0', { kind: 'leaf', symbol: 'x', name: 'x' })];
  const edges = [];
  for (let k = 1; k <= 60; k += 1) {
    nodes.push(node(`n${k}`, { symbol: '+', output: k === 60 }));
    edges.push({ from: `n${k - 1}`, to: `n${k}`, local: 1, slot: 0 });
  }
  const drawn = layoutGraph({ nodes, edges, frames: [], size: 60, summary: null });
  assert.equal(drawn.nodes.length, 61);
  assert.doesNotMatch(drawn.edges.map((e) => e.path).join(''), /NaN|undefined/);
});
