/**
 * Earlier versions of the code (version-list.js).
 *
 * @module version-menu
 */

import { html, nothing } from 'lit';
import { closeMenu, leaveMenu, openMenu } from './menu.js';
import { View } from './view.js';

/** Events: `look` as it is opened, `restore` (detail: Version). */
export class VersionMenu extends View {
  static properties = { versions: { attribute: false }, kept: { attribute: false }, code: { attribute: false }, open: { state: true } };

  constructor() {
    super();
    /** @type {readonly import('../model/versions.js').Version[]} */
    this.versions = [];
    this.code = '';
    /** Whether all of it is kept on this device; null while that is not known. @type {boolean | null} */
    this.kept = null;
    this.open = false;
  }

  render() {
    return html`<details class="menu" data-testid="versions" .open=${this.open} @keydown=${closeMenu} @focusout=${leaveMenu} @toggle=${this.#toggle}>
      <summary class="button quiet" @click=${openMenu}>History</summary>
      ${this.open ? html`<version-list .versions=${this.versions} .kept=${this.kept} .code=${this.code} @restore=${() => (this.open = false)}></version-list>` : nothing}
    </details>`;
  }

  /** @param {Event} event */
  #toggle(event) {
    this.open = /** @type {HTMLDetailsElement} */ (event.target).open;
    if (this.open) this.emit('look');
  }
}

customElements.define('version-menu', VersionMenu);
