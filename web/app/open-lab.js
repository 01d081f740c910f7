/**
 * The Lab's first script: it starts Python, then lets the Lab in.
 *
 * To make the Lab keeps this thread busy for a while, and in most browsers it is the sandboxed frame's
 * too, which Python's files pass through: where they come quickly they go first, and Python starts
 * in its worker while the Lab is made.
 *
 * @module open-lab
 */
import { python } from './early-python.js';
import { startPage } from './page-start.js';

/** In milliseconds: the Lab waits no longer for Python's worker. */
const PATIENCE = 900;

python.addEventListener('progress', () => document.dispatchEvent(new Event('page-progress')));
await startPage(async () => {
  await Promise.race([python.begun, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
  await import('./main.js');
});
