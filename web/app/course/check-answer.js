/**
 * What a check answered, in words; the first wrong node is shown in the graph.
 *
 * @module check-answer
 */

import { html, nothing } from 'lit';
import { stepsOf } from '../model/steps.js';
import '../views/graph-view.js';
import { View } from '../views/view.js';
import { withCode } from '../views/code-words.js';

/** @typedef {import('../../shared/protocol.js').CheckResult} CheckResult */

/** Event: `line` (detail: 1-based) when the reader asks for the line. */
export class CheckAnswer extends View {
  static properties = { result: { attribute: false }, withGraph: { attribute: false }, withOutput: { attribute: false } };

  constructor() {
    super();
    /** @type {CheckResult | null} */
    this.result = null;
    this.withGraph = true;
    this.withOutput = true;
  }

  render() {
    const { result } = this;
    if (!result) return nothing;
    const { passed, message, line, output } = result;
    return html`
      <div class="answer ${passed ? 'is-passed' : 'is-failed'}" data-testid="answer" data-passed=${passed}>
        ${passed ? tick : cross}
        <div>
          <p><strong>${passed ? 'Passed.' : 'Not yet.'}</strong> ${withCode(message)}
            ${line === null || passed ? nothing : html`<button class="link" @click=${() => this.emit('line', line)}>Show line ${line}</button>`}</p>
          ${output && this.withOutput ? html`<details class="answer-output" ?open=${!passed}><summary>Printed</summary><pre data-testid="console">${output}</pre></details>` : nothing}
          ${this.#table(result)}
          ${this.withGraph ? this.#graph(result) : nothing}
        </div>
      </div>
    `;
  }

  /** @param {CheckResult} result */
  #table({ table }) {
    if (!table) return nothing;
    return html`<table class="answer-table" data-testid="answer-table">
      <thead><tr>${table.head.map((cell) => html`<th scope="col">${withCode(cell)}</th>`)}</tr></thead>
      <tbody>${table.rows.map((row) => html`<tr class=${row.at(-1) ? 'is-wrong' : ''}>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
    </table>`;
  }

  /** @param {CheckResult} result */
  #graph({ graph, wrongNode }) {
    if (!graph || graph.nodes.length === 0) return nothing;
    const steps = stepsOf(graph);
    const wrong = graph.nodes.find(({ id }) => id === wrongNode);
    return html`<figure class="answer-graph">
      <graph-view .graph=${graph} .steps=${steps} .position=${steps.length} .selected=${wrongNode}></graph-view>
      <figcaption>${wrong ? html`Your graph. The first wrong node is marked: ${wrong.name ? html`<code>${wrong.name}</code>` : wrong.symbol}.` : 'Your graph, as your code built it.'}</figcaption>
    </figure>`;
  }
}

const tick = html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="M3.5 10.5l4.3 4.3L16.5 5.5" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" /></svg>`;
export const cross = html`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7.6" fill="none" stroke="currentColor" stroke-width="1.7" /><path d="M10 5.8v5M10 13.4v.8" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" /></svg>`;

customElements.define('check-answer', CheckAnswer);
