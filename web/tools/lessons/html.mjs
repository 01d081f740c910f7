/**
 * Text in HTML.
 *
 * @module html
 */

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** @param {string} text */
export function escape(text) {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[/** @type {keyof ENTITIES} */ (sign)]);
}
