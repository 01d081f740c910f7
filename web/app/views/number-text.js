/**
 * A number on the page: few digits for the eye, all of them in `data-value` and on hover.
 *
 * @module number-text
 */

import { html } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { format, formatFull, pythonRepr } from '../model/numbers.js';

/**
 * @param {number} value
 * @param {{role?: 'value' | 'gradient' | 'plain', full?: boolean, testId?: string, places?: number}} [options]
 */
export function numberText(value, { role = 'plain', full = false, testId, places = 4 } = {}) {
  const text = full ? formatFull(value) : format(value, places);
  return html`<span
    class="number is-${role}${full ? ' is-full' : ''}"
    data-testid=${ifDefined(testId)}
    data-value=${pythonRepr(value)}
    title=${formatFull(value)}
    >${text}</span
  >`;
}
