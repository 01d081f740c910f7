/**
 * The stills of live figures: what a reader sees without JavaScript, on paper, and until Python is there.
 *
 * A still is the figure's own first drawing. The views are Lit elements whose `render()` gives plain
 * data, a template's texts and values; here they are written out as text, the views inside them too.
 * Python worked out beforehand what they show (`classroom.prerender.stills`).
 *
 * @module still
 */
import { escape, unescape } from './html.mjs';
import { typeset } from './math.mjs';

Object.assign(globalThis, { ResizeObserver: class {}, IntersectionObserver: class {} }); // views make them early
const { drawnView, shortened, write } = await import('./markup.mjs');
const { CourseFigure } = await import('../../app/course/course-figure.js');
const { findPlaces } = await import('../../app/views/graph-placing.js');
await Promise.all([findPlaces(), import('../../app/views/closer-views.js'), import('../../app/views/descent-curves.js')]);
const { descends, descentOf, followsStart } = await import('../../app/course/figure-parts.js');
const { stateFrom } = await import('../../app/model/lab-state.js');
const { formatShort } = await import('../../app/model/numbers.js');
const { stepsOf, words } = await import('../../app/model/steps.js');
const { SECANT_ROOM } = await import('../../app/course/slope-figure.js');
const { beginningOf } = await import('../../app/opening.js');

/** @typedef {import('../../app/course/figure-parts.js').FigureSettings} FigureSettings */
/** @typedef {import('../../app/model/lab-state.js').LabState} LabState */
/** @typedef {import('../../app/model/lab-state.js').Probe} Probe */
/** @typedef {{width: number, height: number}} Size */
/** @typedef {{code: string, start?: number[], x?: number[], y?: number[], reach?: number, follow: boolean, land: boolean, explained: boolean, descent: object | null, claim: string, caption: string, laps?: Record<string, number>}} Question what `classroom.prerender.stills` is asked */
/** @typedef {{claim: string, caption: string}} Claim what a figure says: for Python, and for readers */
/** @typedef {Omit<import('../../app/opening.js').Opening, 'code'> & {here: {point: number[], evaluation: {loss: number, gradient: number[]}}}} Still */

/** The pane of a figure in a wide column and on a phone, as the style sheet makes it. @type {[string, Size][]} */
const PANES = [
  ['wide', { width: 782, height: 350 }],
  ['narrow', { width: 356, height: 350 }],
];
/** What stands under a map, in its pane. @type {Record<string, number>} */
const LEGEND = { wide: 26, narrow: 44 };
const DRAWN_TO_SIZE = ['map', 'graph', 'stepper', 'curve', 'slope'];
/** Of what serves a pointer, keys or a test, a still keeps nothing. */
const LIVE_ATTRIBUTE = /\s(?:tabindex|role|id|name|for|data-at|data-testid|aria-[\w-]+)="[^"]*"/g;

/** A formula that KaTeX sets in the page, and the marks by which the page lights its factors. */
const FORMULA = /<(\w+) class="(tex(?:-inline)?)" data-tex="([^"]*)">\s*<\/\1>/g;
const FACTOR = /\\htmlData\{[^{}]*\}/g;

/** @param {FigureSettings & Claim} settings @returns {Question} */
export function questionOf(settings) {
  const { view, code, start, x, y, secant, claim, caption, laps } = settings;
  const { start: _, batches = null, ...rest } = descentOf(settings);
  const reach = secant === undefined ? 0 : SECANT_ROOM * Math.max(1, secant);
  return {
    code,
    ...(start ? { start } : {}),
    ...(x ? { x } : {}),
    ...(y ? { y } : {}),
    ...(reach ? { reach } : {}),
    follow: followsStart(settings),
    land: view === 'map' || view === 'slope',
    explained: view === 'derivation' || view === 'code',
    descent: descends(settings) ? { ...rest, ...(batches ? { batches } : {}) } : null,
    claim,
    caption,
    ...(laps ? { laps } : {}),
  };
}

/**
 * @param {FigureSettings} settings
 * @param {Still} still
 * @param {import('./math.mjs').MathStyles} styles
 * @returns {string} HTML
 */
