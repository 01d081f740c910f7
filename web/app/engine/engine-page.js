/**
 * My engine: the Node class that the student has built, as a file: edited, tested, taken along, and
 * put into the Lab in place of ours.
 *
 * @module engine-page
 */

import { html, nothing } from 'lit';
import { builtEngine, stepsUpTo } from '../course/course-data.js';
import '../course/engine-bench.js';
import { hrefOf } from '../course/engine-outline.js';
import { testSteps } from '../course/engine-steps.js';
import { history } from '../model/journal.js';
import { distinct } from '../model/kept-texts.js';
import { lineCount } from '../model/line-difference.js';
import { withCode } from '../views/code-words.js';
import '../views/code-difference.js';
import '../views/code-editor.js';
import { View } from '../views/view.js';
import '../views/version-menu.js';
import './engine-ghost.js';
import { saveFile } from './save-file.js';

/** @typedef {import('../course/course-data.js').CourseData} CourseData */
/** @typedef {import('../course/progress.js').Progress} Progress */
/** @typedef {import('../course/shared-python.js').PythonShare} PythonShare */
/** @typedef {import('../../shared/protocol.js').CheckResult} CheckResult */
/** @typedef {typeof import('./choice.js').engineChoice} EngineChoice */
/** @typedef {{id: string, result: CheckResult | null}} Verdict  null: being tested */

/** Where a text that was changed by hand comes from needs no more words. */
const NAMED = ['Pasted', 'What you wrote'];

