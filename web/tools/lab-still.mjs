/**
 * The Lab's still: what its page shows from the first paint until its scripts are here, which take it over.
 *
 * It is the Lab's own first drawing (see lessons/markup.mjs), of the opening that Python worked out
 * when the site was built. Its views stand under a class, as their names would bring them to life.
 *
 * @module lab-still
 */
import { LabPage } from '../app/views/lab-page.js';
import { stateFrom } from '../app/model/lab-state.js';
import { stepsOf } from '../app/model/steps.js';
import { beginningOf } from '../app/opening.js';
import { hanging } from '../app/views/hanging-indent.js';
import { highlightPython } from './lessons/highlight.mjs';
import { drawnView, shortened, write } from './lessons/markup.mjs';

/** @typedef {{width: number, height: number}} Size */

/** The panes that are drawn to their size, on a wide screen and on a phone, as the style sheets make them. @type {Record<string, Record<'wide' | 'narrow', Size>>} */
const PANES = {
  'landscape-map': { wide: { width: 551, height: 289 }, narrow: { width: 356, height: 258 } },
  'graph-view': { wide: { width: 817, height: 240 }, narrow: { width: 358, height: 256 } },
};
/** Of what serves keys or a test, a still keeps nothing; nor what would be there twice while it is taken over. */
const LIVE_ATTRIBUTE = /\s(?:tabindex|data-testid|data-node|aria-label|aria-roledescription)="[^"]*"/g;
/** At first there is nothing of these to see. */
const EMPTY = ['shortcut-sheet', 'share-list', 'engine-note', 'output-console'];
const NONE = { width: 0, height: 0 };

/** @param {import('../app/opening.js').Opening} opening @returns {string} HTML */
export function drawLab(opening) {
  const steps = stepsOf(opening.result.graph);
  const page = new LabPage();
  page.session = /** @type {any} */ ({ state: stateFrom({ ...beginningOf(opening), steps, position: steps.length }) });
  const text = shortened(write(page.render(), drawView))
    .replace(LIVE_ATTRIBUTE, '')
    .replace(/<title>.*?<\/title>/gs, '')
    .replace(/>\s*\n\s*</g, '> <');
  return `<div class="still" inert>${text}</div>`;
}

/** @param {string} name @param {Record<string, unknown>} properties @param {string} attributes @returns {string} */
function drawView(name, properties, attributes) {
  if (name === 'code-editor') return drawCode(String(properties.code));
  if (EMPTY.includes(name)) return '';
  const panes = PANES[name];
  if (!panes) return element(name, attributes, '', write(drawnView(name, properties, NONE, attributes), drawView));
  return Object.entries(panes)
    .map(([kind, size]) => element(name, attributes, `at-${kind}`, scaled(write(drawnView(name, properties, size, attributes), drawView), size)))
    .join('');
}

/** @param {string} name @param {string} attributes @param {string} more  of its classes @param {string} content */
function element(name, attributes, more, content) {
  const [, own = ''] = /\sclass="([^"]*)"/.exec(attributes) ?? [];
  const classes = [`as-${name}`, own, more].filter(Boolean).join(' ');
  return `<div class="${classes}"${attributes.replace(/\sclass="[^"]*"/, '')}>${content}</div>`;
}

/** What lies over the graph: its place is one of the drawing's. */
const OVER = /<div class="(frame-stepper)"\s+data-at="(-?\d+),(-?\d+)">(.*?)<\/div>/gs;

/** Drawings fit panes of another size too. @param {string} html @param {Size} size */
function scaled(html, { width, height }) {
  const over = Array.from(html.matchAll(OVER), ([, name, x, y, content]) => `<foreignObject x="${x}" y="${y}" width="240" height="26"><div xmlns="http://www.w3.org/1999/xhtml" class="${name}">${content}</div></foreignObject>`);
  return html
    .replace(OVER, '')
    .replace(/(<svg class="graph .*?)<\/svg>/s, (_, svg) => `${svg}${over.join('')}</svg>`)
    .replace(/<svg class="map-(ground|over)"/g, '<svg class="map-$1" preserveAspectRatio="xMidYMid slice"')
    .replace(/(<svg class="graph [^"]*") width="([\d.]+)" height="([\d.]+)"/, (_, svg, w, h) => (Number(w) > width || Number(h) > height ? `${svg} width="${w}" height="${h}"` : `${svg} width="100%" height="100%" viewBox="0 0 ${w} ${h}"`));
}

/** As CodeMirror lays it out. @param {string} code */
function drawCode(code) {
  const lines = highlightPython(code).split('\n');
  const rows = lines.map((line, k) => `<div class="still-line"><span>${k + 1}</span><span class="cm-line ${hanging(code.split('\n')[k])}">${line || '<br>'}</span></div>`);
  return `<div class="as-code-editor"><div class="cm-editor"><div class="cm-content still-code">${rows.join('')}</div></div></div>`;
}
