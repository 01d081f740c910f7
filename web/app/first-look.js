/**
 * What a page needs to know before it is first drawn, kept where reading takes no time: the theme, how
 * the reader shares the Lab's room, and whether the Lab is to open with something else than what the page shows without its scripts.
 *
 * @module first-look
 */

import { readShares } from './model/pane-shares.js';
import { load, save } from './storage.js';
import { restoreTheme } from './theme.js';

const OWN = 'lab-own';
/** Where releases that did not say so kept what is of the reader's, until the store takes it over. */
const BEFORE = ['lab', 'lab-versions'];
const SHARES = 'lab-shares';

/** For the script in the page's head. */
export function takeFirstLook() {
  restoreTheme();
  restoreShares();
  const own = load(OWN, Boolean) || BEFORE.some((key) => load(key, Boolean));
  if (location.hash.length > 1 || own) document.documentElement.dataset.own = '';
}

/** @typedef {import('./model/pane-shares.js').PaneShares} PaneShares */

/** @returns {PaneShares} */
export function restoreShares() {
  const shares = load(SHARES, readShares);
  showShares(shares);
  return shares;
}

/** @param {PaneShares} shares */
export function keepShares(shares) {
  save(SHARES, shares);
  showShares(shares);
}

/** @param {PaneShares} shares */
function showShares(shares) {
  const { style } = document.documentElement;
  for (const which of /** @type {const} */ (['code', 'map'])) {
    if (shares[which] === undefined) style.removeProperty(`--${which}-share`);
    else style.setProperty(`--${which}-share`, `${shares[which]}%`);
  }
}

/** Whether the next visit begins with something of the reader's. @param {boolean} own */
export function keepFirstLook(own) {
  if (load(OWN, Boolean) !== own) save(OWN, own || null);
}
