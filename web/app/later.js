/**
 * A part of a page that is fetched when it is first wanted.
 *
 * Where it does not come, the script in the page (loader.js) says so, and offers a way on.
 *
 * @module later
 */

/**
 * @param {() => Promise<unknown>} load
 * @returns {() => Promise<boolean>} asks for it; whether it is there
 */
export function later(load) {
  /** @type {Promise<boolean> | null} */
  let coming = null;
  /** @param {unknown} error */
  const fail = (error) => {
    coming = null; // it may be asked for again
    document.dispatchEvent(new CustomEvent('part-missing', { detail: error }));
    return false;
  };
  return () => (coming ??= load().then(() => true, fail));
}
