/**
 * The Lab: the views of one session, laid out.
 *
 * @module lab-page
 */

import { html, nothing } from 'lit';
import { EXAMPLES, settingsFor } from '../model/examples.js';
import { litBy, litLines, nodesOnLine, only } from '../model/selection.js';
import { stepAt } from '../model/steps.js';
import { Study } from '../model/study.js';
import { View } from './view.js';
import './code-editor.js';
import './derivation-view.js';
import './error-card.js';
import './generated-code.js';
import './gradient-race.js';
import './graph-view.js';
import './map-hero.js';
import './output-console.js';
import './run-bar.js';
import './share-menu.js';
import './shortcut-sheet.js';
import './step-transport.js';
import './tab-bar.js';
import './traversal-table.js';

/** @typedef {import('../lab-session.js').LabSession} LabSession */
/** @typedef {import('../lab-session.js').LabState} LabState */
/** @typedef {import('../model/selection.js').Lit} Lit */

const GRAPH_TABS = [
  { id: 'graph', label: 'Graph' },
  { id: 'table', label: 'Table' },
  { id: 'derivation', label: 'Derivation' },
  { id: 'generated', label: 'Generated code' },
  { id: 'race', label: 'Race' },
];
/** Views in which one can follow the steps. */
const STEPPED = ['graph', 'table', 'derivation'];

const THUMBS = [
  ['code', 'Code'],
  ['numbers', 'Numbers'],
  ['map', 'Map'],
  ['graph', 'Graph'],
];

export class LabPage extends View {
  static properties = {
    session: { attribute: false },
    pythonState: { attribute: false },
    bootProblem: { attribute: false },
    exampleId: { attribute: false },
    byLink: { type: Boolean },
    graphTab: { state: true },
    pointed: { state: true },
  };

  constructor() {
    super();
    /** @type {LabSession | null} */
    this.session = null;
    /** @type {import('../python-client.js').State} */
    this.pythonState = 'loading';
    /** @type {string | null} */
    this.bootProblem = null;
    /** @type {string} */
    this.exampleId = EXAMPLES[0].id;
    /** The code is a stranger's, brought by a link. */
    this.byLink = false;
    this.graphTab = 'graph';
    /** What the reader points at, in whichever view. @type {Lit | null} */
    this.pointed = null;
    this.study = new Study();
    this.redraw = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    this.replaceChildren(); // what the page showed before its script ran
  }

