/**
 * One line in the Lab, where the student's own engine stands in for ours.
 *
 * @module engine-note
 */

import { html, nothing } from 'lit';
import { View } from '../views/view.js';
import { engineChoice } from './choice.js';

export class EngineNote extends View {
  constructor() {
    super();
    this.redraw = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    engineChoice.addEventListener('change', this.redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    engineChoice.removeEventListener('change', this.redraw);
  }

  render() {
    if (engineChoice.source === null) return nothing;
    return html`<p class="engine-note" data-testid="engine-note">Runs on <a href="engine.html">your own engine</a>.
      <button class="link" data-testid="use-ours" @click=${() => engineChoice.choose(false)}>Use ours</button></p>`;
  }
}

customElements.define('engine-note', EngineNote);
