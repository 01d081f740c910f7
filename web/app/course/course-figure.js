/**
 * A live figure in the text: one of the Lab's views, of a loss of its own, with parts left out.
 *
 * @module course-figure
 */

import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { LabSession } from '../lab-session.js';
import { startPoint } from '../model/descent-settings.js';
import { changedNodes, withValues } from '../model/nudged.js';
import { formatShort } from '../model/numbers.js';
import { only } from '../model/selection.js';
import { Stopped } from '../python-errors.js';
import { closerLook } from '../views/closer-look.js';
import '../views/descent-controls.js';
import '../views/error-card.js';
import { nudgeOf } from '../views/node-nudge.js';
import '../views/graph-view.js';
import '../views/landscape-line.js';
import '../views/landscape-map.js';
import { numberText } from '../views/number-text.js';
import '../views/result-figures.js';
import '../views/step-transport.js';
import { View } from '../views/view.js';
import { descentOf, followsStart, isDrawn, resultFor, shows } from './figure-parts.js';
import './slope-figure.js';

/** @typedef {import('./figure-parts.js').FigureSettings} FigureSettings */
/** @typedef {import('../lab-session.js').LabState} LabState */
/** @typedef {import('../../shared/protocol.js').Evaluation} Evaluation */

export class CourseFigure extends View {
  static properties = { python: { attribute: false }, probe: { state: true } };

  constructor() {
    super();
    /** @type {import('./shared-python.js').PythonShare | null} */
    this.python = null;
    /** The student's engine, for a figure that is of it. @type {() => string | null} */
    this.engine = () => null;
    /** The loss where the point was dragged to. @type {{point: number[], evaluation: Evaluation} | null} */
    this.probe = null;
    /** @type {LabSession | null} */
    this.session = null;
    /** @type {FigureSettings} */
    this.settings = { view: 'map', code: '' };
    /** The engine that was run last. @type {string | null} */
    this.ranEngine = null;
    this.redraw = () => this.requestUpdate();
    this.asking = false;
    /** @type {number[] | null} where the point is, while it is being dragged */
    this.wanted = null;
  }

  createRenderRoot() {
    return /** @type {HTMLElement} */ (this.querySelector('.figure-body'));
  }

