/**
 * The script in the Lab's page that fits its still to the screen, before it is first painted: how much
 * of the plane the map shows, and how large the graph is, depends on the room that they have.
 *
 * The map is the Lab's own drawing of what stands in the page; the graph is there, at another scale.
 *
 * @module still-fit
 */
import { graphFit, placeOver } from '../app/model/graph-fit.js';
import { startPoint } from '../app/model/descent-settings.js';
import { beginningOf, readOpening } from '../app/opening.js';
import { LandscapeMap } from '../app/views/landscape-map.js';
import { MapBands } from '../app/views/map-bands.js';
import { trusted } from '../shared/trusted.js';
import { lifeless, write } from './lessons/markup.mjs';

/** @typedef {import('../app/model/graph-fit.js').Size} Size */

const rule = trusted('still', { createHTML: (text) => text });

/** @param {Element} place  of the map, with its legend @returns {(size: Size) => void} */
function mapIn(place) {
  const opening = readOpening();
  if (!opening) return () => {};
  const { result, descent, terrain, settings } = beginningOf(opening);
  const map = Object.assign(new LandscapeMap(), { result, descent, terrain, start: startPoint(settings.start, result?.parameters ?? []) });
  const [pane, legend] = place.children;
  return (size) => {
    map.pane.size = size;
    map.drawn = new MapBands(() => {});
    const drawn = fragment(lifeless(write(map.render(), () => ''))).children;
    [pane, legend].forEach((part, k) => part.replaceChildren(...drawn[k].childNodes));
  };
}

/** @param {string} markup */
function fragment(markup) {
  const template = document.createElement('template');
  template.innerHTML = rule.createHTML(markup);
  return template.content;
}

/** @param {Element} place @returns {(size: Size) => void} */
function graphIn(place) {
  const graph = /** @type {SVGSVGElement} */ (place.querySelector('.graph'));
  const [drawing] = graph.children;
  const size = numbersIn(graph, 'data-size');
  return (pane) => {
    const fit = graphFit({ width: size[0], height: size[1] }, pane);
    graph.setAttribute('width', String(fit.canvas.width));
    graph.setAttribute('height', String(fit.canvas.height));
    drawing.setAttribute('transform', `translate(${fit.x} ${fit.y}) scale(${fit.k})`);
    for (const over of place.querySelectorAll('[data-over]')) {
      const [x, y] = numbersIn(over, 'data-over');
      const [left, top] = placeOver({ x, y }, fit).map(Math.round);
      /** @type {HTMLElement} */ (over).style.transform = `translate(${left}px, ${top}px)`;
    }
  };
}

/** @param {Element} element @param {string} attribute */
const numbersIn = (element, attribute) => (element.getAttribute(attribute) ?? '').split(',').map(Number);

/** What is drawn into panes of the still, as often as they have another size. */
for (const [view, pane, drawnIn] of /** @type {const} */ ([['.as-landscape-map', '.map-pane', mapIn], ['.as-graph-view', '.graph-pane', graphIn]])) {
  const place = document.querySelector(`html:not([data-own]) .still ${view}`);
  const room = place?.querySelector(pane);
  if (!place || !room) continue;
  const draw = drawnIn(place);
  new ResizeObserver(([{ contentRect: { width, height } }]) => width > 0 && draw({ width: Math.floor(width), height: Math.floor(height) })).observe(room);
}
