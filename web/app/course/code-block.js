/**
 * Code in the text that can be run, and tried with changes.
 *
 * @module code-block
 */

import { html, nothing } from 'lit';
import '../views/code-editor.js';
import { View } from '../views/view.js';
import { runSnippet } from './attempt.js';
import { withCode } from '../views/code-words.js';

/** Event: `tried` (detail: what stands there now). */
export class CodeBlock extends View {
  static properties = {
    python: { attribute: false },
    mine: { attribute: false },
    engine: { attribute: false },
    busy: { state: true },
    editing: { state: true },
    result: { state: true },
  };

  constructor() {
    super();
    /** @type {import('./shared-python.js').PythonShare | null} */
    this.python = null;
    /** What `import my_engine` gives. @type {() => string | null} */
    this.engine = () => null;
    this.busy = false;
    this.editing = false;
    /** @type {import('../../shared/protocol.js').CheckResult | null} */
    this.result = null;
    /** What the student wrote in its place, as it was kept. @type {string | null} */
    this.mine = null;
    /** The code that the chapter has. */
    this.printed = '';
    this.code = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.printed = this.querySelector('pre.code')?.textContent ?? '';
    this.code = this.printed;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('mine') || this.mine === null || this.mine === this.printed) return;
    this.code = this.mine;
    this.#editIt();
  }

  render() {
    if (!this.python) return nothing;
    return html`<div class="runnable-live" @edit=${(/** @type {CustomEvent} */ e) => this.#write(e.detail)} @run=${this.run}>
      ${this.editing ? html`<code-editor .code=${this.code} label="Code to try"></code-editor>` : nothing}
      <div class="runnable-actions">
        <button class="button small" data-testid="run-block" ?disabled=${this.busy} @click=${this.run}>${this.busy ? 'Running…' : 'Run'}</button>
        ${this.busy ? html`<button class="button small" @click=${() => this.python?.stop()}>Stop</button>` : nothing}
        ${this.editing || this.busy ? nothing : html`<button class="button small" @click=${this.#editIt}>Change it</button>`}
        ${this.code === this.printed ? nothing : html`<button class="button small" data-testid="as-printed" @click=${() => this.#write(this.printed)}>As it was</button>`}
      </div>
      <div aria-live="polite">${this.#output()}</div>
    </div>`;
  }

  #output() {
    if (!this.result) return nothing;
    const { output, passed, message } = this.result;
    return html`${output ? html`<pre class="output" data-testid="console">${output}</pre>` : nothing}
      ${passed ? (output ? nothing : html`<p class="is-quiet">It ran, and printed nothing.</p>`) : html`<p class="run-problem" role="alert">${withCode(message)}</p>`}`;
  }

  #editIt() {
    this.querySelector(':scope > pre.code')?.remove();
    this.editing = true;
  }

  /** @param {string} code */
  #write(code) {
    if (code === this.code) return;
    this.code = code;
    this.requestUpdate();
    this.emit('tried', code);
  }

  async run() {
    if (!this.python || this.busy) return;
    this.busy = true;
    try {
      this.result = await runSnippet(this.python, this.code, this.engine());
      this.querySelector(':scope > pre[data-output]')?.remove();
    } catch (fault) {
      const message = `Python could not be started: ${/** @type {Error} */ (fault).message}`;
      this.result = { passed: false, message, line: null, graph: null, wrongNode: null, output: '' };
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('code-block', CodeBlock);
