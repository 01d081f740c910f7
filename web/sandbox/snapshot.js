/**
 * The packed form of Python's memory: only the pages that differ from what the WebAssembly binary
 * puts there by itself, which is nothing for most of them.
 *
 *     u32 magic, u32 length of the memory, u32 number of runs, u32 start of the heap;
 *     then u32 start and u32 length of
 *     each run; then, from the next multiple of 16, the runs one after the other. Little-endian.
 */
import { writeSegments } from './wasm-data.js';

/** Bytes of Pyodide's heap as it begins, which has not grown when its memory is taken. */
export const HEAP = 31_457_280;
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

/** @param {DataView} view  of packed memory */
function contents(view) {
  if (view.getUint32(0, true) !== MAGIC) throw new Error('This is not a packed memory snapshot.');
  const [length, count, heapStart] = [4, 8, 12].map((at) => view.getUint32(at, true));
  let at = headLength(count);
  const runs = Array.from({ length: count }, (_, i) => {
    const [start, size] = [0, 4].map((word) => view.getUint32(HEAD + ENTRY * i + word, true));
    at += size;
    return { start, size, from: at - size };
  });
  return { length, heapStart, runs };
}

/** @param {Uint8Array} heap  @param {number} start  @param {number} end  multiples of 4 */
function clear(heap, start, end) {
  const words = new Int32Array(heap.buffer, heap.byteOffset, heap.length >> 2);
  for (let page = start; page < end; page += PAGE) {
    const last = Math.min(page + PAGE, end);
    let at = page >> 2;
    while (at < last >> 2 && words[at] === 0) at++;
    if (at < last >> 2) heap.fill(0, page, last); // what is zero is left alone: it has no memory yet
  }
}

/**
 * Make a heap the one that was packed, whatever a start has written there; what is zero in both is
 * not touched, and no second copy is made.
 * @param {ArrayBuffer} packed
 * @param {Uint8Array} data  the binary's data section
 * @param {Uint8Array} heap  at least as long
 */
export function restore(packed, data, heap) {
  const { length, heapStart, runs } = contents(new DataView(packed));
  if (length - heapStart > heap.length) throw new Error('The memory is too small for this snapshot.');
  let done = 0;
  for (const { start, size } of [...runs, { start: length, size: 0 }]) {
    clear(heap, done, Math.max(0, start - heapStart));
    done = start + size - heapStart;
  }
  writeSegments(data, heap);
  for (const { start, size, from } of runs) {
    const skipped = Math.max(0, heapStart - start);
    heap.set(new Uint8Array(packed, from + skipped, size - skipped), start + skipped - heapStart);
  }
}

/**
 * What goes before the heap, which is all that Pyodide need read of a snapshot whose heap is
 * restored already.
 * @param {ArrayBuffer} packed
 */
function headOf(packed) {
  const { heapStart, runs } = contents(new DataView(packed));
  return new Uint8Array(packed, runs[0].from, heapStart).slice();
}

/**
 * A snapshot for Pyodide that comes when the instance is made already: before that only its length
 * is read, which it takes for that of the memory.
 */
export function lateSnapshot() {
  let head = new Uint8Array();
  const snapshot = Object.defineProperties(new Uint8Array(), {
    length: { value: HEAP },
    buffer: { get: () => head.buffer },
    byteLength: { get: () => head.byteLength },
    subarray: { value: (/** @type {number} */ start, /** @type {number} */ end) => head.subarray(start, end) },
  });
  /** @param {ArrayBuffer} packed  whose memory is restored by {@link restore} */
  const come = (packed) => (head = headOf(packed));
  return { snapshot, come };
}
