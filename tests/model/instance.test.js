import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withInstance } from '../../web/app/model/instance.js';
import { rolled } from './graph.js';

test('another repetition changes what is in its frame, and nothing else', () => {
  const graph = rolled();
  const locals = graph.edges.map((edge) => edge.local);
  locals[2] = 0.5;
  const takes = graph.edges.map(() => null);
  const shown = withInstance(graph, 'f', 41, { values: { a: 0.75, d: 0.25 }, gradients: { d: 0.0005 }, locals, takes });
  assert.equal(shown.frames[0].index, 41);
  const of = (/** @type {string} */ id) => shown.nodes.find((n) => n.id === id);
  assert.equal(of('a')?.value, 0.75);
  assert.equal(of('d')?.gradient, 0.0005);
  assert.equal(of('m')?.value, 0.08);
  assert.equal(shown.edges[2].local, 0.5);
  assert.equal(graph.frames[0].index, 0);
});
