/** From what Python gives to what a message can carry, and JSON-like data would hold. */

/** @param {unknown} value  @returns {value is Record<string, unknown>} */
function isRecord(value) {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * None comes out of Python as undefined, and a large int as a BigInt: the page knows neither.
 * @param {unknown} value  what `toJs` gave
 * @returns {unknown}
 */
export function plain(value) {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
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
