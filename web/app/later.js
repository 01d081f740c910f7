/**
 * A part of a page that is fetched when it is first wanted, or before that, when nothing else is.
 *
 * Where it does not come, the script in the page (loader.js) says so, and offers a way on.
 *
 * @module later
 */

/**
 * @template T
 * @param {() => Promise<T>} load
 * @param {{ahead?: boolean}} [how]  `ahead`: also as soon as the page is calm
 * @returns {(how?: {quietly?: boolean}) => Promise<T | null>} asks for it; `quietly`: nobody waits for it
 */
export function later(load, { ahead = false } = {}) {
  /** @type {Promise<T> | null} */
  let coming = null;
  const ask = async ({ quietly = false } = {}) => {
    coming ??= load();
    try {
      return await coming;
    } catch (error) {
      coming = null; // it may be asked for again
      if (!quietly) document.dispatchEvent(new CustomEvent('part-missing', { detail: error }));
      return null;
    }
  };
  if (ahead) globalThis.document?.addEventListener('python-settled', () => void ask({ quietly: true }), { once: true });
  return ask;
}
