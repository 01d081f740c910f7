/**
 * Starting a page where the script in it listens (loader.js): it mends what does not start.
 *
 * @module page-start
 */

/** @param {() => Promise<unknown>} open */
export async function startPage(open) {
  try {
    await open();
    document.dispatchEvent(new Event('page-started'));
  } catch (error) {
    document.dispatchEvent(new CustomEvent('page-failed', { detail: error }));
    throw error;
  }
}
