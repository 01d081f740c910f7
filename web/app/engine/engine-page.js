/**
 * My engine: the Node class that the student has built, as a file: edited, tested, taken along, and
 * put into the Lab in place of ours.
 *
 * @module engine-page
 */

import { html, nothing } from 'lit';
import { builtEngine, stepsUpTo } from '../course/course-data.js';
import { testSteps } from '../course/engine-steps.js';
import { withCode } from '../views/code-words.js';
import '../views/code-editor.js';
import { View } from '../views/view.js';
import { saveFile } from './save-file.js';

/** @typedef {import('../course/course-data.js').CourseData} CourseData */
/** @typedef {import('../course/progress.js').Progress} Progress */
/** @typedef {import('../course/shared-python.js').PythonShare} PythonShare */
/** @typedef {import('../../shared/protocol.js').CheckResult} CheckResult */
/** @typedef {typeof import('./choice.js').engineChoice} EngineChoice */
/** @typedef {{id: string, result: CheckResult | null}} Verdict  null: being tested */

export class EnginePage extends View {
  static properties = {
    course: { attribute: false },
    progress: { attribute: false },
    python: { attribute: false },
    choice: { attribute: false },
    verdicts: { state: true },
    busy: { state: true },
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

  render() {
    const { course, progress, choice } = this;
    if (!course || !progress || !choice) return nothing;
    const { file } = choice;
    if (file.source === null) return this.#none(course);
    return html`<div class="engine" @edit=${this.#edit} @run=${this.test}>
      <header class="engine-head">
        <h1>My engine</h1>
        <p class="chapter-question">${this.#origin(course)}</p>
      </header>
      ${this.#newer(course, progress)}
      <div class="engine-columns">
        <section class="engine-file" aria-label="The file">
          <p class="file-name"><code>my_engine.py</code> <span class="is-quiet">${file.source.split('\n').length} lines</span></p>
          <code-editor .code=${file.source} label="Your engine: my_engine.py" .errorLine=${this.#errorLine()}></code-editor>
          <div class="exercise-actions">
            <button class="button primary" data-testid="test-engine" ?disabled=${this.busy} @click=${this.test}>${this.busy ? 'Testing…' : 'Test against all earlier checks'}</button>
            ${this.busy ? html`<button class="button" data-testid="stop-check" @click=${() => this.python?.stop()}>Stop</button>` : nothing}
            <button class="button" data-testid="download-engine" @click=${() => saveFile('my_engine.py', file.source ?? '', 'text/x-python')}>Download</button>
            ${this.#earlier()}
          </div>
          ${choice.problem ? html`<p class="notice" role="alert">This device’s storage is full or blocked: your engine is kept only while this page is open. Download it.</p>` : nothing}
        </section>
        <section class="engine-side">
          ${this.#lab()} ${this.#verdicts(course)}
        </section>
      </div>
    </div>`;
  }

  /** @param {CourseData} course */
  #none(course) {
    const first = course.exercises[course.engine[0]];
    const chapter = course.chapters.find(({ exercises }) => first && exercises.includes(first.id));
    return html`<div class="engine is-empty" data-testid="no-engine"><header class="engine-head"><h1>My engine</h1>
      <p class="chapter-question">Here your own <code>Node</code> will stand: every exercise of the course that you pass adds to it.</p></header>
      ${first && chapter ? html`<p>It begins in <a href="${chapter.page}#exercise-${first.id.split('/')[1]}">“${first.title}”</a>, in the chapter ${chapter.title}.</p>` : nothing}
      <p><a class="button" href="course.html">To the course</a></p></div>`;
  }

  /** @param {CourseData} course */
  #origin(course) {
    const { step, edited } = /** @type {EngineChoice} */ (this.choice).file;
    const title = step ? course.exercises[step]?.title : null;
    if (!title) return 'Your own text.';
    return edited ? `From the exercise “${title}”, changed by hand since.` : `Your code of the exercise “${title}”.`;
  }

  /** A later step was passed than the one that this file comes from. @param {CourseData} course @param {Progress} progress */
  #newer(course, progress) {
    const choice = /** @type {EngineChoice} */ (this.choice);
    const built = builtEngine(course, progress);
    if (!built || built.source === choice.file.source || built.step === choice.file.step) return nothing;
    return html`<p class="notice" data-testid="newer-engine">You have since passed “${course.exercises[built.step].title}”.
      <button class="link" @click=${() => choice.replace(built.source, built.step)}>Take that code</button>: this text stays among the earlier ones.</p>`;
  }

  #earlier() {
    const choice = /** @type {EngineChoice} */ (this.choice);
    const { earlier } = choice.file;
    if (earlier.length === 0) return nothing;
    return html`<details class="menu"><summary class="button">Earlier texts</summary><div class="menu-items">
      ${earlier.map((text, index) => html`<button @click=${() => choice.replace(text, choice.file.step)}>${index === 0 ? 'The one before' : `${index + 1} before`} <span class="is-quiet">${text.split('\n').length} lines</span></button>`)}
    </div></details>`;
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
  #edit(event) {
    const choice = /** @type {EngineChoice} */ (this.choice);
    if (event.detail !== choice.file.source) choice.edit(event.detail);
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
      for await (const verdict of testSteps(python, course, stepsUpTo(course, this.#step(course)), source)) {
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
