/**
 * The size of an element, kept for the view that draws into it.
 *
 * @module pane-size
 */

/** @typedef {{width: number, height: number}} Size */

/** A Lit controller: `size` is that of the element, in whole pixels, and a change draws the view anew. */
export class PaneSize {
  /** @type {Size} */
  size = { width: 0, height: 0 };
  #host;
  #selector;
  #observer = new ResizeObserver(([entry]) => this.#measured(entry.contentRect));
  /** @type {Element | null} */
  #observed = null;

  /** @param {import('lit').LitElement} host @param {string} selector  of the element, inside the host */
  constructor(host, selector) {
    this.#host = host;
    this.#selector = selector;
    host.addController(this);
  }

  hostUpdated() {
    const element = this.#host.querySelector(this.#selector);
    if (element === this.#observed) return;
    this.#observer.disconnect();
    this.#observed = element;
    if (element) this.#observer.observe(element);
  }

  hostDisconnected() {
    this.#observer.disconnect();
    this.#observed = null;
  }

  /** @param {DOMRectReadOnly} rect */
  #measured({ width, height }) {
    const size = { width: Math.floor(width), height: Math.floor(height) };
    if (size.width === this.size.width && size.height === this.size.height) return;
    this.size = size;
    this.#host.requestUpdate();
  }
}
