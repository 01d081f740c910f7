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

test("nothing stands where a frame's title goes, nor on what was lifted from there", () => {
  const edges = 'c>0 0>1 1>2 2>3 0>3 a>3 3>4 1>4 4>5 0>5 5>6 4>6 6>7 3>7 7>8 4>8 8>9 b>9 9>10 3>10'.split(' ').map((edge) => {
    const [from, to] = edge.split('>');
    return { from, to, local: 1, slot: 0 };
  });
  const nodes = [
    node('c', { kind: 'constant', symbol: '1', frame: 'outer' }),
    ...['a', 'b'].map((name) => node(name, { kind: 'leaf', symbol: name, name })),
    ...Array.from({ length: 11 }, (_, k) => node(String(k), { op: 'mul', symbol: '×', output: k === 10, frame: k < 3 ? 'inner' : k < 10 ? 'outer' : null })),
  ];
  const frames = [
    { id: 'outer', parent: null, count: 3, index: 0, label: '× 3' },
    { id: 'inner', parent: 'outer', count: 3, index: 0, label: '× 3' },
  ];
  const drawn = layoutGraph({ nodes, edges, frames, size: 22, summary: null });
  const corner = drawn.nodes.map((n) => ({ home: n.node.frame, x: n.x - n.width / 2, y: n.y - n.height / 2, width: n.width, height: n.height }));
  for (const a of corner) {
    const holds = a.home === 'inner' ? [] : drawn.frames.filter((f) => a.home === null || f.frame.id === 'inner');
    for (const b of [...corner.filter((other) => other !== a), ...holds]) {
      assert.ok(a.x >= b.x + b.width || b.x >= a.x + a.width || a.y >= b.y + b.height || b.y >= a.y + a.height);
    }
  }
});