export class EnginePage extends View {
  static properties = {
    course: { attribute: false },
    progress: { attribute: false },
    python: { attribute: false },
    choice: { attribute: false },
    verdicts: { state: true },
    busy: { state: true },
    looked: { state: true },
    texts: { state: true },
    kept: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    /** @type {CourseData | null} */
    this.course = null;
    /** @type {Progress | null} */
    this.progress = null;
    /** @type {PythonShare | null} */
    this.python = null;
    /** @type {EngineChoice | null} */
    this.choice = null;
    /** @type {Verdict[]} */
    this.verdicts = [];
    this.busy = false;
    this.wasEmpty = false;
    /** A text of the history that is compared with the one that stands. @type {import('./choice.js').EngineText | null} */
    this.looked = null;
    /** What the editor has held. @type {import('../model/journal.js').Entry[]} */
    this.texts = [];
    /** Whether all of it is kept; null while that is not known. @type {boolean | null} */
    this.kept = null;
    this.problem = '';
    this.redraw = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    this.replaceChildren(); // what the page showed before its script ran
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('choice')) this.choice?.addEventListener('change', this.redraw);
  }

  /** Who has begun to write where nothing stood goes on in the file. */
  updated() {
    const editor = /** @type {any} */ (this.querySelector('.engine-file code-editor'))?.editor;
    if (editor && this.wasEmpty) {
      editor.focus();
      editor.dispatch({ selection: { anchor: editor.state.doc.length } });
    }
    this.wasEmpty = this.querySelector('.engine.is-empty') !== null;
  }

  render() {
    const { course, progress, choice } = this;
    if (!course || !progress || !choice) return nothing;
    const { file } = choice;
    if (file.source === null) return this.#none(course, progress);
    return html`<div class="engine" @edit=${this.#edit} @run=${this.test} @line=${this.#goToLine}>
      <header class="engine-head">
        <h1>My engine</h1>
        <p class="chapter-question">${this.#origin(course)}</p>
      </header>
      ${this.#newer(course, progress)} ${this.#carried()}
      <div class="engine-columns">
        <section class="engine-file" aria-label="The file">
          <p class="file-name"><code>my_engine.py</code> <span class="is-quiet">${lineCount(file.source)}</span></p>
          <code-editor .code=${file.source} label="Your engine: my_engine.py" .errorLine=${this.#errorLine()}></code-editor>
          <div class="exercise-actions">
            <button class="button primary" data-testid="test-engine" ?disabled=${this.busy} @click=${this.test}>${this.busy ? 'Testing…' : this.#isOwn(course) ? `Test against all ${course.engine.length} steps` : 'Test against all earlier checks'}</button>
            ${this.busy ? html`<button class="button" data-testid="stop-check" @click=${() => this.python?.stop()}>Stop</button>` : nothing}
            <button class="button" data-testid="download-engine" @click=${() => saveFile('my_engine.py', file.source ?? '', 'text/x-python')}>Download</button>
            ${this.#history()}
          </div>
          ${this.#comparison()}
          <engine-bench .python=${this.python} .code=${file.source}></engine-bench>
        </section>
        <section class="engine-side">
          ${this.#lab()} ${this.#verdicts(course)} ${this.#toCome(course, progress)}
        </section>
      </div>
    </div>`;
  }

  /** @param {CourseData} course @param {Progress} progress */
  #none(course, progress) {
    const first = course.exercises[course.engine[0]];
    const chapter = course.chapters.find(({ exercises }) => first && exercises.includes(first.id));
    return html`<div class="engine is-empty" data-testid="no-engine" @edit=${this.#edit}><header class="engine-head"><h1>My engine</h1>
      <p class="chapter-question">Here your own <code>Node</code> will stand: every step of the course that you pass fills in a part of it.</p></header>
      ${first && chapter ? html`<p>It begins in <a href=${hrefOf(course, first.id)}>“${first.title}”</a>, in the chapter ${chapter.title}.</p>` : nothing}
      <engine-ghost .course=${course} .passed=${(/** @type {string} */ step) => progress.passed(step)}></engine-ghost>
      <section class="engine-paste" aria-labelledby="paste-title">
        <h2 class="panel-label" id="paste-title">Or bring one that you have</h2>
        <p>Paste any engine whose nodes are one number each: what its class and its attributes are called is a matter of taste. It can then be tested, raced and used in the Lab.</p>
        <code-editor code="" label="Paste an engine here" data-testid="paste-engine"></code-editor>
      </section></div>`;
  }

  /** @param {CourseData} course */
  #origin(course) {
    const { step, edited, from } = /** @type {EngineChoice} */ (this.choice).file;
    const title = step ? course.exercises[step]?.title : null;
    if (!title) return from === 'Pasted' ? 'Your own text, pasted here.' : 'Your own text.';
    return edited ? `From the exercise “${title}”, changed by hand since.` : `Your code of the exercise “${title}”.`;
  }

  /** A text that no step of the course is behind. @param {CourseData} course */
  #isOwn(course) {
    return !course.engine.includes(/** @type {EngineChoice} */ (this.choice).file.step ?? '');
  }

  /** A later step was passed than the one that this file comes from. @param {CourseData} course @param {Progress} progress */
  #newer(course, progress) {
    const choice = /** @type {EngineChoice} */ (this.choice);
    const built = builtEngine(course, progress);
    if (!built || !choice.file.edited || built.step === choice.file.step || built.source === choice.file.source) return nothing;
    const { title } = course.exercises[built.step];
    return html`<p class="notice" data-testid="newer-engine">You have since passed “${title}”.
      <button class="link" @click=${() => choice.take(built.source, built.step, title)}>Take that code</button>: what only this text defines is carried over, and the text itself stays in the History.</p>`;
  }

  /** What the last step’s code did not have, and the text before it did. */
  #carried() {
    const { carried } = /** @type {EngineChoice} */ (this.choice).file;
    if (carried.length === 0) return nothing;
    return html`<p class="notice" data-testid="carried">Carried over from your text before, as this step’s code did not have ${carried.length === 1 ? 'it' : 'them'}: ${carried.map((name, k) => html`${k ? ', ' : ''}<code>${name}</code>`)}.</p>`;
  }

  #history() {
    const choice = /** @type {EngineChoice} */ (this.choice);
    const versions = this.#earlier.map(({ source: code, at, from, edited }) => ({ code, at, name: `${from || 'An earlier text'}${edited && !NAMED.includes(from) ? ', changed by hand' : ''}` }));
    return html`<version-menu .versions=${versions} .kept=${this.kept} .code=${choice.file.source ?? ''} @look=${() => this.#readTexts(choice)} @restore=${(/** @type {CustomEvent} */ e) => this.#look(e)}></version-menu>`;
  }

  /** @param {EngineChoice} choice */
  async #readTexts(choice) {
    this.kept = null;
    this.texts = history(await choice.entries());
    this.kept = await choice.keep();
  }

  /** The texts that others took the place of, and then those that were written over, newest first. @returns {import('./choice.js').EngineText[]} */
  get #earlier() {
    const { earlier } = /** @type {EngineChoice} */ (this.choice).file;
    const typed = this.texts.map(({ text, at }) => ({ source: text, step: null, edited: true, at, from: 'What you wrote' }));
    return distinct([...earlier, ...typed], ({ source }) => source);
  }

  /** A text of the history is shown as a difference first. @param {CustomEvent} event */
  #look(event) {
    this.looked = this.#earlier.find(({ source }) => source === event.detail.code) ?? null;
  }

  #comparison() {
    const choice = /** @type {EngineChoice} */ (this.choice);
    const { looked } = this;
    if (!looked || !this.#earlier.some(({ source }) => source === looked.source)) return nothing;
    return html`<div class="comparison" data-testid="comparison"><p class="exercise-engine">What would change, line by line, if “${looked.from || 'the earlier text'}” stood here again:</p>
      <code-difference .older=${choice.file.source ?? ''} .newer=${looked.source} label="What the earlier text would change"></code-difference>
      <p class="exercise-actions"><button class="button" data-testid="take-earlier" @click=${() => this.#take(looked)}>Put it back</button>
        <button class="button quiet" @click=${() => (this.looked = null)}>Leave it</button></p></div>`;
  }

  /** @param {import('./choice.js').EngineText} text */
  #take(text) {
    this.looked = null;
    this.verdicts = [];
    /** @type {EngineChoice} */ (this.choice).replace(text);
  }

  /** The steps that are still to be passed. @param {CourseData} course @param {Progress} progress */
  #toCome(course, progress) {
    if (course.engine.every((step) => progress.passed(step))) return nothing;
    return html`<details class="engine-outline"><summary class="panel-label">The whole engine, in outline</summary>
      <engine-ghost .course=${course} .passed=${(/** @type {string} */ step) => progress.passed(step)}></engine-ghost></details>`;
  }

  #lab() {
    const choice = /** @type {EngineChoice} */ (this.choice);
    const { chosen } = choice.file;
    return html`<h2 class="panel-label">In the Lab</h2>
      <label class="check"><input type="checkbox" data-testid="choose-engine" .checked=${chosen} @change=${(/** @type {Event} */ e) => choice.choose(/** @type {HTMLInputElement} */ (e.target).checked)} />
        Use this engine in the Lab, in place of ours</label>
      <p class="engine-note">${chosen ? html`The Lab’s numbers now come from your code. <a href="./">Open the Lab</a>` : 'The Lab now uses ours.'}</p>`;
  }

  /** @param {CourseData} course */
  #verdicts(course) {
    const steps = stepsUpTo(course, this.#step(course));
    const passed = this.verdicts.filter(({ result }) => result?.passed).length;
    return html`<h2 class="panel-label">The checks of ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}</h2>
      ${this.verdicts.length && !this.busy ? html`<p class="engine-note" role="status" data-testid="engine-verdict">${passed} of ${this.verdicts.length} passed.</p>` : nothing}
      ${this.problem ? html`<p class="run-problem" role="alert">${this.problem}</p>` : nothing}
      <ol class="verdicts">${steps.map((id) => this.#verdict(course, id))}</ol>`;
  }

  /** @param {CourseData} course @param {string} id */
  #verdict(course, id) {
    const verdict = this.verdicts.find((one) => one.id === id);
    const state = !verdict ? 'untested' : !verdict.result ? 'testing' : verdict.result.passed ? 'passed' : 'failed';
    const words = { untested: 'not tested', testing: 'being tested', passed: 'passed', failed: 'not passed' }[state];
    return html`<li data-state=${state} data-step=${id}><span class="dot" data-state=${state === 'passed' ? 'passed' : 'new'} aria-hidden="true"></span>
      <div><span>${course.exercises[id].title}</span> <span class="is-quiet">${words}</span>
      ${verdict?.result && !verdict.result.passed ? html`<p class="verdict-why">${withCode(verdict.result.message)}</p>` : nothing}</div></li>`;
  }

  #errorLine() {
    return this.verdicts.find(({ result }) => result && !result.passed)?.result?.line ?? null;
  }

  /** The step whose checks, and all before it, this file should pass. @param {CourseData} course */
  #step(course) {
    const { step } = /** @type {EngineChoice} */ (this.choice).file;
    return step && course.engine.includes(step) ? step : course.engine[course.engine.length - 1];
  }

  /** @param {CustomEvent} event */
  #goToLine(event) {
    const editor = this.querySelector('.engine-file code-editor');
    if (event.target !== editor) /** @type {any} */ (editor)?.goTo?.(event.detail);
  }

  /** @param {CustomEvent} event */
  #edit(event) {
    const choice = /** @type {EngineChoice} */ (this.choice);
    if (event.detail !== (choice.file.source ?? '')) choice.edit(event.detail);
  }

  /** Put the file to every check of the steps that it has come through. */
  async test() {
    const { course, python, choice } = this;
    if (!course || !python || !choice || this.busy) return;
    const source = choice.file.source ?? '';
    this.busy = true;
    this.problem = '';
    this.verdicts = [];
    try {
      await python.fresh();
      for await (const verdict of testSteps(python, course, stepsUpTo(course, this.#step(course)), source, { anyNames: true, causes: !this.#isOwn(course) })) {
        this.verdicts = [...this.verdicts.filter(({ result }) => result), verdict];
      }
      this.verdicts = this.verdicts.filter(({ result }) => result); // one may have been stopped by the student
    } catch (fault) {
      this.verdicts = this.verdicts.filter(({ result }) => result);
      this.problem = `Python could not be started: ${/** @type {Error} */ (fault).message}`;
    } finally {
      this.busy = false;
    }
  }
}

customElements.define('engine-page', EnginePage);