  /** Steps and prints arrive faster than the screen shows them: one drawing a frame. */
  async scheduleUpdate() {
    if (this.hasUpdated) await new Promise((resolve) => requestAnimationFrame(resolve));
    super.scheduleUpdate();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('session')) return;
    /** @type {LabSession | null | undefined} */ (changed.get('session'))?.removeEventListener('change', this.redraw);
    this.session?.addEventListener('change', this.redraw);
  }

  render() {
    if (!this.session) return nothing;
    const state = this.session.state;
    return html`
      <div class="lab" @run=${this.#run} @stop=${() => this.session?.stop()} @select=${this.#select} @configure=${this.#configure}
        @explore=${(/** @type {CustomEvent} */ e) => this.session?.explore(e.detail)}
        @start=${(/** @type {CustomEvent} */ e) => this.session?.configure({ start: e.detail })}
        @step=${(/** @type {CustomEvent} */ e) => this.session?.stepTo(e.detail)}
        @probe=${(/** @type {CustomEvent} */ e) => this.session?.probe(e.detail)}
        @keep=${() => this.session?.keepDescent()} @drop=${(/** @type {CustomEvent} */ e) => this.session?.dropDescent(e.detail)}
        @look=${(/** @type {CustomEvent} */ e) => this.session?.lookAtStep(e.detail)} @axes=${(/** @type {CustomEvent} */ e) => this.session?.showAxes(e.detail)}
        @live=${(/** @type {CustomEvent} */ e) => this.session?.setLive(e.detail)} @descend=${() => this.session?.descend()}
        @race=${() => this.session?.startRace()}
        @point=${(/** @type {CustomEvent} */ e) => (this.pointed = e.detail)} @pointline=${(/** @type {CustomEvent} */ e) => this.#pointAtLine(e.detail)}
        @instance=${(/** @type {CustomEvent} */ e) => this.session?.showInstance(e.detail.frame, e.detail.index)}>
        ${this.#code(state)} <map-hero .state=${state}></map-hero> ${this.#graphHero(state)}
      </div>
      <shortcut-sheet></shortcut-sheet>
      <nav class="thumb-bar" aria-label="On this page">
        ${THUMBS.map(([id, label]) => html`<button @click=${() => document.getElementById(id)?.scrollIntoView()}>${label}</button>`)}
      </nav>
    `;
  }

  /** @param {LabState} state */
  #code(state) {
    const example = this.byLink ? undefined : EXAMPLES.find((e) => e.id === this.exampleId);
    const edited = example && example.code !== state.code;
    return html`<section class="lab-code" id="code" aria-labelledby="lab-title">
      <div class="lab-title">
        <h1 id="lab-title" class=${example ? 'visually-hidden' : ''}>${example?.title ?? 'A loss from a link'}</h1>
        ${this.byLink ? nothing : html`<select class="example-picker" data-testid="example" aria-label="Example" @change=${this.#choose}>
          ${EXAMPLES.map(({ id, title }) => html`<option value=${id} ?selected=${id === this.exampleId}>${title}</option>`)}
        </select>`}
        ${edited ? html`<button class="chip" data-testid="restore" title="Put the example’s own code back" @click=${this.#restore}>edited · restore</button>` : nothing}
      </div>
      <p class="lab-question">${example?.question ?? 'Any function named loss, of numbers, that gives a number.'}</p>
      <code-editor .code=${state.code} label="Python code of the loss" .errorLine=${state.error?.line ?? null} .litLines=${this.#litLines(state)}
        @edit=${(/** @type {CustomEvent} */ e) => this.session?.edit(e.detail)}></code-editor>
      <div class="under-editor"><run-bar ?busy=${state.busy} ?stoppable=${state.busy || state.exploring} ?waiting=${this.pythonState === 'loading'} ?edited=${state.ranCode !== null && state.code !== state.ranCode}></run-bar>
        <share-menu .code=${state.code} .settings=${state.settings}></share-menu></div>
      <engine-note></engine-note>
      <div class="messages" @line=${this.#goToLine}>
        ${this.bootProblem ? this.#bootFailure() : nothing}
        <error-card .error=${state.error}></error-card>
        ${state.notice ? html`<p class="notice" role="status" data-testid="notice">${state.notice}</p>` : nothing}
        ${this.byLink ? html`<p class="notice" data-testid="by-link">This code came by a link. It is not run until you press Run, and your own work is as you left it. <a href="./">Back to my own code</a></p>` : nothing}
      </div>
      <output-console .log=${state.log}></output-console>
    </section>`;
  }

  #bootFailure() {
    return html`<div class="error-card" role="alert" data-testid="boot-problem"><div>
      <p class="error-head"><strong>Python did not start</strong></p>
      <p class="error-message">${this.bootProblem}</p>
      <p class="error-hint">Your code is kept. Check the connection, then try again.</p>
      <p><button class="button small" @click=${() => this.emit('retry')}>Try again</button></p>
    </div></div>`;
  }

  /** What all views light. @param {LabState} state @returns {Lit} */
  #lit({ result, explanation, position, selected }) {
    const { steps } = this.study.of(result?.graph ?? null, explanation);
    return litBy({ pointed: this.pointed, step: stepAt(steps, position), chosen: selected });
  }

  /** @param {LabState} state */
  #litLines(state) {
    const { result, code, ranCode } = state;
    return result && code === ranCode ? litLines(result.graph, this.#lit(state).nodes, code) : [];
  }

  /** @param {number | null} line */
  #pointAtLine(line) {
    const { result, code, ranCode } = /** @type {LabSession} */ (this.session).state;
    this.pointed = line !== null && result && code === ranCode ? only(nodesOnLine(result.graph, line, code)) : null;
  }

  /** @param {LabState} state */
  #graphHero(state) {
    const { result } = state;
    const stale = state.error !== null && result !== null;
    return html`<section class="hero hero-graph ${stale ? 'is-stale' : ''}" id="graph" aria-label="Graph and derivation">
      <div class="hero-head"><tab-bar .tabs=${GRAPH_TABS} chosen=${this.graphTab} label="Graph" pane="graph-pane" @tab=${(/** @type {CustomEvent} */ e) => (this.graphTab = e.detail)}></tab-bar></div>
      <div class="pane" id="graph-pane" role="tabpanel" aria-label=${GRAPH_TABS.find((t) => t.id === this.graphTab)?.label ?? ''}>${this.#graphPane(state)}</div>
      ${STEPPED.includes(this.graphTab) ? html`<step-transport .steps=${this.study.of(result?.graph ?? null, state.explanation).steps} .position=${state.position}></step-transport>` : nothing}
    </section>`;
  }

  /** @param {LabState} state */
  #graphPane(state) {
    const { result, position, selected, explanation, race, busy } = state;
    const { graph, steps } = this.study.of(result?.graph ?? null, explanation);
    const lit = this.#lit(state);
    if (this.graphTab === 'race') return html`<gradient-race .laps=${race} ?busy=${busy} ?ready=${result !== null}></gradient-race>`;
    if (this.graphTab === 'table') return html`<traversal-table .rows=${result?.traversal ?? []} .graph=${graph} .selected=${selected} .lit=${lit} .steps=${steps} .position=${position}></traversal-table>`;
    if (this.graphTab === 'derivation') return html`<derivation-view .steps=${explanation?.derivation ?? []} .graph=${graph} .reason=${explanation?.reason ?? null} .selected=${selected} .lit=${lit}></derivation-view>`;
    if (this.graphTab === 'generated') return html`<generated-code .explanation=${explanation}></generated-code>`;
    return html`<graph-view .graph=${graph} .steps=${steps} .position=${position} .selected=${selected} .lit=${lit}></graph-view>`;
  }

  #run() {
    void this.session?.run();
  }

  /** @param {CustomEvent} event */
  #select(event) {
    this.session?.select(event.detail);
  }

  /** @param {CustomEvent} event */
  #configure(event) {
    this.session?.configure(event.detail);
  }

  /** @param {Event} event */
  #choose(event) {
    this.exampleId = /** @type {HTMLSelectElement} */ (event.target).value;
    this.#restore();
  }

  /** The example's own code; what stood there can be had back by undo. */
  #restore() {
    const example = EXAMPLES.find((e) => e.id === this.exampleId);
    if (!example || !this.session) return;
    this.session.open(example.code, settingsFor(example));
    void this.session.run();
  }

  /** @param {CustomEvent} event */
  #goToLine(event) {
    /** @type {import('./code-editor.js').CodeEditor | null} */ (this.querySelector('code-editor'))?.goTo(event.detail);
  }
}

customElements.define('lab-page', LabPage);
