/**
 * The clock of what is drawn: see model/allowance.js. A page that is not seen draws no frames, nor does Node.js.
 *
 * @module frame-clock
 */

/** @type {import('../model/allowance.js').Clock} */
export const frameClock = {
  now: () => performance.now(),
  later: (told) => globalThis.requestAnimationFrame?.(() => requestAnimationFrame(told)),
};