export function drawStill(settings, still, styles) {
  const state = stateOf(settings, still);
  if (!DRAWN_TO_SIZE.includes(settings.view)) return `<div class="figure-still">${picture(settings, state, still, PANES[0][1], styles)}</div>`;
  const under = settings.view === 'map' && state.result?.view.y ? LEGEND : { wide: 0, narrow: 0 };
  const pictures = PANES.map(([name, { width, height }]) => {
    const size = { width, height: height - under[name] };
    return `<div class="figure-still is-${name}">${picture(settings, state, still, size, styles)}</div>`;
  });
  return `<div class="figure-stills" role="img" aria-label="${escape(inWords(settings, state, still))}">${pictures.join('')}</div>`;
}

/** @param {FigureSettings} settings @param {Still} still @returns {LabState} */
function stateOf(settings, { result, descent, landscape, explanation: found = null }) {
  const explanation = found && { ...found, reason: found.python ? null : found.reason }; // where it is read, there is WebAssembly
  const beginning = beginningOf({ code: settings.code, result, descent, landscape, explanation });
  const steps = stepsOf(result.graph);
  const race = Object.entries(settings.laps ?? {}).map(([name, seconds]) => ({ name, seconds, calls: 1, gradient: [] }));
  return stateFrom({ ...beginning, settings: descentOf(settings), steps, position: steps.length, race });
}

/** @param {FigureSettings} settings @param {LabState} state @param {Still} still @param {Size} size @param {import('./math.mjs').MathStyles} styles */
function picture(settings, state, still, size, styles) {
  const figure = new CourseFigure();
  figure.settings = settings;
  figure.session = /** @type {any} */ ({ state });
  figure.probe = still.here;
  const text = shortened(written(figure.render(), size))
    .replace(LIVE_ATTRIBUTE, '')
    .replace(/(<svg class="graph [^"]*") width="([\d.]+)" height="([\d.]+)"/, '$1 width="$2" height="$3" viewBox="0 0 $2 $3"')
    .replace(/<title>.*?<\/title>/gs, '')
    .replace(FORMULA, (_, tag, kind, tex) => `<${tag}>${typeset(unescape(tex).replace(FACTOR, ''), { display: kind === 'tex', styles })}</${tag}>`);
  return settings.view === 'code' ? text : text.replace(/\s*\n\s*/g, ' ');
}

/** @param {unknown} value @param {Size} size @returns {string} */
const written = (value, size) =>
  write(value, (name, properties) => `<div class="${name}">${written(drawnView(name, properties, size), size)}</div>`); // its name would bring it to life

/** A drawing, for those who do not see it. @param {FigureSettings} settings @param {LabState} state @param {Still} still */
function inWords({ view, secant }, { result, steps, descent }, { here }) {
  const names = (result?.parameters ?? []).map(({ name }) => name);
  const place = (/** @type {number[]} */ point) => names.map((name, k) => `${name} = ${formatShort(point[k])}`).join(', ');
  const { loss, gradient } = here.evaluation;
  if (view === 'graph' || view === 'stepper') {
    const phases = view === 'graph' ? steps.filter(({ phase }) => phase === 'forward') : steps;
    return `The graph of the loss, at ${place(here.point)}. ${phases.map(({ sentence }) => words(sentence)).join(' ')}`;
  }
  if (view === 'slope') return `The curve of the loss over ${names[0]}, with its tangent at ${place(here.point)}, of slope ${formatShort(gradient[0])}${secant ? `, and the line through that point and the one ${formatShort(secant)} further on` : ''}.`;
  const walk = descent?.end ? ` The descent of ${descent.path.count - 1} steps ends at loss ${formatShort(descent.end.loss)}${names.length < 4 ? `, at ${place(descent.end.point)}` : ''}.` : '';
  if (view === 'curve') return `The loss, the length of the gradient and the parameters against the step. At the start the loss is ${formatShort(loss)}.${walk}`;
  return `A map of the loss over ${names.slice(0, 2).join(' and ')}. At ${place(here.point)} the loss is ${formatShort(loss)}.${walk}`;
}
