/**
 * What Lit would draw, as text: templates are plain data, and the views inside them are drawn in their place.
 *
 * @module markup
 */
import { nothing } from 'lit';
import { escape, unescape } from './html.mjs';

/** How far a point may lie off a straight line and go. */
const BEND = 0.4;

/** @typedef {(name: string, properties: Record<string, unknown>, attributes: string) => string} DrawView  of a view within a view */

/** What lit makes of a value in a text. @param {unknown} value @param {DrawView} drawView @returns {string} */
export function write(value, drawView) {
  if (value === nothing || value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((part) => write(part, drawView)).join('');
  if (typeof value !== 'object') return escape(String(value));
  const template = /** @type {{strings?: readonly string[], values?: unknown[]}} */ (value);
  return template.strings ? writeTemplate(template.strings, template.values ?? [], drawView) : '';
}

/** @param {readonly string[]} strings @param {unknown[]} values @param {DrawView} drawView */
function writeTemplate(strings, values, drawView) {
  let text = '';
  /** @type {Record<string, unknown>} of the element whose tag is being written */
  let properties = {};
  strings.forEach((string, k) => {
    text += string;
    if (string.includes('>')) {
      text = withViews(text, properties, drawView);
      if (!insideTag(text)) properties = {};
    }
    if (k === values.length) return;
    const attribute = insideTag(text) ? /\s+([@.?]?)([\w-]+)=$/.exec(text) : null;
    if (!attribute) {
      text += insideTag(text) && typeof values[k] === 'object' ? place(values[k]) : write(values[k], drawView);
      return;
    }
    const [whole, sort, name] = attribute;
    const value = /** @type {any} */ (values[k])?._$litDirective$ ? /** @type {any} */ (values[k]).values[0] : values[k];
    text = text.slice(0, -whole.length);
    if (sort === '.' || sort === '?') properties[name] = value;
    const plain = !/<\w+-[\w-]*[^<]*$/.test(text); // an element of the browser's own says by attributes what it holds
    if (sort === '?' ? value : sort === '.' && name === 'checked' && value && plain) text += ` ${name}`;
    if (sort === '.' && name === 'value' && plain) text += ` value="${escape(String(value))}"`;
    if (sort === '' && value !== nothing) text += ` ${name}="${escape(String(value))}"`;
  });
  return text;
}

/** Where an element is put within its pane (app/views/place-at.js), which a page without scripts cannot do. @param {any} value */
const place = (value) => (value?.values?.length === 2 ? ` data-at="${value.values}"` : '');

/** @param {string} text */
const insideTag = (text) => text.lastIndexOf('<') > text.lastIndexOf('>');

/**
 * @param {string} text  in which the element's tags are complete
 * @param {Record<string, unknown>} properties
 * @param {DrawView} drawView
 */
function withViews(text, properties, drawView) {
  return text.replace(/<(\w+-[\w-]+)([^<>]*)>\s*<\/\1>/g, (_, name, attributes) => drawView(name, properties, attributes));
}

/**
 * What a view draws with its properties, those that its markup says among them.
 * @param {string} name
 * @param {Record<string, unknown>} properties
 * @param {{width: number, height: number}} size  of its pane
 * @param {string} [attributes]
 * @returns {unknown}
 */
export function drawnView(name, properties, size, attributes = '') {
  const View = customElements.get(name);
  if (!View) throw new Error(`a still draws <${name}>, which is not defined`);
  const view = /** @type {any} */ (new View());
  Object.assign(view, properties);
  for (const [, name, value] of attributes.matchAll(/\s([\w-]+)(?:="([^"]*)")?/g)) {
    const [property, { type = String } = {}] = Object.entries(/** @type {any} */ (View).properties).find(([key]) => key.toLowerCase() === name) ?? [];
    if (property) view[property] = type === Boolean || type(unescape(value ?? ''));
  }
  if (typeof view.pane === 'object') view.pane.size = size;
  view.willUpdate?.(new Map(Object.keys(properties).map((key) => [key, undefined])));
  return view.render();
}

/** Of what serves keys or a test, a still keeps nothing; nor what would be there twice while it is taken over. */
const LIVE = /\s(?:tabindex|data-testid|data-node|aria-label|aria-roledescription)="[^"]*"|<title>.*?<\/title>/gs;

/** A drawing of which nothing can be used. @param {string} html */
export const lifeless = (html) => html.replace(LIVE, '');

/** A drawing without the digits and the points that nobody sees. @param {string} html */
export function shortened(html) {
  return html
    .replace(/\.\d\d\d+(?=[^<>]*>)/g, (digits) => Number(digits).toFixed(2).slice(1))
    .replace(/(<path class="band" d=")([^"]*)/g, (_, before, d) => before + straightened(d));
}

/**
 * A path of straight lines, without the points that lie on the line between their neighbours.
 * @param {string} d  in units of which a thousand are as wide as the land
 */
function straightened(d) {
  return d.replace(/M[^MZ]*/g, (ring) => {
    const points = ring.slice(1).split('L').map((point) => point.split(',').map(Number));
    const kept = [points[0]];
    points.slice(1).forEach((point, k) => {
      const [[x0, y0], next] = [kept[kept.length - 1], points[k + 2]];
      const aside = next && Math.abs((next[0] - x0) * (point[1] - y0) - (next[1] - y0) * (point[0] - x0)) / Math.hypot(next[0] - x0, next[1] - y0);
      if (!next || !(aside < BEND)) kept.push(point);
    });
    return `M${kept.map((point) => point.join(',')).join('L')}`;
  });
}
