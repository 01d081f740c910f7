/**
 * Earlier versions of the code, on this device, to have back.
 *
 * @module version-menu
 */

import { html, nothing } from 'lit';
import { difference, when } from '../model/versions.js';
import { closeMenu, leaveMenu } from './menu.js';
import { View } from './view.js';

/** @typedef {import('../model/versions.js').Version} Version */

/** Events: `look` as it is opened, `restore` (detail: Version). */
export class VersionMenu extends View {
  static properties = { versions: { attribute: false }, code: { attribute: false }, about: {}, open: { state: true } };

  constructor() {
    super();
    /** @type {readonly Version[]} */
    this.versions = [];
    this.code = '';
    /** What is said where there is none yet. */
    this.about = '';
    this.open = false;
  }

  render() {
    const earlier = this.versions.filter(({ code }) => code !== this.code);
    return html`<details class="menu" data-testid="versions" @keydown=${closeMenu} @focusout=${leaveMenu} @toggle=${this.#toggle}>
      <summary class="button quiet">History</summary>
      ${this.open ? this.#list(earlier) : nothing}
    </details>`;
  }

  /** @param {Event} event */
  #toggle(event) {
    this.open = /** @type {HTMLDetailsElement} */ (event.target).open;
    if (this.open) this.emit('look');
  }

  /** @param {Version[]} earlier */
  #list(earlier) {
    const now = Date.now();
    return html`<div class="menu-list version-list">
      ${earlier.map((version) => html`<button @click=${(/** @type {Event} */ e) => this.#restore(e, version)}>
        <span>${version.name ? html`<strong>${version.name}</strong> ` : nothing}${version.at ? when(version.at, now) : ''}</span><code>${difference(version.code, this.code)}</code></button>`)}
      <p>${earlier.length === 0 ? this.about : 'Kept on this device.'}</p>
    </div>`;
  }

  /** @param {Event} event @param {Version} version */
  #restore(event, version) {
    const menu = /** @type {HTMLElement} */ (event.currentTarget).closest('details');
    if (menu) menu.open = false;
    this.emit('restore', version);
  }
}

customElements.define('version-menu', VersionMenu);
