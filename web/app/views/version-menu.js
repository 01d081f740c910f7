/**
 * Earlier versions of the code, on this device, to have back.
 *
 * @module version-menu
 */

import { html, nothing } from 'lit';
import { THINNING } from '../model/journal.js';
import { difference, when } from '../model/versions.js';
import { closeMenu, leaveMenu } from './menu.js';
import { View } from './view.js';

/** @typedef {import('../model/versions.js').Version} Version */

/** How many are listed at once: to tell how each differs takes time. */
const PAGE = 100;

/** Events: `look` as it is opened, `restore` (detail: Version). */
export class VersionMenu extends View {
  static properties = { versions: { attribute: false }, kept: { attribute: false }, code: { attribute: false }, open: { state: true }, shown: { state: true } };

  constructor() {
    super();
    /** @type {readonly Version[]} */
    this.versions = [];
    this.code = '';
    /** Whether all of it is kept on this device; null while that is not known. @type {boolean | null} */
    this.kept = null;
    this.open = false;
    /** How many are listed. */
    this.shown = PAGE;
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
    this.shown = PAGE;
    if (this.open) this.emit('look');
  }

  /** @param {Version[]} earlier */
  #list(earlier) {
    const now = Date.now();
    return html`<div class="menu-list version-list">
      ${earlier.slice(0, this.shown).map((version) => html`<button @click=${(/** @type {Event} */ e) => this.#restore(e, version)}>
        <span>${version.name ? html`<strong><bdi>${version.name}</bdi></strong> ` : nothing}${version.at ? when(version.at, now) : ''}</span><code>${difference(version.code, this.code)}</code></button>`)}
      ${earlier.length > this.shown ? html`<button data-testid="older" @click=${() => (this.shown += PAGE)}><span></span>Show older</button>` : nothing}
      ${this.#about(earlier.length).map((text) => html`<p>${text}</p>`)}
    </div>`;
  }

  /** @param {number} count  of earlier versions */
  #about(count) {
    if (this.kept === false) return ['Not all of this is kept on this device: the foot of the page says why.'];
    if (count === 0) return ['What you write is listed here, version by version, once it is kept on this device.'];
    return this.kept ? [`Kept on this device. ${THINNING}`] : [];
  }

  /** @param {Event} event @param {Version} version */
  #restore(event, version) {
    const menu = /** @type {HTMLElement} */ (event.currentTarget).closest('details');
    if (menu) menu.open = false;
    this.emit('restore', version);
  }
}

customElements.define('version-menu', VersionMenu);
