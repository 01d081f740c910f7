/**
 * Take the work along: a link, a program, a notebook, pictures.
 *
 * @module share-list
 */

import { html, nothing } from 'lit';
import { saveFile } from '../engine/save-file.js';
import { DEFAULT_DESCENT } from '../model/descent-settings.js';
import { asNotebook, asProgram } from '../model/downloads.js';
import { formatCount } from '../model/numbers.js';
import { toFragment } from '../model/share-link.js';
import { LONGEST_CODE } from '../model/kept-forms.js';
import { pngOf, svgText } from './svg-picture.js';
import { View } from './view.js';

/** What can be saved as a picture, while it is shown: the layers of the drawing. */
const PICTURES = [
  { id: 'map', label: 'Map', layers: 'map-hero .map-pane > svg, map-hero .line-pane > svg' },
  { id: 'graph', label: 'Graph', layers: 'graph-hero svg.graph' },
];

export class ShareList extends View {
  static properties = { code: { attribute: false }, settings: { attribute: false }, axes: { attribute: false }, said: { state: true }, link: { state: true } };

  constructor() {
    super();
    this.code = '';
    /** @type {import('../model/descent-settings.js').DescentSettings | null} */
    this.settings = null;
    /** Which parameters the map shows. @type {[number, number]} */
    this.axes = [0, 1];
    this.said = '';
    /** To be copied by hand. */
    this.link = '';
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('code') || this.link === '') return;
    this.link = ''; // it holds what stood there before
    this.said = '';
  }

  render() {
    return html`<div class="menu-list">
      <button data-testid="share-link" @click=${this.#copyLink}>Copy a link</button>
      <button data-testid="save-program" @click=${() => this.#save('loss.py', asProgram(this.code), 'text/x-python')}>Save as a Python program</button>
      <button data-testid="save-notebook" @click=${() => this.#save('loss.ipynb', asNotebook(this.code), 'application/x-ipynb+json')}>Save as a notebook</button>
      ${PICTURES.map((picture) => html`<div class="menu-row"><span>${picture.label} as a picture</span>
        <button data-testid="save-${picture.id}-svg" aria-label="${picture.label} as SVG" @click=${() => this.#savePicture(picture, 'svg')}>SVG</button>
        <button data-testid="save-${picture.id}-png" aria-label="${picture.label} as PNG" @click=${() => this.#savePicture(picture, 'png')}>PNG</button></div>`)}
      ${this.link ? html`<input type="text" class="share-link" data-testid="link" readonly aria-label="The link" .value=${this.link} @focus=${(/** @type {Event} */ e) => /** @type {HTMLInputElement} */ (e.target).select()} />` : nothing}
      <p role="status">${this.said || 'A link carries the code itself. Nothing is uploaded.'}</p>
    </div>`;
  }

  /** @param {string} code */
  fragmentOf(code) {
    return toFragment({ code, settings: this.settings ?? DEFAULT_DESCENT, axes: this.axes });
  }

  async #copyLink() {
    if (this.code.length > LONGEST_CODE) {
      this.said = `The code is too long for a link: at most ${formatCount(LONGEST_CODE)} characters. Save it as a program instead.`;
      return;
    }
    const link = new URL(await this.fragmentOf(this.code), document.baseURI).href;
    try {
      await navigator.clipboard.writeText(link);
      this.said = 'The link is copied.';
      this.link = '';
    } catch {
      this.link = link; // browsers may refuse the clipboard; it can still be copied by hand
      this.said = 'The browser does not let this page copy: copy the link from here.';
    }
  }

  /** @param {string} name @param {string | Blob} content @param {string} [type] */
  #save(name, content, type) {
    saveFile(name, content, type);
    this.said = `${name} is saved.`;
  }

  /** @param {typeof PICTURES[number]} picture @param {'svg' | 'png'} format */
  async #savePicture({ id, label, layers }, format) {
    const shown = /** @type {NodeListOf<SVGSVGElement>} */ (document.querySelectorAll(layers));
    if (shown.length === 0) {
      this.said = `The ${label.toLowerCase()} is not shown now: open its tab, then save it.`;
      return;
    }
    const drawn = svgText([...shown]);
    if (format === 'svg') this.#save(`${id}.svg`, drawn.text, 'image/svg+xml');
    else this.#save(`${id}.png`, await pngOf(drawn));
  }
}

customElements.define('share-list', ShareList);
