/**
 * Names and formulas as one writes them by hand: `x_i` with its index below.
 *
 * @module math-text
 */

import { html } from 'lit';

/** @param {string} text */
export function mathText(text) {
  return text.split(/(\p{L}+_\w+)/u).map((part, k) => {
    if (k % 2 === 0) return part;
    const at = part.indexOf('_');
    return html`${part.slice(0, at)}<sub>${part.slice(at + 1)}</sub>`;
  });
}
