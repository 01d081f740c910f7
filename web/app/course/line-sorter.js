/**
 * Lines of code to be put in order: by dragging, by buttons, or by the keyboard.
 *
 * @module line-sorter
 */

import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { View } from '../views/view.js';
import { linesOf, moved } from './line-order.js';

/** Event: `edit` (detail: the text) at each move. */
export class LineSorter extends View {
  static properties = { code: { attribute: false }, held: { state: true }, told: { state: true } };

  constructor() {
    super();
    this.code = '';
    /** The line that is being dragged. @type {number | null} */
    this.held = null;
    this.told = '';
  }

  render() {
    const lines = linesOf(this.code);
    return html`
      <p class="sorter-help" id="sorter-help">Drag the lines, or focus one and press the up and down arrows.</p>
      <ol class="sorter" @pointermove=${this.#drag} @pointerup=${this.#drop} @pointercancel=${this.#drop}>
        ${repeat(keyed(lines), ({ key }) => key, ({ line }, index) => html`<li class=${this.held === index ? 'is-held' : ''} data-index=${index}
          tabindex="0" aria-describedby="sorter-help" aria-label=${`Line ${index + 1}: ${line.trim()}`}
          @keydown=${(/** @type {KeyboardEvent} */ e) => this.#key(e, index)} @pointerdown=${(/** @type {PointerEvent} */ e) => this.#grab(e, index)}>
          <svg class="icon sorter-grip" viewBox="0 0 10 16" aria-hidden="true"><path d="M2.5 3h.01M7.5 3h.01M2.5 8h.01M7.5 8h.01M2.5 13h.01M7.5 13h.01" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" /></svg>
          <code>${line}</code>
          <span class="sorter-buttons">
            <button class="tool" tabindex="-1" aria-label=${`Move line ${index + 1} up`} ?disabled=${index === 0} @click=${() => this.#move(index, index - 1)}>↑</button>
            <button class="tool" tabindex="-1" aria-label=${`Move line ${index + 1} down`} ?disabled=${index === lines.length - 1} @click=${() => this.#move(index, index + 1)}>↓</button>
          </span>
        </li>`)}
      </ol>
      <p class="visually-hidden" aria-live="polite">${this.told}</p>
    `;
  }

  /** @param {number} from @param {number} to */
  #move(from, to) {
    const lines = linesOf(this.code);
    if (to < 0 || to >= lines.length || to === from) return;
    this.code = `${moved(lines, from, to).join('\n')}\n`;
    this.told = `${lines[from].trim()} is now line ${to + 1} of ${lines.length}`;
    this.emit('edit', this.code);
  }

  /** @param {KeyboardEvent} event @param {number} index */
  async #key(event, index) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.#move(index, index + step);
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(`li[data-index="${Math.max(0, index + step)}"]`))?.focus();
  }

  /** @param {PointerEvent} event @param {number} index */
  #grab(event, index) {
    const target = /** @type {Element} */ (event.target);
    const byTouch = event.pointerType === 'touch' && !target.closest('.sorter-grip'); // elsewhere a finger scrolls
    if (event.button !== 0 || target.closest('button') || byTouch) return;
    this.held = index;
    /** @type {Element} */ (this.querySelector('.sorter')).setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (this.held === null) return;
    const rows = [...this.querySelectorAll('.sorter > li')];
    const over = rows.findIndex((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return event.clientY >= top && event.clientY < bottom;
    });
    if (over < 0 || over === this.held) return;
    this.#move(this.held, over);
    this.held = over;
  }

  #drop() {
    this.held = null;
  }
}

/** Equal lines are told apart by how often they have come before. @param {string[]} lines */
function keyed(lines) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return lines.map((line) => {
    const count = (seen.get(line) ?? 0) + 1;
    seen.set(line, count);
    return { line, key: `${count}:${line}` };
  });
}

customElements.define('line-sorter', LineSorter);
