/**
 * The Lab: the views of one session, laid out.
 *
 * @module lab-page
 */

import { html, nothing } from 'lit';
import { EXAMPLES, settingsFor } from '../model/examples.js';
import { exampleDocument, isOwn } from '../model/document-names.js';
import { exampleOf, FIRST } from '../model/lab-documents.js';
import { litBy, litLines, nodesOnLine, only } from '../model/selection.js';
import { stepAt } from '../model/steps.js';
import { Study } from '../model/study.js';
import { View } from './view.js';
import './code-editor.js';
import './error-card.js';
import './graph-hero.js';
import './map-hero.js';
import './own-text.js';
import './node-card.js';
import './output-console.js';
import './remark-list.js';
import './pane-divider.js';
import './run-bar.js';
import './share-menu.js';
import './version-menu.js';

/** @typedef {import('../lab-session.js').LabSession} LabSession */
/** @typedef {import('../lab-session.js').LabState} LabState */
/** @typedef {import('../model/selection.js').Lit} Lit */

/** How the room is first shared: percent of the code beside the heroes, of the map above the graph. */
const FIRST_SHARES = { code: 39, map: 57 };

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
    document: { attribute: false },
    own: { attribute: false },
    shared: { attribute: false },
    stoppable: { attribute: false },
    back: { attribute: false },
    versions: { attribute: false },
    kept: { attribute: false },
    ownTexts: { attribute: false },
    shares: { attribute: false },
    pointed: { state: true },
  };

  constructor() {
    super();
    /** @type {LabSession | null} */
    this.session = null;
    /** @type {import('../python-client.js').State} */
    this.pythonState = 'loading';
    /** Python works, and says so. */
    this.stoppable = false;
    /** @type {string | null} */
    this.bootProblem = null;
    /** Which document is open (model/lab-documents.js). */
    this.document = FIRST;
    /** The reader's own text that the address names: it is open, or deleted. @type {import('../model/own-texts.js').OwnText | undefined} */
    this.own = undefined;
    /** What the link holds, where it is a link that is open. @type {import('../model/share-link.js').Shared | null} */
    this.shared = null;
    /** The address of the reader's own work. */
    this.back = '#';
    /** @type {readonly import('../lab-history.js').LabVersion[]} */
    this.versions = [];
    /** Whether all of them are kept on this device; null while that is not known. @type {boolean | null} */
    this.kept = null;
    /** @type {readonly import('../lab-history.js').OwnText[]} */
    this.ownTexts = [];
    /** How the reader shares the room. @type {import('../model/pane-shares.js').PaneShares} */
    this.shares = {};
    /** What the reader points at, in whichever view. @type {Lit | null} */
    this.pointed = null;
    /** The reader deletes the text that is open. */
    this.deleting = false;
    this.study = new Study();
    this.redraw = () => this.requestUpdate();
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
    if (this.session && !changed.get('session')) this.#leaveStill();
  }

  /** What the page showed without its scripts goes in the moment in which this takes its place. */
  #leaveStill() {
    for (const node of [...this.childNodes]) if (!(node instanceof Comment)) node.remove(); // Lit's own are
  }

  render() {
    if (!this.session) return nothing;
    const state = this.session.state;
    return html`
      <div class="lab" @run=${this.#run} @stop=${() => this.session?.stop()} @select=${this.#select} @configure=${this.#configure}
        @explore=${(/** @type {CustomEvent} */ e) => this.session?.explore(e.detail)}
        @start=${(/** @type {CustomEvent} */ e) => this.session?.configure({ start: e.detail })}
        @nudge=${(/** @type {CustomEvent} */ e) => this.session?.nudge(e.detail)}
        @step=${(/** @type {CustomEvent} */ e) => this.session?.stepTo(e.detail)}
        @probe=${(/** @type {CustomEvent} */ e) => this.session?.probe(e.detail)}
        @keep=${() => this.session?.keepDescent()} @drop=${(/** @type {CustomEvent} */ e) => this.session?.dropDescent(e.detail)}
        @look=${(/** @type {CustomEvent} */ e) => this.session?.lookAtStep(e.detail)} @axes=${(/** @type {CustomEvent} */ e) => this.session?.showAxes(e.detail)}
        @live=${(/** @type {CustomEvent} */ e) => this.session?.setLive(e.detail)} @descend=${() => this.session?.descend()}
        @race=${() => this.session?.startRace()}
        @point=${(/** @type {CustomEvent} */ e) => (this.pointed = e.detail)} @pointline=${(/** @type {CustomEvent} */ e) => this.#pointAtLine(e.detail)}
        @line=${this.#goToLine}
        @instance=${(/** @type {CustomEvent} */ e) => this.session?.showInstance(e.detail.frame, e.detail.index)}>
        ${this.#code(state)}
        ${this.#divider('code', { least: 25, most: 60, upright: true }, 'Between the code and the pictures')}
        <map-hero .state=${state} .lit=${this.#lit(state)}></map-hero>
        ${this.#divider('map', { least: 30, most: 75, upright: false }, 'Between the map and the graph')}
        <graph-hero .state=${state} .studied=${this.#studied(state)} .lit=${this.#lit(state)}></graph-hero>
      </div>
      <shortcut-sheet></shortcut-sheet>
      <nav class="thumb-bar" aria-label="On this page">
        ${THUMBS.map(([id, label]) => html`<button @click=${() => document.getElementById(id)?.scrollIntoView()}>${label}</button>`)}
      </nav>
    `;
  }

  /** @param {LabState} state */
  #code(state) {
    const example = exampleOf(this.document);
    const edited = example && example.code !== state.code;
    return html`<section class="lab-code" id="code" aria-labelledby="lab-title">
      <div class="lab-title">
        <h1 id="lab-title" class=${this.shared ? '' : 'visually-hidden'}>${example?.title ?? (this.shared ? 'A loss from a link' : this.#ownName)}</h1>
        ${this.shared ? nothing : this.#picker()}
        ${isOwn(this.document) ? html`<own-text .name=${this.#ownName} @delete=${() => (this.deleting = true)}></own-text>` : nothing}
        ${edited ? html`<button class="chip" data-testid="restore" title="Put the example’s own code back" @click=${this.#restore}>edited · restore</button>` : nothing}
      </div>
      <p class="lab-question">${example?.question ?? 'Any function named loss, of numbers, that gives a number.'}</p>
      ${example?.takesColumns ? html`<data-paste .code=${state.code} .fresh=${example.code} @columns=${(/** @type {CustomEvent<string>} */ e) => this.#replace(e.detail, state.settings)}></data-paste>` : nothing}
      <code-editor .code=${state.code} label="Python code of the loss" .errorLine=${state.error?.line ?? null} .litLines=${this.#litLines(state)}
        @edit=${(/** @type {CustomEvent} */ e) => this.session?.edit(e.detail)}></code-editor>
      <div class="under-editor"><run-bar ?busy=${state.busy} ?stoppable=${this.stoppable} ?waiting=${this.pythonState === 'loading'} ?edited=${state.ranCode !== null && state.code !== state.ranCode}></run-bar>
        <version-menu .versions=${this.versions} .kept=${this.kept} .code=${state.code} @restore=${this.#restoreVersion}></version-menu>
        <share-menu .code=${state.code} .settings=${state.settings} .axes=${state.axes}></share-menu></div>
      <engine-note></engine-note>
      <div class="messages">
        ${this.bootProblem ? this.#bootFailure() : nothing}
        <error-card .error=${state.error}></error-card>
        <remark-list .remarks=${problemsOf(state)}></remark-list>
        ${state.notice ? html`<p class="notice" role="status" data-testid="notice">${state.notice}</p>` : nothing}
        ${this.shared ? this.#byLink(this.shared, state) : nothing}
        ${this.own?.gone ? this.#deleted(this.own) : nothing}
      </div>
      <output-console .log=${state.log}></output-console>
      <node-card .graph=${this.#studied(state).graph} .lit=${this.#lit(state)} .chosen=${state.selected} .nudge=${state.nudge}></node-card>
    </section>`;
  }

  /** The examples, and the texts of one's own. */
  #picker() {
    const texts = this.ownTexts.filter(({ document, gone }) => !gone || document === this.document);
    if (isOwn(this.document) && !texts.some(({ document }) => document === this.document)) texts.unshift({ document: this.document, name: this.#ownName, gone: false });
    return html`<select class="example-picker" data-testid="example" aria-label="Example" @change=${this.#choose}>
      ${EXAMPLES.map(({ id, title }) => html`<option value=${id} ?selected=${exampleDocument(id) === this.document}>${title}</option>`)}
      ${texts.length === 0 ? nothing : html`<optgroup label="Your own">${texts.map(({ document, name }) => html`<option value=${document} dir="auto" ?selected=${document === this.document}>${name}</option>`)}</optgroup>`}
    </select>`;
  }

  /** What the text that is open is called, where it is the reader's own. */
  get #ownName() {
    return (this.ownTexts.find(({ document }) => document === this.document) ?? this.own)?.name ?? 'A loss of your own';
  }

  /** @param {import('../model/own-texts.js').OwnText} own */
  #deleted({ document, name }) {
    return html`<p class="notice" role="status" data-testid="deleted"><bdi>“${name}”</bdi> is deleted; what stood in it is in the History.
      <button class="link" data-testid="put-back" @click=${() => this.emit('put-back', document)}>Put it back</button></p>`;
  }

  /** Whoever has deleted a text is where it can be had back; and is somewhere after that. @param {Map<string, unknown>} changed */
  updated(changed) {
    if (!changed.has('own')) return;
    const before = /** @type {import('../model/own-texts.js').OwnText | undefined} */ (changed.get('own'));
    if (this.own?.gone && this.deleting) this.#focus('[data-testid=put-back]');
    if (before?.gone && !this.own?.gone && document.activeElement === document.body) this.#focus('.example-picker');
    this.deleting = false;
  }

  /** @param {string} selector */
  #focus(selector) {
    /** @type {HTMLElement | null} */ (this.querySelector(selector))?.focus();
  }

  /** @param {import('../model/share-link.js').Shared} shared @param {LabState} state */
  #byLink(shared, { code }) {
    const changed = code !== shared.code;
    return html`<p class="notice" data-testid="by-link">This code came by a link. ${changed
      ? html`What you changed in it belongs to this link: your own work is as you left it. <button class="link" data-testid="as-linked" @click=${() => this.#replace(shared.code, shared.settings)}>What the link holds</button>`
      : html`It is not run until you press Run, and your own work is as you left it.`}
      <button class="link" data-testid="make-own" @click=${() => this.emit('own', code)}>Make it mine</button>
      <a href=${this.back}>Back to my own code</a></p>`;
  }

  #bootFailure() {
    return html`<div class="error-card" role="alert" data-testid="boot-problem"><div>
      <p class="error-head"><strong>Python did not start</strong></p>
      <p class="error-message">${this.bootProblem}</p>
      <p class="error-hint">Your code stays as it is. Check the connection, then try again.</p>
      <p><button class="button small" @click=${() => this.emit('retry')}>Try again</button></p>
    </div></div>`;
  }

  /** @param {'code' | 'map'} which @param {{least: number, most: number, upright: boolean}} bounds @param {string} label */
  #divider(which, { least, most, upright }, label) {
    return html`<pane-divider class="divide-${which}" data-testid="divide-${which}" share=${this.shares[which] ?? FIRST_SHARES[which]} least=${least} most=${most} ?upright=${upright} label=${label}
      @share=${(/** @type {CustomEvent} */ e) => this.#share(which, e.detail)}></pane-divider>`;
  }

  /** @param {'code' | 'map'} which @param {number | null} share */
  #share(which, share) {
    this.shares = { ...this.shares, [which]: share ?? undefined };
    this.emit('shares', this.shares);
  }

  /** @param {LabState} state */
  #studied({ result, explanation }) {
    return this.study.of(result?.graph ?? null, explanation);
  }

  /** What all views light. @param {LabState} state @returns {Lit} */
  #lit(state) {
    const step = stepAt(this.#studied(state).steps, state.position);
    return litBy({ pointed: this.pointed, step, chosen: state.selected });
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
    const { value } = /** @type {HTMLSelectElement} */ (event.target);
    this.emit('choose', isOwn(value) ? value : exampleDocument(value));
  }

  /** The example's own code; what stood there can be had back by undo. */
  #restore() {
    const example = exampleOf(this.document);
    if (!example) return;
    this.#replace(example.code, settingsFor(example));
  }

  /** @param {CustomEvent<import('../lab-history.js').LabVersion>} event */
  #restoreVersion({ detail: { code, entry } }) {
    if (!this.session) return;
    if (entry.document === this.document) this.#replace(code, this.session.state.settings);
    else this.emit('restore-elsewhere', entry);
  }

  /** Other code takes the place of what stands there, which goes into the history. @param {string} code @param {import('../model/descent-settings.js').DescentSettings} settings */
  #replace(code, settings) {
    const session = /** @type {LabSession} */ (this.session);
    this.emit('turn');
    session.open(code, settings);
    void session.run();
  }

  /** @param {CustomEvent} event */
  #goToLine(event) {
    /** @type {import('./code-editor.js').CodeEditor | null} */ (this.querySelector('code-editor'))?.goTo(event.detail);
  }
}

/** What is wrong with the numbers that are shown; nothing while they are on the move. @param {LabState} state */
function problemsOf({ witness, fault, glimpse, here, result, code, ranCode }) {
  const doubts = glimpse || here || !result ? [] : (witness?.remarks ?? []).filter(({ kind }) => kind !== 'note');
  const remarks = fault ? [fault, ...doubts] : doubts;
  return code === ranCode ? remarks : remarks.map((remark) => ({ ...remark, line: null })); // its lines are others by now
}

customElements.define('lab-page', LabPage);
