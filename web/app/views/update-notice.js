/**
 * A quiet line at the foot of the page: the site is kept for offline use, a newer release is here.
 *
 * A script of its own, loaded apart from the rest: where a release is broken, this still offers the
 * next one. It therefore imports nothing but the state that it shows.
 *
 * @module update-notice
 */

import { Updates } from '../updates.js';

/** Python first: what is fetched for later would slow down what is waited for. */
const PATIENCE = 20_000;

/** @typedef {import('../updates.js').State} State */
/** @type {Partial<Record<State, (reason: string) => {text: string, button?: string}>>} */
const NOTICES = {
  waiting: () => ({ text: 'A newer release of this site is ready.', button: 'Load it' }),
  replaced: () => ({ text: 'Another tab has loaded a newer release of this site.', button: 'Load it' }),
  'not kept': (reason) =>
    reason === 'no room'
      ? { text: 'This device has no room to keep the site. It works while you are online.' }
      : { text: '' },
};

export class UpdateNotice extends HTMLElement {
  updates = new Updates();

  connectedCallback() {
    this.setAttribute('role', 'status');
    this.hidden = true;
    this.updates.addEventListener('state', () => this.#show());
    const start = () => void this.updates.start(this.getAttribute('worker') ?? 'service-worker.js');
    const timer = setTimeout(start, PATIENCE);
    const settled = () => {
      clearTimeout(timer);
      start();
    };
    document.addEventListener('python-settled', settled, { once: true });
  }

  #show() {
    const { state, reason } = this.updates;
    this.dataset.state = state;
    const { text = '', button } = NOTICES[state]?.(reason) ?? {};
    this.hidden = !text;
    this.replaceChildren(text);
    if (button) this.append(this.#button(button, () => this.#load()));
    if (text) this.append(this.#button('Later', () => (this.hidden = true)));
  }

  #load() {
    if (this.updates.state === 'waiting') this.updates.accept();
    else location.reload();
  }

  /** @param {string} label  @param {() => void} action */
  #button(label, action) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', action);
    return button;
  }
}

customElements.define('update-notice', UpdateNotice);
