/**
 * What a page needs to know before it is first drawn, kept where reading takes no time: the theme,
 * and whether the Lab is to open with something else than what the page shows without its scripts.
 *
 * @module first-look
 */

import { load, save } from './storage.js';
import { restoreTheme } from './theme.js';

const OWN = 'lab-own';

/** For the script in the page's head. */
export function takeFirstLook() {
  restoreTheme();
  if (location.hash.length > 1 || load(OWN, Boolean)) document.documentElement.dataset.own = '';
}

/** Whether the next visit begins with something of the reader's. @param {boolean} own */
export function keepFirstLook(own) {
  if (load(OWN, Boolean) !== own) save(OWN, own || null);
}
