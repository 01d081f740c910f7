/**
 * The Lab's still: what its page shows from the first paint until its scripts are here, which take it over.
 *
 * It is the Lab's own first drawing (see lessons/markup.mjs), of the opening that Python worked out
 * when the site was built. Its views stand under a class, as their names would bring them to life.
 *
 * @module lab-still
 */
import { LabPage } from '../app/views/lab-page.js';
import { findPlaces, placesFor } from '../app/views/graph-placing.js';
import { placeUnder } from '../app/model/graph-fit.js';
import { drawnAtFirst } from '../app/model/graph-fold.js';
import { stateFrom } from '../app/model/lab-state.js';
import { stepsOf } from '../app/model/steps.js';
import { beginningOf } from '../app/opening.js';
import { hanging } from '../app/views/hanging-indent.js';
import { highlightPython } from './lessons/highlight.mjs';
import { drawnView, lifeless, shortened, write } from './lessons/markup.mjs';

/** The views that are drawn to the size of their panes: the page does that (still-fit.mjs). */
const FITTED = ['landscape-map', 'graph-view'];
const ROOMY = { width: 4000, height: 2000 };
/** At first there is nothing of these to see. */
const EMPTY = ['shortcut-sheet', 'share-list', 'engine-note', 'output-console'];
const NONE = { width: 0, height: 0 };

await findPlaces();

/** So that the page need not find them. @param {import('../app/opening.js').Opening} opening @returns {import('../app/opening.js').Opening} */
export const withPlaces = (opening) => ({ ...opening, places: placesFor(drawnAtFirst(opening.result.graph)) });

/** @param {import('../app/opening.js').Opening} opening @returns {string} HTML */
export function drawLab(opening) {
  const steps = stepsOf(opening.result.graph);
  const page = new LabPage();
  page.session = /** @type {any} */ ({ state: stateFrom({ ...beginningOf(opening), steps, position: steps.length }) });
  const text = lifeless(shortened(write(page.render(), drawView))).replace(/>\s*\n\s*</g, '> <');
  return `<div class="still" inert>${text}</div>`;
}

/** @param {string} name @param {Record<string, unknown>} properties @param {string} attributes @returns {string} */
function drawView(name, properties, attributes) {
  if (name === 'code-editor') return drawCode(String(properties.code));
  if (EMPTY.includes(name)) return '';
  const drawn = write(drawnView(name, properties, FITTED.includes(name) ? ROOMY : NONE, attributes), drawView);
  return element(name, attributes, FITTED.includes(name) ? toBeFitted(drawn) : drawn);
}

/** @param {string} name @param {string} attributes @param {string} content */
function element(name, attributes, content) {
  const [, own = ''] = /\sclass="([^"]*)"/.exec(attributes) ?? [];
  const classes = [`as-${name}`, own].filter(Boolean).join(' ');
  return `<div class="${classes}"${attributes.replace(/\sclass="[^"]*"/, '')}>${content}</div>`;
}

/** The map's legend without the map, whose pane has a size of its own; the graph with its own size, and the places of what lies over it. @param {string} html */
function toBeFitted(html) {
  const [x, y, k] = numbers(/<g transform="translate\(([^ ]+) ([^)]+)\) scale\(([^)]+)\)/.exec(html));
  return html
    .replace(/(<div class="map-pane"[^>]*>).*(<\/div>\s*<div class="map-legend")/s, '$1$2')
    .replace(/(<svg class="graph [^"]*") width="([\d.]+)" height="([\d.]+)"/, (_, svg, width, height) => `${svg} data-size="${(width - 2 * x) / k},${(height - 2 * y) / k}"`)
    .replace(/ data-at="([^,]+),([^"]+)"/g, (_, left, top) => ` data-over="${placeUnder([Number(left), Number(top)], { k, x, y })}"`);
}

/** @param {RegExpExecArray | null} found */
const numbers = (found) => (found ?? []).slice(1).map(Number);

/** As CodeMirror lays it out. @param {string} code */
function drawCode(code) {
  const lines = highlightPython(code).split('\n');
  const rows = lines.map((line, k) => `<div class="still-line"><span>${k + 1}</span><span class="cm-line ${hanging(code.split('\n')[k])}">${line || '<br>'}</span></div>`);
  return `<div class="as-code-editor"><div class="cm-editor"><div class="cm-content still-code">${rows.join('')}</div></div></div>`;
}
