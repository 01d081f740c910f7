/**
 * The upper hero of the Lab: the landscape, the curves of the descent or the data, with the large
 * figures beside and the settings of the descent under it.
 *
 * @module map-hero
 */

import { html, nothing } from 'lit';
import { startPoint } from '../model/descent-settings.js';
import { NOTHING_LIT } from '../model/selection.js';
import { closerLook } from './closer-look.js';
import { View } from './view.js';
import './data-fit.js';
import './descent-controls.js';
import './landscape-line.js';
import './landscape-map.js';
import './result-figures.js';
import './step-scrubber.js';
import './tab-bar.js';

/** @typedef {import('../model/lab-state.js').LabState} LabState */
/** @typedef {'map' | 'curve' | 'data'} Tab */

const TABS = /** @type {const} */ ({ map: 'Map', curve: 'Curves', data: 'Data' });

/** Events: those of its views, and `axes` (detail: which two parameters the map is to show). */
export class MapHero extends View {
  static properties = { state: { attribute: false }, lit: { attribute: false }, tab: { state: true } };

  constructor() {
    super();
    /** @type {LabState | null} */
    this.state = null;
    /** What is lit in all views. @type {import('../model/selection.js').Lit} */
    this.lit = NOTHING_LIT;
    /** The reader's choice, until another loss is studied. @type {Tab | null} */
    this.tab = null;
    this.wanted = this.tab;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const before = /** @type {LabState | null | undefined} */ (changed.get('state'));
    if (before?.result && namesOf(before) !== namesOf(this.state)) this.tab = this.wanted = null;
  }

  /** What is there stays until the other is. @param {Tab} tab */
  async #turn(tab) {
    this.wanted = tab;
    if ((await closerLook(tab)) && this.wanted === tab) this.tab = tab;
  }

  #tabs() {
    const own = this.state?.result?.data?.plane === 'data';
    const ids = /** @type {Tab[]} */ (own ? ['map', 'data', 'curve'] : ['map', 'curve']);
    return ids.map((id) => ({ id, label: TABS[id] }));
  }

  render() {
    const { state } = this;
    if (!state) return nothing;
    const { result, descent, settings } = state;
    const stale = state.error !== null && result !== null;
    const tabs = this.#tabs();
    const chosen = tabs.find(({ id }) => id === this.tab)?.id ?? this.#firstTab();
    return html`<section class="hero hero-map ${stale ? 'is-stale' : ''}" aria-label="Numbers and landscape">
      <div class="hero-head"><tab-bar .tabs=${tabs} chosen=${chosen} label="Landscape" pane="map" @tab=${(/** @type {CustomEvent} */ e) => this.#turn(e.detail)}></tab-bar>
        ${stale ? html`<span class="stale-note">from the last code that ran</span>` : chosen === 'map' ? this.#axesChoice(state) : nothing}</div>
      <div class="hero-body">
        <div class="pane" id="map" role="tabpanel" aria-label=${TABS[chosen]}>${this.#pane(chosen, state)}</div>
        <div class="figures" id="numbers"><result-figures .result=${result} .here=${state.glimpse ?? state.here} .witness=${state.witness} .descent=${descent}></result-figures></div>
      </div>
      <step-scrubber .descent=${descent} .step=${state.step} .parameters=${result?.parameters ?? []}></step-scrubber>
      <descent-controls .settings=${settings} .parameters=${result?.parameters ?? []} .axes=${state.axes} .live=${state.live} .end=${descent?.end ?? null} .refusal=${state.descentProblem} full></descent-controls>
    </section>`;
  }

  /** A model of data is best seen over its data, where the map of two of many parameters says little. @returns {Tab} */
  #firstTab() {
    const { result, prediction } = /** @type {LabState} */ (this.state);
    return prediction && result && result.parameters.length > 2 ? 'data' : 'map';
  }

  /** @param {Tab} tab @param {LabState} state */
  #pane(tab, state) {
    const { result, descent, terrain, axes, step } = state;
    if (tab === 'curve') return html`<descent-curves .descent=${descent} .step=${step} .names=${result?.parameters.map((p) => p.name) ?? []}></descent-curves>`;
    if (tab === 'data') return html`<data-fit .data=${result?.data ?? null} .graph=${result?.graph ?? null} .lit=${this.lit} .prediction=${state.prediction}></data-fit>`;
    const start = result ? startPoint(state.settings.start, result.parameters) : [];
    if (result?.parameters.length === 1) {
      return html`<landscape-line .result=${result} .here=${state.glimpse ?? state.here} .descent=${descent} .terrain=${terrain} .start=${start} .step=${step} .lit=${this.lit}></landscape-line>`;
    }
    return html`<landscape-map .result=${result} .here=${state.glimpse ?? state.here} .descent=${descent} .terrain=${terrain} .axes=${axes} .start=${start} .step=${step}
      .probe=${state.probe} .lit=${this.lit} .kept=${state.kept} .lowest=${state.lowest} .problem=${state.terrainProblem} ?exploring=${state.exploring}></landscape-map>`;
  }

  /** More than two parameters: which two does the map show? @param {LabState} state */
  #axesChoice({ result, axes }) {
    if (!result || result.parameters.length < 3) return nothing;
    const choice = (/** @type {0 | 1} */ which, /** @type {string} */ label) => html`<label class="axis-choice">${label}
      <select data-testid=${`axis-${label}`} @change=${(/** @type {Event} */ e) => this.#showAxis(which, Number(/** @type {HTMLSelectElement} */ (e.target).value))}>
        ${result.parameters.map((p, k) => html`<option value=${k} ?selected=${axes[which] === k} ?disabled=${axes[1 - which] === k}>${p.name}</option>`)}
      </select></label>`;
    return html`<span class="axis-choices" title="The other parameters are held where the start is">${choice(0, 'x')} ${choice(1, 'y')}</span>`;
  }

  /** @param {0 | 1} which @param {number} parameter */
  #showAxis(which, parameter) {
    const { axes } = /** @type {LabState} */ (this.state);
    this.emit('axes', which === 0 ? [parameter, axes[1]] : [axes[0], parameter]);
  }
}

/** @param {LabState | null} state */
function namesOf(state) {
  return state?.result?.parameters.map((p) => p.name).join();
}

customElements.define('map-hero', MapHero);
