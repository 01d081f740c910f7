/**
 * Small things that are wanted before anything is drawn, kept where reading takes no time: the theme,
 * how the room is shared, and whether a run is going on. What a student makes is kept in kept.js.
 *
 * Where the browser refuses storage, everything works and nothing is kept.
 *
 * @module storage
 */

/** The folder of this copy of the site: one origin can host several (forks on one GitHub Pages account). */
export const FOLDER = new URL('.', document.baseURI).pathname;
const SCOPE = `autograd-from-scratch:${FOLDER}:`;

/** A name that no other copy of the site has. @param {string} key */
export const scoped = (key) => SCOPE + key;

/**
 * @template T
 * @param {string} key
 * @param {(found: unknown) => T} read  what was kept, by a release that may have been another; null where there is nothing
 * @returns {T}
 */
export function load(key, read) {
  try {
    return read(JSON.parse(localStorage.getItem(SCOPE + key) ?? 'null'));
  } catch {
    return read(null);
  }
}

/**
 * @param {string} key
 * @param {unknown} value  null forgets the key
 */
export function save(key, value) {
  try {
    if (value === null) localStorage.removeItem(SCOPE + key);
    else localStorage.setItem(SCOPE + key, JSON.stringify(value));
  } catch {
    // full or blocked: it is as at first at the next visit
  }
}

/** What was kept under keys that begin so. @param {string} beginning @returns {string[]} the keys */
export function keysUnder(beginning) {
  try {
    return desk.keys().filter((key) => key.startsWith(beginning));
  } catch {
    return []; // blocked
  }
}

/**
 * The same place as texts by key; each call may throw. What it has no room for is put where only this tab
 * finds it, loaded again or come back to, and room is counted apart.
 * @type {import('./storage/pending.js').Desk}
 */
export const desk = {
  get: (key) => localStorage.getItem(SCOPE + key) ?? sessionStorage.getItem(SCOPE + key),
  set(key, text) {
    try {
      localStorage.setItem(SCOPE + key, text);
    } catch {
      sessionStorage.setItem(SCOPE + key, text);
      localStorage.removeItem(SCOPE + key); // which is older
      return false;
    }
    sessionStorage.removeItem(SCOPE + key);
    return true;
  },
  remove(key) {
    localStorage.removeItem(SCOPE + key);
    sessionStorage.removeItem(SCOPE + key);
  },
  keys: () => [localStorage, sessionStorage].flatMap((place) => Object.keys(place).flatMap((key) => (key.startsWith(SCOPE) ? [key.slice(SCOPE.length)] : []))),
};
