import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInside } from '../../web/app/model/graph-index.js';
import { layoutGraph } from '../../web/app/model/graph-layout.js';
import { placesOf } from '../../web/app/model/graph-places.js';
import { node, reused, rolled } from './graph.js';

const drawnOf = (graph) => layoutGraph(graph, placesOf(graph));

test('every edge goes from left to right', () => {
  const { nodes, edges } = drawnOf(rolled());
  const x = new Map(nodes.map((n) => [n.node.id, n.x]));
  for (const { edge } of edges) assert.ok(Number(x.get(edge.from)) < Number(x.get(edge.to)));
});

test('no two nodes overlap, and all lie within the drawing', () => {
  const { nodes, width, height } = drawnOf(rolled());
  for (const a of nodes) {
    assert.ok(a.x - a.width / 2 >= 0 && a.x + a.width / 2 <= width && a.y - a.height / 2 >= 0 && a.y + a.height / 2 <= height);
    for (const b of nodes) {
      if (a === b) continue;
      assert.ok(Math.abs(a.x - b.x) >= (a.width + b.width) / 2 || Math.abs(a.y - b.y) >= (a.height + b.height) / 2);
    }
  }
});

test('a frame holds what repeats and nothing else', () => {
  const { nodes, frames } = drawnOf(rolled());
  const [frame] = frames;
  for (const { node: { frame: home }, x, y } of nodes) {
    const within = x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height;
    assert.equal(within, home === 'f');
  }
});

test('the parameters are read from top to bottom, as in the code', () => {
  const { nodes } = drawnOf(rolled());
  const y = new Map(nodes.map((n) => [n.node.id, n.y]));
  assert.ok(Number(y.get('x')) < Number(y.get('y')));
});

test('two edges between the same nodes stay apart', () => {
  const { edges } = drawnOf(reused());
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
  const drawn = drawnOf({ nodes, edges, frames: [], size: 60, summary: null });
  assert.equal(drawn.nodes.length, 61);
  assert.doesNotMatch(drawn.edges.map((e) => e.path).join(''), /NaN|undefined/);
});

/** @type {Record<string, {edges: string, frameOf: (k: number) => string | null}>} */
const NESTED = {
  'two frames, a title': {
    edges: 'c>0 0>1 1>2 2>3 0>3 a>3 3>4 1>4 4>5 0>5 5>6 4>6 6>7 3>7 7>8 4>8 8>9 b>9 9>10 3>10',
    frameOf: (k) => (k < 3 ? 'middle' : k < 10 ? 'outer' : null),
  },
  'three frames, a margin': {
    edges: 'c>0 a>0 0>1 b>1 d>1 1>2 e>2 f>2 2>3 0>3 g>3 h>3 3>4 i>4 4>5 2>5 5>6 4>6',
    frameOf: (k) => (k < 1 ? 'inner' : k < 3 ? 'middle' : k < 6 ? 'outer' : null),
  },
};

for (const [name, { edges, frameOf }] of Object.entries(NESTED)) {
  test(`nothing stands in a frame that it is not in, nor on what was moved from there: ${name}`, () => {
    const ends = edges.split(' ').map((edge) => edge.split('>'));
    const nodes = [...new Set(ends.flat())].map((id) =>
      id === 'c'
        ? node(id, { kind: 'constant', symbol: '1', frame: 'outer' })
        : Number.isNaN(Number(id))
          ? node(id, { kind: 'leaf', symbol: id, name: id })
          : node(id, { op: 'mul', symbol: '×', frame: frameOf(Number(id)) }),
    );
    const frames = ['outer', 'middle', 'inner'].map((id, k, all) => ({ id, parent: all[k - 1] ?? null, count: 3, index: 0, label: '× 3' }));
    const used = frames.filter(({ id }) => nodes.some((n) => isInside(n.frame, id, frames)));
    const graph = { nodes, edges: ends.map(([from, to]) => ({ from, to, local: 1, slot: 0 })), frames: used, size: 22, summary: null };
    const drawn = drawnOf(graph);
    const boxes = drawn.nodes.map((n) => ({ home: n.node.frame, x: n.x - n.width / 2, y: n.y - n.height / 2, width: n.width, height: n.height }));
    for (const a of boxes) {
      const strange = drawn.frames.filter(({ frame }) => !isInside(a.home, frame.id, frames));
      for (const b of [...boxes.filter((other) => other !== a), ...strange]) {
        assert.ok(a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height);
      }
    }
  });
}
