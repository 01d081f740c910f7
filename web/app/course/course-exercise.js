/**
 * An exercise: the task stands in the page; here are the editor, Check, its answer, and the hints.
 *
 * @module course-exercise
 */

import { html, nothing } from 'lit';
import { stepsOf } from '../model/steps.js';
import '../views/code-editor.js';
import '../views/graph-view.js';
import { View } from '../views/view.js';
import { filledIn, fillIn } from '../model/filled.js';
import { history } from '../model/journal.js';
import { withCode } from '../views/code-words.js';
import { attempt, runSnippet } from './attempt.js';
import './begun-with.js';
import './check-answer.js';
import { earlierCode, engineFor, filesFor, openingOf } from './course-data.js';
import './engine-bench.js';
import { withEarlierSteps } from './engine-steps.js';
import './line-sorter.js';
import './start-again.js';
import { checked, edited, EMPTY_RECORD, hinted, replaced, solutionSeen } from './record.js';

/** @typedef {import('./course-data.js').CourseData} CourseData */
/** @typedef {import('./progress.js').Progress} Progress */
/** @typedef {import('./shared-python.js').PythonShare} PythonShare */
/** @typedef {import('../../shared/protocol.js').CheckResult} CheckResult */

/** Kinds whose answer is no text that one would run. */
const NO_TEXT = ['predict', 'find', 'fill'];

/** Event: `passed` (detail: the exercise's id). */
export class CourseExercise extends View {
  static properties = {
    course: { attribute: false },
    progress: { attribute: false },
    python: { attribute: false },
    busy: { state: true },
    result: { state: true },
    ran: { state: true },
    puzzle: { state: true },
    judged: { state: true },
    chosen: { state: true },
    texts: { state: true },
  };

  constructor() {
    super();
    /** @type {CourseData | null} */
    this.course = null;
    /** @type {Progress | null} */
    this.progress = null;
    /** @type {PythonShare | null} */
    this.python = null;
    this.busy = false;
    /** @type {CheckResult | null} */
    this.result = null;
    /** What a run printed, which is no attempt. @type {CheckResult | null} */
    this.ran = null;
    /** The graph of an exercise of the kinds `find` and `fill`. @type {CheckResult['graph']} */
    this.puzzle = null;
    /** What was said of the numbers that are filled in. @type {CheckResult | null} */
    this.judged = null;
    /** @type {string | null} the node that the student points at */
    this.chosen = null;
    /** What the editor has held. @type {import('../model/journal.js').Entry[]} */
    this.texts = [];
    this.heard = (/** @type {Event} */ event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      if ([this.exerciseId, this.exercise?.continues, this.exercise?.engine, this.exercise?.slopes].includes(detail)) this.requestUpdate();
    };
  }

  createRenderRoot() {
    return /** @type {HTMLElement} */ (this.querySelector('.exercise-work'));
  }

  get exerciseId() {
    return this.dataset.exercise ?? '';
  }

  get exercise() {
    return this.course?.exercises[this.exerciseId] ?? null;
  }

  get record() {
    return this.progress?.get(this.exerciseId) ?? EMPTY_RECORD;
  }

  /** What stands in the editor. */
  get code() {
    return this.record.code ?? this.record.passedCode ?? this.#opening.code;
  }

