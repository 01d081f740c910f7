/**
 * Light or dark.
 *
 * @module theme-switch
 */

import { html } from 'lit';
import { View } from './view.js';

/** Event: `theme` (detail: 'light' or 'dark'). */
export class ThemeSwitch extends View {
  static properties = { theme: {} };

  constructor() {
    super();
    /** @type {'light' | 'dark'} */
    this.theme = 'light';
  }

  render() {
    const other = this.theme === 'light' ? 'dark' : 'light';
    return html`<button class="tool" data-testid="theme" aria-label=${`Change to the ${other} theme`} title=${`Change to the ${other} theme`} @click=${() => this.emit('theme', other)}>
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.5" /><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" />
      </svg>
    </button>`;
  }
}

customElements.define('theme-switch', ThemeSwitch);
