/**
 * The learner's text, kept on this device as it is typed.
 *
 * @module autosave
 */

import { readVersions, withVersion } from './model/versions.js';
import { load, save } from './storage.js';

/** @typedef {import('./lab-session.js').LabSession} LabSession */
/** @typedef {import('./model/descent-settings.js').DescentSettings} DescentSettings */
/** @typedef {{code: string, example: string, settings: DescentSettings}} Kept */

const PAUSE = 250;

/** @returns {Kept | null} */
export function kept() {
  return load('lab', null);
}

/** Whether the last run on this device never came to an end: its code may hang. */
export function leftUnfinished() {
  return load('lab-running', false);
}

/**
 * Keep what is written, until it is left: by closing the page, or for other work in it.
 *
 * @param {LabSession} session
 * @param {object} more
 * @param {() => string} more.example   the id of the example that is open
 * @param {() => boolean} more.running  whether Python is at work
 * @param {AbortSignal} more.until
 */
export function keep(session, { example, running, until }) {
  let timer = 0;
  let last = session.state;
  const write = () => {
    window.clearTimeout(timer);
    const { code, settings } = session.state;
    save('lab', { code, settings, example: example() });
  };
  const follow = () => {
    const now = session.state;
    if (now.busy !== last.busy) save('lab-running', now.busy && running() ? true : null);
    if (now.code !== last.code || now.settings !== last.settings) {
      window.clearTimeout(timer);
      timer = window.setTimeout(write, PAUSE);
    }
    last = now;
  };
  const leave = () => {
    write();
    save('lab-running', null); // left in good order: only a crash leaves it behind
  };
  session.addEventListener('change', follow, { signal: until });
  window.addEventListener('pagehide', leave, { signal: until });
  until.addEventListener('abort', leave, { once: true });
}

/** Earlier versions of the code, kept as they are run or replaced. */
export class KeptVersions {
  list = readVersions(load('lab-versions', null));

  /** @param {string} code @param {string} example */
  add(code, example) {
    const before = readVersions(load('lab-versions', null)); // another tab may have added some
    if (before[0]?.code === code) return void (this.list = before); // run again, or at a visit: it has its time
    const list = withVersion(before, { code, example, at: Date.now() });
    if (save('lab-versions', list)) this.list = list;
  }
}
