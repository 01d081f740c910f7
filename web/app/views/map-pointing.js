/**
 * What the reader points at on the map, as the one selection has it: an axis is its leaf, the start
 * is both, a point of the data is what changes from one repetition to the next.
 *
 * @module map-pointing
 */

import { datumShown, leafIds, nearestDatum, nodesOfDatum } from '../model/map-attention.js';
import { projection } from '../model/map-window.js';
import { only } from '../model/selection.js';

/** @typedef {import('../model/map-window.js').MapWindow} MapWindow */
/** @typedef {{key: string, nodes: string[], datum: number | null}} Meant `datum`: index of the point of the data */

/** Pixels: so near to a point of the data is on it; a finger needs more. */
const REACH = { mouse: 5, touch: 14 };
/** Pixels: the edges of the pane that stand for the axes. */
const EDGE = { left: 34, bottom: 24 };

export class MapPointing {
  #map;
  /** @type {Meant | null} */
  #meant = null;

  /** @param {import('./landscape-map.js').LandscapeMap} map */
  constructor(map) {
    this.#map = map;
  }

  /** Tell all views what is pointed at; once, where it stays the same. @param {Meant | null} meant */
  at(meant) {
    const map = this.#map;
    if (map.lit === null || meant?.key === this.#meant?.key) return;
    this.#meant = meant;
    map.querySelector('.map-over')?.classList.toggle('is-on-datum', typeof meant?.datum === 'number');
    map.emit('point', meant && only(meant.nodes));
  }

  /** What lies under the pointer. @param {PointerEvent} event @param {MapWindow} window @returns {Meant | null} */
  under(event, window) {
    if (this.#map.lit === null || !this.#map.result) return null;
    if (/** @type {Element} */ (event.target).closest('.map-start')) return this.axes([0, 1]);
    const box = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    if (y > box.height - EDGE.bottom) return this.axes([0]);
    if (x < EDGE.left) return this.axes([1]);
    return this.#datum([x, y], event.pointerType === 'touch' ? REACH.touch : REACH.mouse, window);
  }

  /** The repetition that a press chooses: which of the data lies under it? @param {PointerEvent} event @param {MapWindow} window */
  instanceUnder(event, window) {
    const index = this.under(event, window)?.datum ?? null;
    const shown = this.#shown();
    return index === null || !shown ? null : { frame: shown.frame, index };
  }

  /** @param {(0 | 1)[]} which @returns {Meant | null} */
  axes(which) {
    const { result, axes } = this.#map;
    const leaves = result ? leafIds(result.graph) : [];
    const nodes = which.flatMap((axis) => leaves[axes[axis]] ?? []);
    return nodes.length > 0 ? { key: nodes.join(' '), nodes, datum: null } : null;
  }

  /** @param {[number, number]} at @param {number} reach @param {MapWindow} window @returns {Meant | null} */
  #datum(at, reach, window) {
    const { result, pane } = this.#map;
    const shown = this.#shown();
    if (!shown || !result?.data) return null;
    const to = projection(window, pane.size);
    const datum = nearestDatum(result.data, (x, y) => [to.x(x), to.y(y)], at, reach);
    return datum === null ? null : { key: `datum ${datum}`, nodes: nodesOfDatum(result.graph, shown.frame), datum };
  }

  #shown() {
    const { result } = this.#map;
    return result?.data?.plane === 'parameters' ? datumShown(result.graph, result.data, new Set()) : null;
  }
}
