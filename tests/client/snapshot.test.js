import assert from 'node:assert/strict';
import test from 'node:test';
import { lateSnapshot, pack, restore } from '../../web/sandbox/snapshot.js';
import { randomFrom } from '../model/random.js';

const PAGE = 4096;
const HEAD = 128;

/** A data section of one segment. @param {number} place  @param {number[]} bytes */
const segment = (place, bytes) => {
  const number = (/** @type {number} */ n) => [(n & 0x7f) | 0x80, ((n >> 7) & 0x7f) | 0x80, n >> 14];
  return Uint8Array.from([1, 0, 0x41, ...number(place), 0x0b, ...number(bytes.length), ...bytes]);
};

/** Memory whose heap begins after a head, some of it like the data section, some full, most of it empty. @param {number} seed */
function made(seed) {
  const random = randomFrom(seed);
  const lot = (/** @type {number} */ below) => Math.floor(random() * below);
  const pages = 3 + lot(20);
  const memory = new Uint8Array(HEAD + pages * PAGE);
  new DataView(memory.buffer).setUint32(4, HEAD, true);
  const place = lot(2 * PAGE);
  const bytes = Array.from({ length: 1 + lot(PAGE) }, () => lot(256));
  memory.set(bytes, HEAD + place);
  for (let run = lot(6); run > 0; run--) {
    const start = HEAD + lot(pages * PAGE - 1);
    for (let i = 0, end = 1 + lot(3 * PAGE); i < end && start + i < memory.length; i++) memory[start + i] = lot(256);
  }
  return { lot, memory, data: segment(place, bytes) };
}

test('a heap is restored whatever a start has written there', () => {
  for (let seed = 0; seed < 200; seed++) {
    const { lot, memory, data } = made(seed);
    const { buffer } = pack(memory, data);
    const heap = new Uint8Array(memory.length - HEAD + (seed % 2) * PAGE);
    for (let spots = lot(40); spots > 0; spots--) heap[lot(memory.length - HEAD)] = 1 + lot(255);
    restore(buffer, data, heap);
    assert.deepEqual(heap.subarray(0, memory.length - HEAD), memory.subarray(HEAD), `seed ${seed}`);
    const { snapshot, come } = lateSnapshot();
    come(buffer);
    assert.deepEqual([...snapshot.subarray(0, 2 * HEAD)], [...memory.subarray(0, HEAD)]);
    assert.deepEqual(new Uint8Array(snapshot.buffer), memory.slice(0, HEAD));
  }
});

test('what is no packed memory is refused', () => {
  assert.throws(() => lateSnapshot().come(new ArrayBuffer(64)), /not a packed memory snapshot/);
  assert.throws(() => restore(new ArrayBuffer(64), segment(0, [1]), new Uint8Array(PAGE)), /not a packed/);
});
