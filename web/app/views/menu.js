/**
 * What all drop-down menus do: open when what they list is here, close on Escape, and when the focus
 * goes elsewhere.
 *
 * @module menu
 */

import { dialogs } from './at-hand.js';

/** What menus list is here. */
let here = false;
/** The menu that was pressed last, while that is on its way. @type {HTMLElement | null} */
let pressed = null;

/** The press waits, and then opens the menu as it does anyway. @param {Event} event */
export async function openMenu(event) {
  if (here) return;
  event.preventDefault();
  const menu = /** @type {HTMLElement} */ (event.currentTarget);
  const waiting = pressed !== null;
  pressed = menu;
  if (waiting) return;
  here = Boolean(await dialogs());
  const last = pressed;
  pressed = null;
  if (here) last.click();
}

/** @param {KeyboardEvent} event */
export function closeMenu(event) {
  const menu = /** @type {HTMLDetailsElement} */ (event.currentTarget);
  if (event.key !== 'Escape' || !menu.open) return;
  menu.open = false;
  menu.querySelector('summary')?.focus();
}

/** @param {FocusEvent} event */
export function leaveMenu(event) {
  const menu = /** @type {HTMLDetailsElement} */ (event.currentTarget);
  if (event.relatedTarget && !menu.contains(/** @type {Node} */ (event.relatedTarget))) menu.open = false;
}
