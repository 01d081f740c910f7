/**
 * What the header of every page does: the theme, and the state of Python.
 *
 * @module site-header
 */

import { chooseTheme, currentTheme, restoreTheme } from './theme.js';
import './views/python-status.js';
import './views/theme-switch.js';

/** @typedef {import('./python-client.js').PythonClient} PythonClient */
/** @typedef {import('./views/python-status.js').PythonStatus} PythonStatus */
/** @typedef {import('./views/theme-switch.js').ThemeSwitch} ThemeSwitch */

export function openTheme() {
  restoreTheme();
  const theme = /** @type {ThemeSwitch | null} */ (document.querySelector('theme-switch'));
  if (!theme) return;
  theme.theme = currentTheme();
  theme.addEventListener('theme', (event) => {
    theme.theme = /** @type {CustomEvent} */ (event).detail;
    chooseTheme(theme.theme);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => (theme.theme = currentTheme()));
}

/** @param {PythonClient} client */
export function showStatus(client) {
  const status = /** @type {PythonStatus | null} */ (document.querySelector('python-status'));
  if (!status) return;
  const show = () => (status.state = client.state);
  client.addEventListener('state', show);
  client.addEventListener('progress', (event) => (status.progress = /** @type {CustomEvent} */ (event).detail));
  status.addEventListener('retry', () => client.start().catch(() => {})); // the state tells it
  show();
}
