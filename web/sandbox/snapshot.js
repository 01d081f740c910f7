/**
 * The packed form of Python's memory: only the pages that hold something.
 *
 *     u32 magic, u32 length of the memory, u32 number of runs, then u32 start and u32 length of
 *     each run; then, from the next multiple of 16, the runs one after the other. Little-endian.
 */

const MAGIC = 0x31415350; // 'PSA1'
const PAGE = 4096;
const HEAD = 12;
const ENTRY = 8;

/** @param {number} runs */
const headLength = (runs) => Math.ceil((HEAD + ENTRY * runs) / 16) * 16;

/** @param {Uint8Array} memory  @param {number} start */
const isEmpty = (memory, start) => memory.subarray(start, start + PAGE).every((byte) => byte === 0);

/** @param {Uint8Array} memory  @returns {[start: number, length: number][]} */
function runsOf(memory) {
  /** @type {[number, number][]} */
  const runs = [];
  for (let start = 0, open = false; start < memory.length; start += PAGE) {
    const length = Math.min(PAGE, memory.length - start);
    const empty = isEmpty(memory, start);
    if (!empty && open) runs[runs.length - 1][1] += length;
    else if (!empty) runs.push([start, length]);
    open = !empty;
  }
  return runs;
}

/** @param {Uint8Array} memory  @returns {Uint8Array} */
export function pack(memory) {
  const runs = runsOf(memory);
  const head = headLength(runs.length);
  const packed = new Uint8Array(head + runs.reduce((sum, [, length]) => sum + length, 0));
  const view = new DataView(packed.buffer);
  [MAGIC, memory.length, runs.length].forEach((word, i) => view.setUint32(4 * i, word, true));
  let at = head;
  runs.forEach(([start, length], i) => {
    view.setUint32(HEAD + ENTRY * i, start, true);
    view.setUint32(HEAD + ENTRY * i + 4, length, true);
    packed.set(memory.subarray(start, start + length), at);
    at += length;
  });
  return packed;
}

/** @param {ArrayBuffer} packed  @returns {Uint8Array} */
export function unpack(packed) {
  const view = new DataView(packed);
  if (view.getUint32(0, true) !== MAGIC) throw new Error('This is not a packed memory snapshot.');
  const memory = new Uint8Array(view.getUint32(4, true));
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
