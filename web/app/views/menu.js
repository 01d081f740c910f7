/**
 * What all drop-down menus do: close on Escape, and when the focus goes elsewhere.
 *
 * @module menu
 */

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
