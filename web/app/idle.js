/**
 * A moment in which the page has nothing else to do, for what can wait.
 *
 * @module idle
 */

/** Milliseconds: a page that is never idle must not wait for ever. */
const PATIENCE = 5000;
/** Where the browser cannot tell (WebKit), or gives a hidden page few such moments. */
const PAUSE = 200;

/** @returns {Promise<void>} */
export function idle() {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis && !document.hidden) requestIdleCallback(() => resolve(), { timeout: PATIENCE });
    else setTimeout(resolve, PAUSE);
  });
}
