/**
 * Take all progress along: to a file, and from one.
 *
 * @module course-transfer
 */

import { html, nothing } from 'lit';
import { engineChoice } from '../engine/choice.js';
import { View } from '../views/view.js';
import { saveKept } from '../export-kept.js';
import { keepFirstLook } from '../first-look.js';
import { store } from '../kept.js';
import { engineWent, importedInWords, importFile, ImportProblem, summaryOf } from './transfer.js';
import { takeIn } from './whole.js';

export class CourseTransfer extends View {
  static properties = { course: { attribute: false }, progress: { attribute: false }, told: { state: true }, problem: { state: true } };

  constructor() {
    super();
    /** @type {import('./course-data.js').CourseData | null} */
    this.course = null;
    /** @type {import('./progress.js').Progress | null} */
    this.progress = null;
    this.told = '';
    this.problem = '';
  }

  render() {
    if (!this.progress) return nothing;
    return html`<section class="transfer" aria-labelledby="transfer-title">
      <h2 id="transfer-title">Take it with you</h2>
      <p>Your code, hints, passed exercises, your engine and what you write in the Lab are kept in this browser, on this device, and nowhere else. A file carries them to another; what both have is merged, and no text is lost.</p>
      <p class="transfer-actions">
        <button class="button" data-testid="export" @click=${this.#export}>Export to a file</button>
        <label class="button">Import a file<input class="visually-hidden" type="file" accept=".json,application/json" data-testid="import" @change=${this.#import} /></label>
      </p>
      <p role="status" data-testid="transfer-told">${this.told}</p>
      ${this.problem ? html`<p class="run-problem" role="alert" data-testid="transfer-problem">${this.problem}</p>` : nothing}
    </section>`;
  }

  /** The exercises of this course. */
  get #known() {
    return new Set(Object.keys(this.course?.exercises ?? {}));
  }

  async #export() {
    const { records, engine, entries } = await saveKept();
    this.problem = '';
    const also = [engine.source === null ? '' : 'My engine', entries.length === 0 ? '' : `${entries.length} ${entries.length === 1 ? 'text' : 'texts'} of the Histories`].filter(Boolean);
    this.told = `Exported: ${[summaryOf(records, this.#known), ...also].join(', and ')}.`;
  }

  /** @param {Event} event */
  async #import(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const file = input.files?.[0];
    input.value = '';
    if (!file || !this.progress) return;
    try {
      const found = await importFile(file);
      const { course } = this;
      /** @type {import('../model/engine-file.js').Went} */
      let went = 'none';
      const done = await takeIn(store, found, () => (went = engineChoice.merge(found.engine, course?.engine ?? [])));
      if (!done) throw new ImportProblem('This browser’s storage has no room for what is in this file, or is blocked: nothing was imported.');
      keepFirstLook(true); // until the Lab looks itself
      this.problem = '';
      this.told = `${importedInWords(found, done, this.#known)} ${engineWent(went, found.engine, (step) => course?.exercises[step]?.title ?? step)}`.trim();
      this.emit('imported');
    } catch (error) {
      if (!(error instanceof ImportProblem)) throw error;
      this.told = '';
      this.problem = error.message;
    }
  }
}

customElements.define('course-transfer', CourseTransfer);
