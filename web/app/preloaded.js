/**
 * How a script asks for what its page's head asked for ahead, by `<link rel="preload" as="fetch">`.
 *
 * All files are of this site. In another mode WebKit fetches everything twice, with other
 * credentials Chromium does.
 *
 * @module preloaded
 */

/** @type {RequestInit} */
export const PRELOADED = { mode: 'no-cors', credentials: 'include' };
