/**
 * The line between two panes, which can be dragged, or moved by the arrow keys.
 *
 * @module pane-divider
 */

import { html } from 'lit';
import { View } from './view.js';

const KEY_STEP = 2;

/** Event: `share` (detail: percent of the first pane, or null for the first arrangement). */
export class PaneDivider extends View {
  static properties = { share: { type: Number }, least: { type: Number }, most: { type: Number }, upright: { type: Boolean }, label: {} };

  constructor() {
    super();
    /** Percent of the room that the first pane has. */
    this.share = 50;
    this.least = 20;
    this.most = 80;
    /** The line stands upright, between panes side by side. */
    this.upright = false;
    this.label = '';
    this.dragging = false;
    /** From the pointer to the line, in percent, so that the line does not jump when it is gripped. */
    this.offset = 0;
  }

  render() {
    return html`<div role="separator" tabindex="0" aria-label=${this.label} aria-orientation=${this.upright ? 'vertical' : 'horizontal'}
      aria-valuenow=${Math.round(this.share)} aria-valuemin=${this.least} aria-valuemax=${this.most} title="Drag, or press the arrow keys; twice to reset"
      @pointerdown=${this.#press} @pointermove=${this.#drag} @pointerup=${this.#release} @pointercancel=${this.#release}
      @dblclick=${() => this.emit('share', null)} @keydown=${this.#key}></div>`;
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0) return;
    this.dragging = true;
    this.offset = this.share - this.#shareAt(event);
    /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (this.dragging) this.#put(this.#shareAt(event) + this.offset);
  }

  /** @param {PointerEvent} event  percent of the way through the room */
  #shareAt(event) {
    const room = /** @type {Element} */ (this.parentElement).getBoundingClientRect();
    return 100 * (this.upright ? (event.clientX - room.left) / room.width : (event.clientY - room.top) / room.height);
  }

  #release() {
    this.dragging = false;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const [less, more] = this.upright ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const to = { [less]: this.share - KEY_STEP, [more]: this.share + KEY_STEP, Home: this.least, End: this.most }[event.key];
    if (event.key === 'Enter') this.emit('share', null);
    else if (to !== undefined) this.#put(to);
    else return;
    event.preventDefault();
  }

  /** @param {number} share */
  #put(share) {
    this.share = Math.round(10 * Math.min(this.most, Math.max(this.least, share))) / 10; // the next press may come before the next frame
    this.emit('share', this.share);
  }
}

customElements.define('pane-divider', PaneDivider);
