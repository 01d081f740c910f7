/**
 * The map's part in the one selection: an axis is a leaf of the graph, and a point of the data is
 * one repetition of the frame that goes through the data.
 *
 * @module map-attention
 */

import { isInside } from './graph-index.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').DataPoints} DataPoints */
/** @typedef {{frame: string, index: number, lit: boolean}} Datum  `index`: of the point that `frame` shows; `lit`: whether anything of it is looked at */

/** The leaves' ids, parameter by parameter. @param {Graph} graph */
export function leafIds({ nodes }) {
  return nodes.filter((node) => node.kind === 'leaf').map((node) => node.id);
}

/** Which of the parameters are lit. @param {Graph} graph @param {ReadonlySet<string>} lit @returns {Set<number>} */
export function litParameters(graph, lit) {
  return new Set(leafIds(graph).flatMap((id, k) => (lit.has(id) ? [k] : [])));
}

/** The frame that is repeated once for each point of the data. @param {Graph} graph @param {DataPoints | null} data */
function frameOf(graph, data) {
  return graph.frames.find(({ count }) => count === data?.x.length) ?? null;
}

/** The point of the data that the graph shows. @param {Graph} graph @param {DataPoints | null} data @param {ReadonlySet<string>} lit @returns {Datum | null} */
export function datumShown(graph, data, lit) {
  const frame = frameOf(graph, data);
  if (!frame) return null;
  const within = graph.nodes.some((node) => lit.has(node.id) && isInside(node.frame, frame.id, graph.frames));
  return { frame: frame.id, index: frame.index, lit: within };
}

/** The numbers that change from point to point: what a point of the data is, in the graph. @param {Graph} graph @param {string} frame @returns {string[]} ids */
export function nodesOfDatum(graph, frame) {
  const inside = graph.nodes.filter((node) => isInside(node.frame, frame, graph.frames));
  const numbers = inside.filter((node) => node.kind === 'constant');
  return (numbers.length > 0 ? numbers : inside).map((node) => node.id);
}

/**
 * The nearest of the data, where one is near.
 * @param {DataPoints} data
 * @param {(x: number, y: number) => [number, number]} place  in pixels
 * @param {[number, number]} at      in pixels
 * @param {number} within            in pixels
 * @returns {number | null} its index
 */
export function nearestDatum({ x, y }, place, [atX, atY], within) {
  let [nearest, least] = [-1, within];
  for (let k = 0; k < x.length; k += 1) {
    const [px, py] = place(x[k], y[k]);
    const distance = Math.hypot(px - atX, py - atY);
    if (distance <= least) [nearest, least] = [k, distance];
  }
  return nearest < 0 ? null : nearest;
}
