/**
 * Light or dark: the system's choice, until the reader makes one.
 *
 * @module theme
 */

import { load, save } from './storage.js';

/** @typedef {'light' | 'dark'} Theme */

/** @returns {Theme} */
export function currentTheme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** @param {Theme} theme */
export function chooseTheme(theme) {
  document.documentElement.dataset.theme = theme;
  save('theme', theme);
}

export function restoreTheme() {
  const kept = load('theme', (found) => (found === 'light' || found === 'dark' ? found : null));
  if (kept) document.documentElement.dataset.theme = kept;
}
