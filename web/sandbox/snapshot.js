/**
 * The packed form of Python's memory: only the pages that differ from what the WebAssembly binary
 * puts there by itself, which is nothing for most of them.
 *
 *     u32 magic, u32 length of the memory, u32 number of runs, u32 start of the heap;
 *     then u32 start and u32 length of
 *     each run; then, from the next multiple of 16, the runs one after the other. Little-endian.
 */
import { writeSegments } from './wasm-data.js';

const MAGIC = 0x32415350; // 'PSA2'
const PAGE = 4096;
const HEAD = 16;
const ENTRY = 8;

/** @param {number} runs */
const headLength = (runs) => Math.ceil((HEAD + ENTRY * runs) / 16) * 16;

/**
 * The memory as it is before anything runs. Pyodide's snapshots begin with a head of their own,
 * whose second number tells where the heap starts.
 * @param {number} length
 * @param {number} heapStart
 * @param {Uint8Array} data  the binary's data section
 */
function pristine(length, heapStart, data) {
  const memory = new Uint8Array(length);
  writeSegments(data, memory.subarray(heapStart));
  return memory;
}

/** @param {Uint8Array} memory */
const heapStartOf = (memory) => new DataView(memory.buffer, memory.byteOffset).getUint32(4, true);

/** @param {Uint8Array} a  @param {Uint8Array} b  @param {number} start  @param {number} length */
function samePage(a, b, start, length) {
  for (let i = start; i < start + length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** @param {Uint8Array} memory  @param {Uint8Array} before  @returns {[start: number, length: number][]} */
function runsOf(memory, before) {
  /** @type {[number, number][]} */
  const runs = [];
  for (let start = 0, open = false; start < memory.length; start += PAGE) {
    const length = Math.min(PAGE, memory.length - start);
    const same = samePage(memory, before, start, length);
    if (!same && open) runs[runs.length - 1][1] += length;
    else if (!same) runs.push([start, length]);
    open = !same;
  }
  return runs;
}

/**
 * @param {Uint8Array} memory
 * @param {Uint8Array} data  the binary's data section
 * @returns {Uint8Array}
 */
export function pack(memory, data) {
  const heapStart = heapStartOf(memory);
  const runs = runsOf(memory, pristine(memory.length, heapStart, data));
  const head = headLength(runs.length);
  const packed = new Uint8Array(head + runs.reduce((sum, [, length]) => sum + length, 0));
  const view = new DataView(packed.buffer);
  [MAGIC, memory.length, runs.length, heapStart].forEach((word, i) => view.setUint32(4 * i, word, true));
  let at = head;
  runs.forEach(([start, length], i) => {
    view.setUint32(HEAD + ENTRY * i, start, true);
    view.setUint32(HEAD + ENTRY * i + 4, length, true);
    packed.set(memory.subarray(start, start + length), at);
    at += length;
  });
  return packed;
}

/**
 * @param {ArrayBuffer} packed
 * @param {Uint8Array} data  the binary's data section
 * @returns {Uint8Array}
 */
export function unpack(packed, data) {
  const view = new DataView(packed);
  if (view.getUint32(0, true) !== MAGIC) throw new Error('This is not a packed memory snapshot.');
  const memory = pristine(view.getUint32(4, true), view.getUint32(12, true), data);
  const runs = view.getUint32(8, true);
  let at = headLength(runs);
  for (let i = 0; i < runs; i++) {
    const start = view.getUint32(HEAD + ENTRY * i, true);
    const length = view.getUint32(HEAD + ENTRY * i + 4, true);
    memory.set(new Uint8Array(packed, at, length), start);
    at += length;
  }
  return memory;
}
