/**
 * A world in which everything is the same each time, for what must come out the same byte for byte:
 * Python's memory holds what it once read of clocks, of chance and of the place that it ran at.
 */
import crypto from 'node:crypto';

/** Where build.py too sets its tools' clocks, in milliseconds. */
const NOW = Number(process.env.SOURCE_DATE_EPOCH ?? 1_577_836_800) * 1000;

/** Bytes without a pattern, from a linear congruential generator. */
function chance() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
}

/** @param {any} object  @param {string} name  @param {unknown} value  @returns {() => unknown} to put back what was there */
function replace(object, name, value) {
  const before = object[name];
  object[name] = value;
  return () => (before === undefined ? delete object[name] : (object[name] = before));
}

/**
 * Do some work while clocks stand still and chance repeats itself.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inFixedWorld(work) {
  const byte = chance();
  /** @param {NodeJS.ArrayBufferView} view */
  const fill = (view) => {
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength).forEach((_, i, bytes) => (bytes[i] = byte()));
    return view;
  };
  class FixedDate extends Date {
    /** @param {any[]} given */
    constructor(...given) {
      super(.../** @type {[number]} */ (given.length ? given : [NOW]));
    }

    static now() {
      return NOW;
    }
  }
  const undo = [
    replace(globalThis, 'Date', FixedDate),
    replace(performance, 'now', () => 0),
    replace(Math, 'random', () => byte() / 256),
    replace(crypto, 'randomFillSync', fill),
    replace(crypto.webcrypto, 'getRandomValues', fill),
    replace(process.env, 'TZ', 'UTC'),
  ];
  try {
    return await work();
  } finally {
    for (const putBack of undo) putBack();
  }
}
