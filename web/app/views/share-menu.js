/**
 * Take the work along (share-list.js).
 *
 * @module share-menu
 */

import { html } from 'lit';
import { closeMenu, leaveMenu, openMenu } from './menu.js';
import { View } from './view.js';

export class ShareMenu extends View {
  static properties = { code: { attribute: false }, settings: { attribute: false }, axes: { attribute: false } };

  constructor() {
    super();
    this.code = '';
    /** @type {import('../model/descent-settings.js').DescentSettings | null} */
    this.settings = null;
    /** Which parameters the map shows. @type {[number, number]} */
    this.axes = [0, 1];
  }

  render() {
    return html`<details class="menu" data-testid="share" @keydown=${closeMenu} @focusout=${leaveMenu}>
      <summary class="button quiet" @click=${openMenu}>Share</summary>
      <share-list .code=${this.code} .settings=${this.settings} .axes=${this.axes}></share-list>
    </details>`;
  }
}

customElements.define('share-menu', ShareMenu);
