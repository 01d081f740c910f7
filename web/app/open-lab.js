/**
 * The Lab's first script: it starts Python, then lets the Lab in.
 *
 * To make the Lab keeps this thread busy for a while, and Python's files pass through it: where they
 * come quickly they go first, and Python starts elsewhere while the Lab is made.
 *
 * @module open-lab
 */
import { python } from './early-python.js';

/** In milliseconds: the Lab waits no longer for Python's files. */
const PATIENCE = 500;

await Promise.race([python.arrived, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
await import('./main.js');
