/**
 * Earlier versions of the code, on this device, to have back: the newest first.
 *
 * @module version-list
 */

import { html, nothing } from 'lit';
import { THINNING } from '../model/journal.js';
import { difference, when } from '../model/versions.js';
import { View } from './view.js';

/** @typedef {import('../model/versions.js').Version} Version */

/** How many are listed at once: to tell how each differs takes time. */
const PAGE = 100;

/** Event: `restore` (detail: Version). */
export class VersionList extends View {
  static properties = { versions: { attribute: false }, kept: { attribute: false }, code: { attribute: false }, shown: { state: true } };

  constructor() {
    super();
    /** @type {readonly Version[]} */
    this.versions = [];
    this.code = '';
    /** Whether all of it is kept on this device; null while that is not known. @type {boolean | null} */
    this.kept = null;
    /** How many are listed. */
    this.shown = PAGE;
  }

  render() {
    const now = Date.now();
    const earlier = this.versions.filter(({ code }) => code !== this.code);
    return html`<div class="menu-list version-list">
      ${earlier.slice(0, this.shown).map((version) => html`<button @click=${() => this.emit('restore', version)}>
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
}

customElements.define('version-list', VersionList);
