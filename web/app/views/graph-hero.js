/**
 * The second hero of the Lab: the graph, its table, its derivation, the code made from it, the race.
 *
 * @module graph-hero
 */

import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { withValues } from '../model/nudged.js';
import { NOTHING_LIT } from '../model/selection.js';
import { closerLook } from './closer-look.js';
import './graph-view.js';
import './step-transport.js';
import './tab-bar.js';
import { View } from './view.js';

/** @typedef {import('../model/lab-state.js').LabState} LabState */

const TABS = [
  { id: 'graph', label: 'Graph' },
  { id: 'table', label: 'Table' },
  { id: 'derivation', label: 'Derivation' },
  { id: 'generated', label: 'Generated code' },
  { id: 'race', label: 'Race' },
];

/** Views in which one can follow the steps. */
const STEPPED = ['graph', 'table', 'derivation'];

export class GraphHero extends View {
  static properties = { state: { attribute: false }, studied: { attribute: false }, lit: { attribute: false }, tab: { state: true } };

  constructor() {
    super();
    /** @type {LabState | null} */
    this.state = null;
    /** @type {import('../model/study.js').Studied} */
    this.studied = { graph: null, steps: [] };
    /** @type {import('../model/selection.js').Lit} */
    this.lit = NOTHING_LIT;
    this.tab = 'graph';
    this.wanted = this.tab;
  }

  render() {
    const { state, tab } = this;
    if (!state) return nothing;
    const stale = state.error !== null && state.result !== null;
    return html`<section class="hero hero-graph ${stale ? 'is-stale' : ''}" id="graph" aria-label="Graph and derivation">
      <div class="hero-head"><tab-bar .tabs=${TABS} chosen=${tab} label="Graph" pane="graph-pane" @tab=${(/** @type {CustomEvent} */ e) => this.#turn(e.detail)}></tab-bar></div>
      <div class="pane" id="graph-pane" role="tabpanel" aria-label=${TABS.find((t) => t.id === tab)?.label ?? ''}>${this.#pane(state)}</div>
      ${STEPPED.includes(tab) ? html`<step-transport .steps=${this.studied.steps} .position=${live(state.position)}></step-transport>` : nothing}
    </section>`;
  }

  /** What is there stays until the other is. @param {string} tab */
  async #turn(tab) {
    this.wanted = tab;
    if ((await closerLook(tab)) && this.wanted === tab) this.tab = tab;
  }

  /** @param {LabState} state */
  #pane({ result, position, selected, explanation, race, busy, nudge }) {
    const { graph, steps } = this.studied;
    switch (this.tab) {
      case 'race':
        return html`<gradient-race .laps=${race} ?busy=${busy} ?ready=${result !== null}></gradient-race>`;
      case 'table':
        return html`<traversal-table .rows=${result?.traversal ?? []} .graph=${graph} .selected=${selected} .lit=${this.lit} .steps=${steps} .position=${position}></traversal-table>`;
      case 'derivation':
        return html`<derivation-view .steps=${explanation?.derivation ?? []} .graph=${graph} .reason=${explanation?.reason ?? null} .selected=${selected} .lit=${this.lit}></derivation-view>`;
      case 'generated':
        return html`<generated-code .explanation=${explanation}></generated-code>`;
      default:
        return html`<graph-view .graph=${graph && withValues(graph, nudge?.values ?? null)} .steps=${steps} .position=${position} .selected=${selected} .lit=${this.lit}></graph-view>`;
    }
  }
}

customElements.define('graph-hero', GraphHero);
