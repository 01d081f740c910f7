import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedNodes, withValues } from '../../web/app/model/nudged.js';

const graph = { nodes: [{ id: 'a', value: 1, gradient: 2 }, { id: 'b', value: 3, gradient: 1 }, { id: 'c', value: NaN }], edges: [], frames: [], size: 1, summary: null };

test('values that are named change, the rest and all gradients stay', () => {
  const after = withValues(graph, { b: 4 });
  assert.deepEqual(after.nodes, [graph.nodes[0], { id: 'b', value: 4, gradient: 1 }, graph.nodes[2]]);
  assert.deepEqual(changedNodes(graph, after), ['b']);
  assert.equal(withValues(graph, null), graph);
  assert.deepEqual(changedNodes(graph, graph), []);
});
