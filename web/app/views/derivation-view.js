/**
 * The chain rule for the learner's own loss, typeset, one step a line.
 *
 * @module derivation-view
 */

import katex from 'katex';
import { html } from 'lit';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').DerivationStep} DerivationStep */

/** Event: `select` (detail: node id or null). */
export class DerivationView extends View {
  static properties = { steps: { attribute: false }, selected: { attribute: false }, reason: { attribute: false } };

  constructor() {
    super();
    /** @type {DerivationStep[]} */
    this.steps = [];
    /** @type {string | null} */
    this.selected = null;
    /** Why there is none, where there is none. @type {string | null} */
    this.reason = null;
  }

  render() {
    if (this.steps.length === 0) {
      return html`<p class="empty">${this.reason ?? 'The derivation appears here when Python has run your code.'}</p>`;
    }
    return html`<ol class="derivation" data-testid="derivation" tabindex="0" aria-label="The chain rule for this loss">
      ${this.steps.map(
        (step) => html`<li class=${this.selected && step.nodes.includes(this.selected) ? 'is-selected' : ''}
          @click=${() => step.nodes.length > 0 && this.emit('select', step.nodes[0])}>
          <p>${step.words}</p><div class="tex" data-tex=${step.tex}></div></li>`,
      )}
    </ol>`;
  }

  updated() {
    for (const place of this.querySelectorAll('.tex')) {
      const tex = place.getAttribute('data-tex') ?? '';
      if (place.getAttribute('data-set') === tex) continue;
      katex.render(tex, /** @type {HTMLElement} */ (place), { displayMode: true, throwOnError: false, strict: false, maxExpand: 1000 });
      place.setAttribute('data-set', tex);
    }
  }
}

customElements.define('derivation-view', DerivationView);
