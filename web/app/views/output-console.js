/**
 * What the program printed. Shown as text only, and folded away until something is printed.
 *
 * @module output-console
 */

import { html, nothing } from 'lit';
import { formatCount } from '../model/numbers.js';
import { EMPTY_LOG } from '../model/text-log.js';
import { Pace } from '../model/allowance.js';
import { frameClock } from './frame-clock.js';
import { View } from './view.js';

export class OutputConsole extends View {
  static properties = { log: { attribute: false } };

  constructor() {
    super();
    this.log = EMPTY_LOG;
    this.atEnd = true;
    this.pace = new Pace();
  }

  /** A long text takes a while to be laid out: not at each frame in which some more of it comes. */
  async scheduleUpdate() {
    const wait = this.pace.wait(frameClock.now());
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this.pace.time(() => super.scheduleUpdate(), frameClock);
  }

  willUpdate() {
    const box = this.querySelector('pre');
    this.atEnd = !box || box.scrollTop + box.clientHeight >= box.scrollHeight - 4;
  }

  render() {
    const { text, dropped } = this.log;
    this.classList.toggle('is-empty', text === '');
    return html`
      <h2 class="panel-label">Printed</h2>
      ${dropped > 0 ? html`<p class="console-note">The first ${formatCount(dropped)} characters are no longer kept.</p>` : nothing}
      <pre data-testid="console" role="log" aria-label="What the program printed" tabindex=${text ? '0' : '-1'}>${text}</pre>
    `;
  }

  updated() {
    const box = this.querySelector('pre');
    if (box && this.atEnd) box.scrollTop = box.scrollHeight;
  }
}

customElements.define('output-console', OutputConsole);
