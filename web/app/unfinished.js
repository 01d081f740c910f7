/**
 * Runs that never came to an end, as their tab died: their code may hang, and is not run unasked.
 *
 * Each visit makes a mark of its own, and holds a lock while it runs: a mark without its lock is of a
 * tab that is no more. Where the browser has no locks, each mark counts.
 *
 * @module unfinished
 */

import { randomName } from './kept.js';
import { keysUnder, save, scoped } from './storage.js';

const MARK = 'lab-running:';
const OWN = MARK + randomName();

/** @type {(() => void) | null} */
let end = null;

/** Whether a run goes on in this tab. @param {boolean} going */
export function markRun(going) {
  if (going === (end !== null)) return;
  end?.();
  end = null;
  if (!going) return save(OWN, null);
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => (end = resolve));
  const mine = end;
  const hold = () => {
    if (end === mine) save(OWN, true);
    return ended;
  };
  if (navigator.locks) navigator.locks.request(scoped(OWN), hold).catch(() => {}); // the page goes
  else void hold();
}

/** Whether a run on this device was cut off; asked once, it is forgotten. */
export async function leftUnfinished() {
  const marks = keysUnder(MARK);
  if (marks.length === 0) return false;
  const held = new Set((await navigator.locks?.query())?.held?.map(({ name }) => name));
  const cutOff = marks.filter((mark) => !held.has(scoped(mark)));
  for (const mark of cutOff) save(mark, null);
  return cutOff.length > 0;
}
