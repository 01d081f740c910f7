/**
 * The sign of what is wrong. Its words stand beside it.
 *
 * @module problem-icon
 */

import { html } from 'lit';

export const problemIcon = html`<svg class="icon is-problem" viewBox="0 0 20 20" aria-hidden="true">
  <path d="M10 2.2 18.6 17H1.4z" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round" />
  <path d="M10 7.4v4.6M10 14.2v.6" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" />
</svg>`;
