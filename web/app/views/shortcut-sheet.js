/**
 * The keys of the Lab.
 *
 * @module shortcut-sheet
 */

import { html } from 'lit';
import { View } from './view.js';

/** @type {[string, string][]} */
const KEYS = [
  ['Ctrl Enter', 'Run the code'],
  ['Ctrl Space', 'Complete a name of py_engine; Tab accepts'],
  ['Esc, then Tab', 'Leave the editor'],
  ['← → ↑ ↓', 'On the graph: to an operand, to a use, to the node above, below'],
  ['Enter', 'On the graph: choose a node, open what is folded'],
  ['← →', 'On the transport bar: a step back, a step on. On a line between panes: move it'],
  ['← → ↑ ↓', 'On the map: move the start. With Shift: move the map'],
  ['+ − 0', 'On the map and the graph: zoom; 0 fits the graph'],
  ['?', 'This sheet'],
];

export class ShortcutSheet extends View {
  render() {
    return html`<dialog aria-labelledby="keys-title" data-testid="shortcuts">
      <h2 id="keys-title">Keys</h2>
      <dl>${KEYS.map(([key, what]) => html`<div><dt>${key}</dt><dd>${what}</dd></div>`)}</dl>
      <form method="dialog">
        <button class="button small">Close</button>
        <a href="licences.html">What this site is made of, with licences</a>
      </form>
    </dialog>`;
  }

  async open() {
    await this.updateComplete;
    const dialog = this.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }
}

customElements.define('shortcut-sheet', ShortcutSheet);
