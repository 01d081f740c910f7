/**
 * The Lab's documents, kept on this device as they are written.
 *
 * @module autosave
 */

import { store, thisTab } from './kept.js';
import { standing } from './model/journal.js';
import { markRun } from './unfinished.js';

/** @typedef {import('./lab-session.js').LabSession} LabSession */

/**
 * What stands in a document.
 * @param {string} document @param {{again: boolean}} how  `again`: this tab had it open before, and it is as it was here
 */
export async function standingIn(document, { again }) {
  return standing(await store.entries(document), again ? thisTab() : null);
}

/** Whether this tab had the page open before. */
export function wasHere() {
  const [how] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
  return how !== undefined && how.type !== 'navigate';
}

/**
 * Keep what is written and what is run, until it is left: by closing the page, or for other work in it.
 *
 * @param {LabSession} session
 * @param {object} more
 * @param {() => string} more.document  that is open
 * @param {Pick<import('./python-client.js').PythonClient, 'state' | 'addEventListener'>} more.python
 * @param {AbortSignal} more.until
 */
export function keep(session, { document, python, until }) {
  let [last, where] = [session.state, document()];
  const mark = () => markRun(session.state.busy > 0 && python.state === 'running');
  const follow = () => {
    const now = session.state;
    const before = where === document() ? last : now; // another was opened: nothing in it was written
    where = document();
    mark();
    if (now.code !== before.code || now.settings !== before.settings) store.note(document(), now.code, { settings: now.settings });
    last = now;
  };
  const ran = () => {
    const { code, settings } = session.state;
    store.noteAgain(document(), code, { origin: 'run', settings });
  };
  const leave = () => markRun(false); // left in good order: only a crash leaves it behind
  const end = () => {
    leave();
    store.turn(where); // what is written there another time is an entry of its own
  };
  session.addEventListener('change', follow, { signal: until });
  session.addEventListener('run', ran, { signal: until });
  python.addEventListener('state', mark, { signal: until });
  window.addEventListener('pagehide', leave, { signal: until });
  until.addEventListener('abort', end, { once: true });
}
