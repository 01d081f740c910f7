/**
 * The places of graphs, as far as they are known: that of the opening from the build, each other from
 * the library that finds them, which comes when the page is calm, or when it is first wanted.
 *
 * @module graph-placing
 */

import { later } from '../later.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../model/graph-layout.js').Places} Places */

/** Graphs of one form have the same places, whatever their numbers. @type {Map<string, Places>} */
const known = new Map();
const MOST_KNOWN = 50;
/** @type {((graph: Graph) => Places) | null} */
let find = null;

/** From then on all places are known. */
export const findPlaces = later(
  async () => {
    ({ placesOf: find } = await import('../model/graph-places.js'));
    return true;
  },
  { ahead: true },
);

/** What the places depend on. @param {Graph} graph */
const formOf = ({ nodes, edges, frames }) =>
  JSON.stringify([nodes.map(({ id, kind, frame }) => [id, kind, frame]), edges.map(({ from, to, carried }) => [from, to, carried]), frames.map(({ id, parent }) => [id, parent])]);

/** @param {Graph} graph @param {Places} places */
export function knowPlaces(graph, places) {
  if (known.size === MOST_KNOWN) known.clear();
  known.set(formOf(graph), places);
}

/** @param {Graph} graph @returns {Places | null} null until they can be found */
export function placesFor(graph) {
  const there = known.get(formOf(graph));
  if (there || !find) return there ?? null;
  const found = find(graph);
  knowPlaces(graph, found);
  return found;
}
