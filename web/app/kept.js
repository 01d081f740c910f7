/**
 * What the student makes, kept on this device: the store, joined to this page's life.
 *
 * @module kept
 */

import { desk, FOLDER, scoped } from './storage.js';
import { openPlace } from './storage/database.js';
import { RULES } from './storage/rules.js';
import { Store } from './storage/store.js';

const NAME = `autograd-from-scratch ${FOLDER}`;
const TAB = scoped('tab');
/** In milliseconds: what need not be held any longer is forgotten when nobody waits for the page. */
const REST = 60_000;

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null;

/** Not `crypto.randomUUID`, which a page without https has not. */
export const randomName = () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join('');

/** The same after the tab is loaded again. Not written before there is something to keep. */
function tab() {
  const name = thisTab() ?? randomName();
  try {
    sessionStorage.setItem(TAB, name);
  } catch {
    // blocked: then nothing else is kept either
  }
  return name;
}

/** This tab's name where it has written anything, before it was loaded again. @returns {string | null} */
export function thisTab() {
  try {
    return sessionStorage.getItem(TAB);
  } catch {
    return null;
  }
}

export const store = new Store({
  open: () => openPlace(NAME),
  desk,
  rules: RULES,
  tell: (message) => channel?.postMessage(message),
  tab,
  load: randomName(),
});

/** Nothing may be asked of the store before. */
export const opened = store.open();

channel?.addEventListener('message', ({ data }) => void store.hear(data));
addEventListener('pagehide', () => store.leave());
addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && store.leave());
addEventListener('pageshow', ({ persisted }) => persisted && void store.again());
addEventListener('storage', ({ key }) => key?.startsWith(scoped('')) && void store.takeOver()); // by a tab of an earlier release, or one that was closed
// What is on its way, or waits for the next visit, is left without a question; what can be put nowhere is not.
addEventListener('beforeunload', (event) => store.problem && !store.leave() && event.preventDefault());
setTimeout(() => void opened.then(() => store.thin()), REST);
