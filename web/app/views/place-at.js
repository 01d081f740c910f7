/**
 * A directive that puts an element at a place within its pane, by CSSOM: the page's policy drops
 * style attributes.
 *
 * @module place-at
 */

import { noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';

class PlaceAt extends Directive {
  /** @param {number} _x @param {number} _y */
  render(_x, _y) {
    return noChange;
  }

  /** @param {import('lit/directive.js').ElementPart} part @param {[number, number]} place */
  update(part, [x, y]) {
    /** @type {HTMLElement} */ (part.element).style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    return noChange;
  }
}

export const placeAt = directive(PlaceAt);
