import assert from 'node:assert/strict';
import { test } from 'node:test';
import { datumShown, leafIds, litParameters, nearestDatum, nodesOfDatum } from '../../web/app/model/map-attention.js';
import { reused, rolled } from './graph.js';

/** @param {number} count @returns {import('../../web/shared/protocol.js').DataPoints} */
const line = (count) => ({ x: Float64Array.from({ length: count }, (_, k) => k), y: new Float64Array(count), label: null, plane: 'parameters' });

test('an axis is the leaf of its parameter', () => {
  assert.deepEqual(leafIds(rolled()), ['x', 'y']);
  assert.deepEqual([...litParameters(rolled(), new Set(['y', 'm']))], [1]);
  assert.equal(litParameters(rolled(), new Set(['m'])).size, 0);
});

test('a point of the data is the repetition that the frame shows', () => {
  const graph = rolled();
  graph.frames[0].index = 17;
  assert.deepEqual(datumShown(graph, line(1000), new Set(['q'])), { frame: 'f', index: 17, lit: true });
  assert.deepEqual(datumShown(graph, line(1000), new Set(['x'])), { frame: 'f', index: 17, lit: false });
  assert.deepEqual(nodesOfDatum(graph, 'f'), ['a']);
});

test('where no frame goes through the data, none of them is shown', () => {
  assert.equal(datumShown(rolled(), line(999), new Set(['q'])), null);
  assert.equal(datumShown(rolled(), null, new Set(['q'])), null);
  assert.equal(datumShown(reused(), line(2), new Set(['p'])), null);
});

test('the nearest of the data is found where one is near', () => {
  const place = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {[number, number]} */ ([10 * x, y]);
  assert.equal(nearestDatum(line(5), place, [21, 3], 5), 2);
  assert.equal(nearestDatum(line(5), place, [25.1, 0], 5), 3);
  assert.equal(nearestDatum(line(5), place, [20, 6], 5), null);
  assert.equal(nearestDatum(line(0), place, [0, 0], 5), null);
});