  connectedCallback() {
    this.settings = JSON.parse(this.dataset.settings ?? '{}');
    super.connectedCallback();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has('python') || !this.python || this.session) return;
    const beginning = { code: this.settings.code, settings: descentOf(this.settings) };
    const engine = () => (this.ranEngine = this.settings.engine === 'mine' ? this.engine() : null);
    this.session = new LabSession(/** @type {any} */ (this.python), beginning, { engine, follow: followsStart(this.settings) });
    this.session.addEventListener('change', this.redraw);
    this.#runWhenNear(this.session);
  }

  /** Figures far down the page wait for their turn until the reader comes near. @param {LabSession} session */
  #runWhenNear(session) {
    const watch = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watch.disconnect();
        void this.#run(session);
      },
      { rootMargin: '600px' },
    );
    watch.observe(this);
  }

  /** @param {LabSession} session */
  async #run(session) {
    if (await closerLook(this.settings.view)) await session.run();
  }

  /** Their engine is another one: a figure that is of it is drawn again, if it has been drawn. */
  engineChanged() {
    const { session } = this;
    if (this.settings.engine !== 'mine' || !session) return;
    const source = this.engine();
    if (source === this.ranEngine) return;
    if (session.state.result || session.state.error) void session.run();
    this.requestUpdate();
  }

  /** One drawing a frame, however fast the steps arrive. */
  async scheduleUpdate() {
    if (this.hasUpdated) await new Promise((resolve) => requestAnimationFrame(resolve));
    super.scheduleUpdate();
  }

  render() {
    const state = this.session?.state;
    if (!state) return nothing;
    if (!state.result) return state.error ? html`<error-card .error=${state.error}></error-card>` : nothing;
    const hidden = (this.settings.hide ?? []).map((part) => `without-${part.replaceAll(' ', '-')}`).join(' ');
    const own = this.settings.engine === 'mine' && this.engine() === null;
    const waiting = isDrawn(this.settings, state) || state.error ? '' : 'is-waiting';
    return html`<div class="figure-live ${hidden} ${waiting}" data-testid=${`figure-${this.settings.view}`}
        @select=${(/** @type {CustomEvent} */ e) => this.session?.select(e.detail)}
        @configure=${(/** @type {CustomEvent} */ e) => this.session?.configure(e.detail)}
        @explore=${(/** @type {CustomEvent} */ e) => this.session?.explore(e.detail)}
        @start=${(/** @type {CustomEvent} */ e) => this.#putStart(e.detail)}
        @keep=${() => this.session?.keepDescent()} @drop=${(/** @type {CustomEvent} */ e) => this.session?.dropDescent(e.detail)}
        @race=${() => this.session?.startRace()}
        @look=${(/** @type {CustomEvent} */ e) => this.session?.lookAtStep(e.detail)}
        @step=${(/** @type {CustomEvent} */ e) => this.session?.stepTo(e.detail)}
        @nudge=${(/** @type {CustomEvent} */ e) => this.session?.nudge(e.detail)}
        @instance=${(/** @type {CustomEvent} */ e) => this.session?.showInstance(e.detail.frame, e.detail.index)}>
      ${this.#view(state, resultFor(state.result, this.settings))}
      ${own ? html`<p class="notice">This is drawn by our engine, until you have passed the first step of your own.</p>` : nothing}
      ${state.error ? html`<error-card .error=${state.error}></error-card>` : nothing}
    </div>`;
  }

  /** The still stays until there is as much to see. */
  updated() {
    const state = this.session?.state;
    if (!state || !(state.error || isDrawn(this.settings, state))) return;
    for (const before of this.renderRoot.querySelectorAll(':scope > .figure-stills, :scope > .figure-still, :scope > .figure-wait')) before.remove();
  }

  /** @param {LabState} state @param {import('../../shared/protocol.js').RunResult} result */
  #view(state, result) {
    const { graph } = result;
    const { selected, explanation } = state;
    switch (this.settings.view) {
      case 'map':
        return this.#map(state, result);
      case 'curve':
        return html`<div class="figure-pane"><descent-curves .descent=${state.descent} .step=${state.step} .names=${result.parameters.map((p) => p.name)}></descent-curves></div>${this.#controls(state)}`;
      case 'graph':
        return html`<div class="figure-pane">${this.#graph(state, graph, state.steps.length)}</div>${this.#nudge(state, graph)}`;
      case 'stepper':
        return html`<div class="figure-pane">${this.#graph(state, graph, state.position)}</div>${this.#nudge(state, graph)}
          <step-transport .steps=${state.steps} .position=${live(state.position)}></step-transport>`;
      case 'table':
        return html`<traversal-table .rows=${result.traversal} .graph=${graph} .selected=${selected}></traversal-table>`;
      case 'numbers':
        return html`<result-figures .result=${result} .witness=${state.witness} alone></result-figures>`;
      case 'derivation':
        return html`<derivation-view .steps=${explanation?.derivation ?? []} .reason=${explanation?.reason ?? null} .selected=${selected}></derivation-view>`;
      case 'code':
        return html`<generated-code .explanation=${explanation} .language=${this.settings.show ?? 'python'}></generated-code>`;
      case 'race':
        return html`<gradient-race .laps=${state.race} ?busy=${state.busy} ?ready=${true}></gradient-race>`;
      case 'slope':
        return this.#slope(state, result);
    }
  }

  /** With what follows from a nudge, where there is one. @param {LabState} state @param {import('../../shared/protocol.js').Graph} graph @param {number} position */
  #graph({ nudge, steps, selected }, graph, position) {
    const shown = withValues(graph, nudge?.values ?? null);
    const lit = shown === graph ? null : only(changedNodes(graph, shown));
    return html`<graph-view .graph=${shown} .steps=${steps} .position=${position} .selected=${selected} .lit=${lit}></graph-view>`;
  }

  /** @param {LabState} state @param {import('../../shared/protocol.js').Graph} graph */
  #nudge({ nudge, selected }, graph) {
    return selected ? nudgeOf(graph, selected, nudge, shows(this.settings, 'gradients')) : nothing;
  }

  /** @param {LabState} state @param {import('../../shared/protocol.js').RunResult} result */
  #slope(state, result) {
    const at = this.probe?.point ?? this.settings.start ?? result.parameters.map((p) => p.value);
    const known = this.#known(result);
    if (!known.point.every((value, k) => value === at[k])) this.#ask(at);
    return html`<slope-figure .result=${result} .terrain=${state.terrain} .at=${known.point[0]} .gradient=${known.evaluation.gradient[0]} .distance=${this.settings.secant ?? null}
      @point=${(/** @type {CustomEvent} */ e) => this.#ask([e.detail])}></slope-figure>`;
  }

  /** @param {import('../../shared/protocol.js').RunResult} result */
  #known({ parameters, loss }) {
    return this.probe ?? { point: parameters.map((p) => p.value), evaluation: { loss, gradient: parameters.map((p) => p.gradient) } };
  }

  /** @param {LabState} state @param {import('../../shared/protocol.js').RunResult} result */
  #map(state, result) {
    const start = startPoint(state.settings.start, result.parameters);
    const descent = shows(this.settings, 'path') ? state.descent : null;
    const drawn = shows(this.settings, 'arrow') ? result : withoutArrow(result);
    return html`<div class="figure-pane is-map">
        ${result.parameters.length === 1
          ? html`<landscape-line .result=${result} .descent=${descent} .terrain=${state.terrain} .start=${start}></landscape-line>`
          : html`<landscape-map .result=${drawn} .descent=${descent} .terrain=${state.terrain} .axes=${state.axes} .start=${start} .kept=${state.kept} .problem=${state.terrainProblem}></landscape-map>`}
      </div>
      ${shows(this.settings, 'numbers') ? this.#reading(start, result) : nothing} ${this.#controls(state)}`;
  }

  /** The number that belongs to the point. @param {number[]} point @param {import('../../shared/protocol.js').RunResult} result */
  #reading(point, result) {
    const known = this.#known(result);
    const here = known.point.every((value, k) => value === point[k]);
    if (!here) this.#ask(point);
    const { loss, gradient } = known.evaluation;
    const names = result.parameters.map((p) => p.name);
    return html`<p class="figure-reading">
      <span>loss ${numberText(loss, { role: 'value', testId: 'figure-loss' })}</span>
      ${shows(this.settings, 'arrow') && shows(this.settings, 'gradients') ? names.map((name, k) => html`<span>∂loss/∂${name} ${numberText(gradient[k], { role: 'gradient' })}</span>`) : nothing}
      <span class="is-quiet">at ${names.map((name, k) => `${name} = ${formatShort(known.point[k])}`).join(', ')}</span>
    </p>`;
  }

  /** @param {number[]} start */
  #putStart(start) {
    this.wanted = start;
    this.session?.configure({ start });
    this.#ask(start);
  }

  /** The loss at a point; while one answer is awaited, only the newest question is kept. @param {number[]} point */
  async #ask(point) {
    this.wanted = point;
    if (this.asking || !this.python) return;
    this.asking = true;
    try {
      while (this.wanted) {
        const asked = /** @type {number[]} */ (this.wanted);
        this.wanted = null;
        this.probe = { point: asked, evaluation: await this.python.call('evaluate', { point: asked }) };
      }
    } catch (fault) {
      if (!(fault instanceof Stopped)) this.session?.tell(/** @type {Error} */ (fault).message);
    } finally {
      this.asking = false;
    }
  }

  /** @param {LabState} state */
  #controls(state) {
    if (!shows(this.settings, 'controls')) return nothing;
    return html`<descent-controls .settings=${state.settings} .parameters=${state.result?.parameters ?? []}></descent-controls>`;
  }
}

/** The arrow shows the gradient: where there is no number, none is drawn. @param {import('../../shared/protocol.js').RunResult} result */
function withoutArrow(result) {
  return { ...result, parameters: result.parameters.map((parameter) => ({ ...parameter, gradient: NaN })) };
}

customElements.define('course-figure', CourseFigure);
