/**
 * From what Python gives to what a message can carry, and back.
 *
 * What goes out is made anew, of plain parts alone, and is bounded: what a page takes in costs it
 * time before it can look at it. A learner's code may have replaced what is used here, so that it is
 * taken before such code runs; and may have added setters to what all lists and objects inherit, so
 * that nothing is set here that is inherited.
 */

const { apply, defineProperty, getPrototypeOf, ownKeys } = Reflect;
const { isArray } = Array;
const { Number, RangeError, TypeError } = globalThis;
const typedArray = getPrototypeOf(Float64Array.prototype);
const kindOf = /** @type {() => string} */ (Object.getOwnPropertyDescriptor(typedArray, Symbol.toStringTag)?.get);
const lengthOf = /** @type {() => number} */ (Object.getOwnPropertyDescriptor(typedArray, 'length')?.get);
/** Numbers, texts, lists and objects in a message; the largest of ours have half of it. */
const MOST_PARTS = 500_000;
/** Letters, and numbers in arrays of numbers. */
const MOST_CONTENT = 8_000_000;
const DEEPEST = 30;

/** @typedef {{parts: number, content: number}} Room */

/**
 * None comes out of Python as undefined, and a large int as a BigInt: the page knows neither.
 * @param {unknown} value  what `toJs` gave
 * @returns {unknown}
 * @throws {RangeError | TypeError} for what is too much, or nothing that could be told
 */
export const plain = (value) => copy(value, { parts: MOST_PARTS, content: MOST_CONTENT }, DEEPEST);

/** @param {unknown} value @param {Room} room @param {number} depth @returns {unknown} */
function copy(value, room, depth) {
  room.parts -= 1;
  if (room.parts < 0 || depth < 0) throw new RangeError('This is more than the page could show.');
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'bigint':
      return Number(value);
    case 'number':
    case 'boolean':
      return value;
    case 'string':
      return within(room, value.length, value);
    case 'object':
      return value === null ? null : inside(value, room, depth - 1);
  }
  throw new TypeError(`A ${typeof value} cannot be sent.`);
}

/** @param {object} value @param {Room} room @param {number} depth */
function inside(value, room, depth) {
  if (isArray(value)) return list(value, room, depth);
  if (apply(kindOf, value, []) === 'Float64Array') return within(room, apply(lengthOf, value, []), value);
  return object(/** @type {Record<string, unknown>} */ (value), room, depth);
}

/** @template T @param {Room} room @param {number} size @param {T} value @returns {T} */
function within(room, size, value) {
  room.content -= size;
  if (room.content < 0) throw new RangeError('This is more than the page could show.');
  return value;
}

/** @param {unknown[]} value @param {Room} room @param {number} depth */
function list(value, room, depth) {
  /** @type {unknown[]} */
  const made = [];
  const { length } = value;
  for (let k = 0; k < length; k += 1) {
    const entry = { __proto__: null, value: copy(value[k], room, depth), writable: true, enumerable: true, configurable: true };
    defineProperty(made, k, /** @type {PropertyDescriptor} */ (entry));
  }
  return made;
}

/** @param {Record<string, unknown>} value @param {Room} room @param {number} depth */
function object(value, room, depth) {
  /** @type {Record<string, unknown>} */
  const made = { __proto__: null };
  const keys = ownKeys(value);
  for (let k = 0; k < keys.length; k += 1) {
    const key = keys[k];
    if (typeof key === 'string') made[key] = copy(value[key], room, depth);
  }
  return made;
}

/** @param {unknown} value  @returns {value is Record<string, unknown>} */
function isRecord(value) {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * The other way: a null would become something of its own in Python, undefined becomes None.
 * @param {unknown} value  of a message's arguments
 * @returns {unknown}
 */
export function forPython(value) {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(forPython);
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, forPython(item)]));
  }
  return value;
}