  get #opening() {
    if (!this.course || !this.exercise || !this.progress) return { code: this.exercise?.files['starter.py'] ?? '', from: null };
    return openingOf(this.course, this.exercise, this.progress);
  }

  get #isStep() {
    return this.course?.engine.includes(this.exerciseId) ?? false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('progress')) this.progress?.addEventListener('change', this.heard);
    if (changed.has('course') && this.exercise) this.#begin();
  }

  /** Take over from the static page. */
  #begin() {
    const { kind } = /** @type {import('./course-data.js').Exercise} */ (this.exercise);
    this.classList.add('is-live');
    if (!NO_TEXT.includes(kind)) this.renderRoot.querySelector(':scope > pre')?.remove();
    if (kind === 'find' || kind === 'fill') void this.#drawPuzzle();
    const solution = this.querySelector('.exercise-solution');
    solution?.addEventListener('toggle', () => {
      if (/** @type {HTMLDetailsElement} */ (solution).open) this.#change(solutionSeen);
    });
  }

  /** The graph that is to be looked at is what a check of no answer shows; that to be filled in, of what is there. */
  async #drawPuzzle() {
    const result = await this.#ask(this.exercise?.kind === 'fill' ? this.code : '').catch(() => null); // Python’s state tells why
    this.puzzle = result?.graph ?? null;
    if (this.exercise?.kind === 'fill') this.judged = result;
  }

  render() {
    if (!this.exercise) return nothing;
    const { kind } = this.exercise;
    const runs = kind === 'write' || kind === 'fix' || kind === 'order';
    return html`<div class="exercise-live" @edit=${this.#edit} @run=${this.check} @line=${this.#goToLine}
        @restart=${(/** @type {CustomEvent} */ e) => this.#restart(e.detail)}>
      ${kind === 'predict' ? this.#prediction() : kind === 'find' ? this.#search() : kind === 'fill' ? this.#fields() : this.#editor(kind)}
      <div class="exercise-actions">
        <button class="button primary" data-testid="check" ?disabled=${this.busy} @click=${this.check}>${this.busy ? 'Working…' : 'Check'}</button>
        ${runs ? html`<button class="button" data-testid="run" title="Run the code and see what it prints; this is no attempt" ?disabled=${this.busy} @click=${this.run}>Run</button>` : nothing}
        ${this.busy ? html`<button class="button" data-testid="stop-check" @click=${() => this.python?.stop()}>Stop</button>` : nothing}
        ${this.#hintButton()}
        ${this.#startings()}
        <span class="exercise-attempts">${this.#attemptsInWords()}</span>
      </div>
      <div aria-live="polite">${this.#printed()}</div>
      <div aria-live="polite">${this.result ? html`<check-answer .result=${kind === 'order' ? { ...this.result, line: null } : this.result} .withGraph=${!NO_TEXT.includes(kind)} .withOutput=${kind !== 'predict' || this.result.passed}></check-answer>` : nothing}</div>
      ${this.#isStep ? html`<engine-bench .python=${this.python} .code=${this.code}></engine-bench>` : nothing}
    </div>`;
  }

  /** @param {string} kind */
  #editor(kind) {
    const engine = this.#engine();
    return html`
      ${kind === 'order' ? nothing : this.#begun()}
      ${engine ? html`<p class="exercise-engine">${engine.mine ? html`<code>my_engine</code> is yours here: the code with which you passed it.` : html`<code>my_engine</code> is ours here, until you have passed that step yourself.`}</p>` : nothing}
      ${this.#slopesInWords()}
      ${kind === 'order'
        ? html`<line-sorter .code=${this.code}></line-sorter>`
        : html`<code-editor .code=${this.code} label=${`Your code: ${this.exercise?.title}`} .errorLine=${this.#errorLine()}></code-editor>`}
    `;
  }

  #prediction() {
    return html`<label class="prediction"><span>Your prediction</span>
      <input type="text" inputmode="decimal" autocomplete="off" spellcheck="false" data-testid="prediction" .value=${this.code.trim()}
        @input=${(/** @type {Event} */ e) => this.emitEdit(/** @type {HTMLInputElement} */ (e.target).value)}
        @keydown=${(/** @type {KeyboardEvent} */ e) => e.key === 'Enter' && this.check()} /></label>`;
  }

  #search() {
    if (!this.puzzle) return html`<p class="figure-wait">The graph appears here as soon as Python is ready.</p>`;
    const answer = this.code.trim();
    const steps = stepsOf(this.puzzle);
    return html`<figure class="puzzle">
      <graph-view .graph=${this.puzzle} .steps=${steps} .position=${steps.length} .selected=${this.chosen} @select=${this.#point}></graph-view>
      <figcaption>${answer ? html`You point at <code>${answer}</code>.` : 'Point at a node to choose it, or walk to it with the arrow keys.'}</figcaption>
    </figure>`;
  }

  /** @param {CustomEvent} event */
  #point(event) {
    event.stopPropagation();
    const node = this.puzzle?.nodes.find(({ id }) => id === event.detail);
    if (!node) return;
    this.chosen = node.id;
    this.emitEdit(node.name ?? node.symbol);
  }

  /** A number for each node; each is judged as soon as it is there. */
  #fields() {
    const { puzzle } = this;
    if (!puzzle) return html`<p class="figure-wait">The graph appears here as soon as Python is ready.</p>`;
    const steps = stepsOf(puzzle).filter(({ phase }) => phase === 'forward');
    const filled = filledIn(this.code);
    const texts = new Map(puzzle.nodes.map(({ id, name, symbol }) => [id, filled.get(name ?? symbol) ?? '']));
    const right = new Set((this.judged?.graph ?? puzzle).nodes.flatMap(({ id, gradient }) => (gradient === null ? [] : [id])));
    const wrong = new Set(this.judged?.wrongNode ? [this.judged.wrongNode] : []);
    return html`<figure class="puzzle is-fill" @fill=${this.#fill}>
      <graph-view .graph=${puzzle} .steps=${steps} .position=${steps.length} .selected=${this.judged?.wrongNode ?? null} .fields=${{ texts, right, wrong }}></graph-view>
      <figcaption role="status" class=${this.judged?.wrongNode ? 'is-wrong' : ''} data-testid="fill-word">${this.judged && !this.judged.passed && !this.result ? withCode(this.judged.message) : 'Each number is judged as soon as it stands there.'}</figcaption>
    </figure>`;
  }

  /** @param {CustomEvent} event */
  async #fill({ detail }) {
    const node = this.puzzle?.nodes.find(({ id }) => id === detail.node);
    if (!node) return;
    const answer = fillIn(this.code, node.name ?? node.symbol, detail.text);
    this.result = null;
    this.emitEdit(answer);
    await this.#judgeFilled(answer);
  }

  /** @param {string} answer */
  async #judgeFilled(answer) {
    const judged = await this.#ask(answer).catch(() => null); // Python’s state tells why
    if (answer !== this.code) return; // there is more by now
    this.judged = judged;
    if (judged?.passed) await this.check();
  }

  #hintButton() {
    const total = this.exercise?.hints ?? 0;
    const { hints } = this.record;
    if (hints >= total) return nothing;
    return html`<button class="button" data-testid="hint" @click=${() => this.#change((record) => hinted(record, hints + 1))}>Show a hint <span class="is-quiet">${hints} of ${total} seen</span></button>`;
  }

  /** What else one may begin with. */
  get #beginnings() {
    const { exercise, course, progress } = this;
    const own = exercise && progress ? earlierCode(exercise, progress) : null;
    const from = exercise?.continues ? (course?.exercises[exercise.continues]?.title ?? null) : null;
    return { own, from, starter: exercise?.files['starter.py'] ?? '' };
  }

  #begun() {
    const { own, from, starter } = this.#beginnings;
    if (!from || own === null) return nothing;
    const opened = this.record.code === null && this.record.passedCode === null && this.#opening.from !== null;
    return html`<begun-with .code=${this.code} .starter=${starter} .from=${opened ? from : null}></begun-with>`;
  }

  #startings() {
    const { own, from, starter } = this.#beginnings;
    return html`<start-again .code=${this.code} .starter=${starter} .own=${own} .from=${this.exercise?.kind === 'order' ? null : from} .record=${this.record} .texts=${this.texts} @look=${this.#look}></start-again>`;
  }

  /** @param {Event} event */
  async #look(event) {
    event.stopPropagation();
    this.texts = history((await this.progress?.entries(this.exerciseId)) ?? []);
  }

  /** What a run printed, and how it ended. */
  #printed() {
    if (!this.ran) return nothing;
    const { output, passed, message, line } = this.ran;
    return html`<div class="run-output" data-testid="run-output">
      ${output ? html`<pre class="output" data-testid="run-console">${output}</pre>` : nothing}
      ${passed ? (output ? nothing : html`<p class="is-quiet">It ran, and printed nothing.</p>`)
        : html`<p class="run-problem" data-testid="run-problem">${withCode(message)} ${line === null ? nothing : html`<button class="link" @click=${() => this.emit('line', line)}>Show line ${line}</button>`}</p>`}</div>`;
  }

  /** @param {string} code */
  #restart(code) {
    Object.assign(this, { result: null, ran: null });
    this.#change((record, now) => replaced(record.code === null ? edited(record, this.code, now) : record, code, now));
    if (this.exercise?.kind === 'fill') void this.#judgeFilled(code);
    this.chosen = this.puzzle?.nodes.find(({ name, symbol }) => (name ?? symbol) === code.trim())?.id ?? null;
  }

  #attemptsInWords() {
    const { attempts, passed } = this.record;
    if (passed !== null) return html`<span class="is-passed-mark" data-testid="passed-mark">Passed</span>`;
    return attempts === 0 ? nothing : `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`;
  }

  #errorLine() {
    return [this.ran, this.result].find((one) => one && !one.passed)?.line ?? null;
  }

  #engine() {
    if (!this.course || !this.exercise || !this.progress) return null;
    return engineFor(this.course, this.exercise, this.progress);
  }

  /** The exercise's files, with modules of the student's own. */
  #files() {
    if (!this.course || !this.exercise || !this.progress) return {};
    return filesFor(this.course, this.exercise, this.progress).files;
  }

  #slopesInWords() {
    if (!this.course || !this.exercise || !this.progress) return nothing;
    const { mine } = filesFor(this.course, this.exercise, this.progress);
    if (mine === null) return nothing;
    const title = this.course.exercises[this.exercise.slopes ?? '']?.title;
    return html`<p class="exercise-engine" data-testid="slopes-of">${mine ? html`<code>my_slopes</code> is yours here: the code with which you passed “${title}”.` : html`<code>my_slopes</code> is ours here, until you have passed “${title}” yourself.`}</p>`;
  }

  /** @param {(record: import('./record.js').ExerciseRecord, now: number) => import('./record.js').ExerciseRecord} change */
  #change(change) {
    this.progress?.update(this.exerciseId, change);
  }

  /** @param {CustomEvent} event */
  #edit(event) {
    event.stopPropagation();
    this.emitEdit(event.detail);
  }

  /** @param {string} code */
  emitEdit(code) {
    if (code !== this.code) this.#change((record, now) => edited(record, code, now));
  }

  /** @param {string} answer */
  async #ask(answer) {
    if (!this.exercise || !this.python) return null;
    await this.python.fresh();
    return attempt(this.python, { files: this.#files(), answer, engine: this.#engine()?.source ?? null });
  }

  /** The exercise's own checks; and for a step of the engine, those of the steps before it. @param {string} answer */
  async #judge(answer) {
    const result = await this.#ask(answer);
    if (!result?.passed || !this.course || !this.python) return result;
    return withEarlierSteps(this.python, this.course, this.exerciseId, answer, result);
  }

  /** Check what stands in the editor. */
  async check() {
    if (this.busy || !this.exercise || !this.python) return;
    const answer = this.code;
    this.busy = true;
    this.ran = null;
    void this.progress?.keep(); // whatever happens next, the text is safe
    try {
      this.result = await this.#judge(answer);
      const passes = this.result?.passed ?? false;
      if (this.result) this.#change((record, now) => checked(record, passes, answer, now));
      if (passes) this.emit('passed', this.exerciseId);
    } catch (fault) {
      const message = `Python could not be started: ${/** @type {Error} */ (fault).message} Your text stays; check again in a moment.`;
      this.result = { passed: false, message, line: null, graph: null, wrongNode: null, output: '' };
    } finally {
      this.busy = false;
    }
  }

  /** Run what stands in the editor for what it prints: no attempt, and no verdict. */
  async run() {
    if (this.busy || !this.exercise || !this.python) return;
    this.busy = true;
    void this.progress?.keep();
    try {
      this.ran = await runSnippet(this.python, this.code, this.#engine()?.source ?? null, this.#files());
    } catch (fault) {
      this.ran = { passed: false, message: `Python could not be started: ${/** @type {Error} */ (fault).message}`, line: null, graph: null, wrongNode: null, output: '' };
    } finally {
      this.busy = false;
    }
  }

  /** @param {CustomEvent} event */
  #goToLine(event) {
    const editor = this.querySelector('code-editor');
    if (event.target !== editor) /** @type {any} */ (editor)?.goTo?.(event.detail);
  }

  updated() {
    const { record } = this;
    this.dataset.state = record.passed !== null ? 'passed' : record.attempts > 0 || record.code !== null ? 'begun' : 'new';
    this.querySelectorAll('.exercise-hint').forEach((hint, index) => {
      const shown = /** @type {HTMLDetailsElement} */ (hint);
      const newly = shown.hidden && index < record.hints;
      shown.hidden = index >= record.hints;
      if (newly && index === record.hints - 1) shown.open = true;
    });
    const summary = this.querySelector('.exercise-solution > summary');
    if (summary) summary.textContent = record.solutionOpened ? 'Solution (you have opened it)' : 'Solution';
  }
}

customElements.define('course-exercise', CourseExercise);
