/**
 * The class that is to be built, in outline: faint, and filled in as steps are passed.
 *
 * @module engine-ghost
 */

import { html } from 'lit';
import { engineOutline } from '../course/engine-outline.js';
import { View } from '../views/view.js';

/** @typedef {import('../course/engine-outline.js').OutlineLine} OutlineLine */

export class EngineGhost extends View {
  static properties = { course: { attribute: false }, passed: { attribute: false } };

  constructor() {
    super();
    /** @type {import('../course/course-data.js').CourseData | null} */
    this.course = null;
    /** Whether a step is there already. @type {(step: string) => boolean} */
    this.passed = () => false;
  }

  render() {
    if (!this.course) return html``;
    return html`<div class="ghost" data-testid="ghost">${engineOutline(this.course).map(({ owner, lines }) => html`
      ${owner ? html`<p class="ghost-owner"><code>class ${owner}:</code></p>` : html`<p class="ghost-owner"><code># ${'and beside it'}</code></p>`}
      <ol class="${owner ? 'is-inside' : ''}">${lines.map((line) => this.#line(line))}</ol>`)}</div>`;
  }

  /** @param {OutlineLine} line */
  #line({ step, title, href, heads }) {
    const built = this.passed(step);
    return html`<li class=${built ? 'is-built' : ''} data-step=${step}>
      <div>${heads.length ? heads.map((head) => html`<code>${head}</code>`) : html`<code class="is-comment"># a change within what is there</code>`}</div>
      <a href=${href}><span class="visually-hidden">${built ? 'passed: ' : 'to come: '}</span>${title}</a></li>`;
  }
}

customElements.define('engine-ghost', EngineGhost);
