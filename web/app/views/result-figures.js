/**
 * Loss and gradients, large, with what confirms them beside, and where the descent ended.
 *
 * @module result-figures
 */

import { html, nothing } from 'lit';
import { formatCount, formatShort, raisePowers } from '../model/numbers.js';
import { withCode } from './code-words.js';
import { numberText } from './number-text.js';
import { problemIcon } from './problem-icon.js';
import './remark-list.js';
import { View } from './view.js';

/** @typedef {import('../../shared/protocol.js').RunResult} RunResult */
/** @typedef {import('../../shared/protocol.js').Parameter} Parameter */
/** @typedef {import('../../shared/protocol.js').Check} Check */
/** @typedef {import('../../shared/protocol.js').Witness} Witness */
/** @typedef {import('../model/lab-state.js').Descent} Descent */
/** @typedef {import('../model/lab-state.js').LabState['here']} Here */

/** More parameters than this are set in smaller type. */
const FEW = 3;

export class ResultFigures extends View {
  static properties = {
    result: { attribute: false },
    here: { attribute: false },
    witness: { attribute: false },
    alone: { type: Boolean },
    descent: { attribute: false },
    full: { state: true },
  };

  constructor() {
    super();
    /** @type {RunResult | null} */
    this.result = null;
    /** The start, where it has moved on from the result: what confirms its numbers follows. @type {Here} */
    this.here = null;
    /** Whether the numbers are to be believed; null while nobody knows. @type {Witness | null} */
    this.witness = null;
    /** Nobody else tells of problems: they are told here. */
    this.alone = false;
    /** @type {Descent | null} */
    this.descent = null;
    this.full = false;
  }

  render() {
    const result = this.result;
    if (!result) return html`<p class="empty">Loss and gradients appear here after a run.</p>`;
    const { full, here } = this;
    return html`
      <div class="figure-head">
        <h2 class="panel-label">Loss ${where(result.parameters, here?.point)}</h2>
        <button class="chip" aria-pressed=${full} @click=${() => (this.full = !full)}>All digits</button>
      </div>
      ${here && 'problem' in here ? nowhere(here.problem) : this.#numbers(result)}
      <remark-list .remarks=${here ? [] : (this.witness?.remarks ?? []).filter(({ kind }) => this.alone || kind === 'note')}></remark-list>
      ${this.#ending(result)}
      ${result.notes.map((note) => html`<p class="figure-note">${withCode(note)}</p>`)}
    `;
  }

  /** @param {RunResult} result */
  #numbers(result) {
    const here = this.here && 'loss' in this.here ? this.here : null;
    return html`<p class="figure-loss">${numberText(here?.loss ?? result.loss, { role: 'value', testId: 'loss', full: this.full })}</p>
      <dl class="figure-gradients ${here ? 'is-moving' : ''} ${result.parameters.length > FEW ? 'is-many' : ''}">
        ${result.parameters.map((parameter, index) => this.#gradient(parameter, here?.gradient[index] ?? parameter.gradient, this.witness?.checks[index], result.closedForm?.gradients[index]))}
      </dl>`;
  }

  /** @param {Parameter} parameter @param {number} gradient @param {Check | undefined} check @param {number | undefined} closed */
  #gradient({ name }, gradient, check, closed) {
    const { full } = this;
    return html`
      <div class="figure-gradient">
        <dt><span class="math">∂loss/∂${name}</span></dt>
        <dd class="figure-number">${numberText(gradient, { role: 'gradient', testId: `gradient-${name}`, full })}</dd>
        <dd class="figure-check">
          ${check ? this.#numeric(name, check) : html`<span class="is-awaited" aria-hidden="true"><span class="check-name">numeric</span> ${numberText(gradient, { role: 'gradient', full })}</span>`}
          ${closed === undefined
            ? nothing
            : html`<span>closed form ${numberText(closed, { role: 'gradient', full, testId: `closed-${name}` })}</span>`}
        </dd>
      </div>
    `;
  }

  /** The slope by the witness; where there is no one slope, why. @param {string} name @param {Check} check */
  #numeric(name, { verdict, numeric, left, right }) {
    const { full } = this;
    const shown = (/** @type {number} */ slope, testId = '') => numberText(slope, { role: 'gradient', full, testId: testId || undefined });
    if (verdict === 'kink' && left !== null && right !== null) {
      return html`<span title="The slope on the left and on the right" data-testid="kink-${name}">kink ${shown(left)} <span aria-hidden="true">|</span> ${shown(right)}</span>`;
    }
    if (numeric === null) {
      const why = verdict === 'jump' ? 'The loss jumps here' : 'The loss has no value nearby';
      return html`<span title=${why} data-testid="numeric-none-${name}"><span class="check-name">numeric</span> ${verdict === 'jump' ? 'a jump' : 'none here'}</span>`;
    }
    return html`<span class=${verdict === 'differs' ? 'is-contradicted' : ''}>${verdict === 'differs' ? problemIcon : nothing}<span class="check-name">numeric</span>
      ${shown(numeric, `numeric-${name}`)}</span>`;
  }

  /** @param {RunResult} result */
  #ending(result) {
    const end = this.descent?.end;
    const steps = end?.steps ?? Math.max(0, (this.descent?.path.count ?? 1) - 1);
    if (!this.descent) return nothing;
    const full = this.full;
    return html`
      <div class="figure-end">
        <h2 class="panel-label">After ${formatCount(steps)} ${steps === 1 ? 'step' : 'steps'}</h2>
        ${end
          ? html`<dl class="figure-ending">
              <div><dt>loss</dt><dd>${numberText(end.loss, { role: 'value', testId: 'optimum-loss', full })}</dd></div>
              ${end.point.map((coordinate, k) => {
                const name = result.parameters[k]?.name ?? '';
                return html`<div><dt>${name}</dt><dd>${numberText(coordinate, { role: 'value', testId: `optimum-${name}`, full })}</dd></div>`;
              })}
            </dl>`
          : html`<p class="figure-note">on the way…</p>`}
        ${end ? this.#verdict(end, result) : nothing}
      </div>
    `;
  }

  /** @param {import('../../shared/protocol.js').DescentEnd} end @param {RunResult} result */
  #verdict(end, { best }) {
    const failed = end.reason === 'diverged' || end.reason === 'not finite';
    if (failed || !best) return html`<p class="figure-note">${failed ? 'It did not get anywhere: see under the map.' : raisePowers(end.message)}</p>`;
    const difference = end.loss - best.loss;
    if (Math.abs(difference) < 1e-12) return html`<p class="figure-note">${best.name} ends at the same loss.</p>`;
    return html`<p class="figure-note">${numberText(Math.abs(difference), { role: 'value' })} ${difference < 0 ? 'below' : 'above'} the end of ${best.name}.</p>`;
  }
}

/** @param {Parameter[]} parameters @param {number[]} [point]  where they have moved to */
function where(parameters, point) {
  if (parameters.length === 0 || parameters.length > FEW) return html`at the start`;
  return html`at ${parameters.map((p, k) => `${p.name} = ${formatShort(point?.[k] ?? p.value)}`).join(', ')}`;
}

/** @param {import('../../shared/protocol.js').LearnerError} problem */
function nowhere({ message, hint }) {
  return html`<p class="figure-note is-problem">${withCode(message)} ${withCode(hint ?? '')}</p>`;
}

customElements.define('result-figures', ResultFigures);
