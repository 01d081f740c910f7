/**
 * What is kept on this device. Where the browser refuses storage, everything works and nothing is kept.
 *
 * @module storage
 */

/** One origin can host several copies of the site (forks on one GitHub Pages account). */
const SCOPE = `autograd-from-scratch:${new URL('.', document.baseURI).pathname}:`;

/**
 * @template T
 * @param {string} key
 * @param {T} fallback
 * @returns {T} what was kept, or the fallback where there is nothing readable
 */
export function load(key, fallback) {
  try {
    const text = localStorage.getItem(SCOPE + key);
    return text === null ? fallback : JSON.parse(text);
  } catch {
    return fallback;
  }
}

/**
 * @param {string} key
 * @param {unknown} value  null forgets the key
 * @returns {boolean} whether it was kept: storage can be full or blocked
 */
export function save(key, value) {
  try {
    if (value === null) localStorage.removeItem(SCOPE + key);
    else localStorage.setItem(SCOPE + key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** The same place as texts by key, for those who keep many things: reading and writing may throw. */
export const shelf = {
  /** @param {string} key */
  get: (key) => localStorage.getItem(SCOPE + key),
  /** @param {string} key @param {string} text */
  set: (key, text) => localStorage.setItem(SCOPE + key, text),
  /** @param {string} key */
  remove: (key) => localStorage.removeItem(SCOPE + key),
  keys() {
    try {
      return Object.keys(localStorage).flatMap((key) => (key.startsWith(SCOPE) ? [key.slice(SCOPE.length)] : []));
    } catch {
      return []; // blocked
    }
  },
  /** The key of an event of another tab, as it is called here. @param {StorageEvent} event */
  keyOf: ({ key }) => (key?.startsWith(SCOPE) ? key.slice(SCOPE.length) : null),
};
