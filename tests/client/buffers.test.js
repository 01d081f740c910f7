/** Bytes that are handed over, and freed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buffersIn, free } from '../../web/shared/buffers.js';

test('every buffer is found, wherever it is, and nothing else', () => {
  const [first, second, third] = [1, 2, 3].map((length) => new ArrayBuffer(length));
  const held = { boot: 'snapshot', none: null, number: 1, view: new Uint8Array(first), deep: { list: [{ name: 'x', bytes: second }] }, third };
  assert.deepEqual(buffersIn(held), [first, second, third]);
});

test('what was found can be handed over: nothing of it is left behind', () => {
  const held = { view: Uint8Array.of(1, 2), list: [{ bytes: Uint8Array.of(3).buffer }] };
  const given = structuredClone(held, { transfer: buffersIn(held) });
  assert.deepEqual([held.view.length, held.list[0].bytes.byteLength], [0, 0]);
  assert.deepEqual([...given.view, ...new Uint8Array(given.list[0].bytes)], [1, 2, 3]);
});

test('what is freed holds nothing', () => {
  const buffer = new ArrayBuffer(1000);
  free(buffer);
  assert.equal(buffer.byteLength, 0);
});
