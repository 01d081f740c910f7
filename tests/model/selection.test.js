import assert from 'node:assert/strict';
import { test } from 'node:test';
import { litBy, litLines, nodesOnLine, only } from '../../web/app/model/selection.js';
import { rolled } from './graph.js';

const CODE = 'import random\n\ndef loss(x=0.5, y=0.1):\n    return 1\n';
const step = { phase: /** @type {const} */ ('backward'), node: 'd', edge: 2, gradient: 1, sentence: [] };

/** A graph whose operations stand on lines of their own. */
function onLines() {
  const graph = rolled();
  const lines = /** @type {Record<string, number>} */ ({ d: 4, q: 5, r: 5, t: 6, m: 6 });
  return { ...graph, nodes: graph.nodes.map((n) => ({ ...n, line: lines[n.id] ?? null })) };
}

test('what is pointed at goes before the step in progress, and that before what was chosen', () => {
  assert.deepEqual([...litBy({ pointed: only(['q', 'r']), step, chosen: 'm' }).nodes], ['q', 'r']);
  assert.deepEqual(litBy({ pointed: null, step, chosen: 'm' }), { nodes: new Set(['d']), edge: 2 });
  assert.deepEqual([...litBy({ pointed: null, step: null, chosen: 'm' }).nodes], ['m']);
  assert.equal(litBy({ pointed: null, step: null, chosen: null }).nodes.size, 0);
});

test('a node lights its line, a parameter the definition, a constant the line that uses it', () => {
  assert.deepEqual(litLines(onLines(), new Set(['q']), CODE), [5]);
  assert.deepEqual(litLines(onLines(), new Set(['x']), CODE), [3]);
  assert.deepEqual(litLines(onLines(), new Set(['a']), CODE), [4]);
  assert.deepEqual(litLines(onLines(), new Set(['m', 'q', 'r']), CODE), [5, 6]);
});

test('a line lights its nodes', () => {
  assert.deepEqual(nodesOnLine(onLines(), 5, CODE), ['q', 'r']);
  assert.deepEqual(nodesOnLine(onLines(), 3, CODE), ['x', 'y']);
  assert.deepEqual(nodesOnLine(onLines(), 1, CODE), []);
});
