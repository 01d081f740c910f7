/**
 * The parts of the graph's drawing: frames, edges, nodes.
 *
 * @module graph-drawing
 */

import { nothing, svg } from 'lit';
import { format, formatCount, formatShort } from '../model/numbers.js';

/** @typedef {import('../../shared/protocol.js').GraphNode} GraphNode */
/** @typedef {import('../model/graph-layout.js').PlacedNode} PlacedNode */
/** @typedef {import('../model/graph-layout.js').PlacedEdge} PlacedEdge */
/** @typedef {import('../model/graph-layout.js').PlacedFrame} PlacedFrame */
/** @typedef {import('../model/steps.js').Step} Step */
/** @typedef {import('../model/steps.js').Known} Known */

/** Characters that a node's number may have. */
const FITS = 8;

/**
 * @typedef {object} NodeLook
 * @property {string} name
 * @property {boolean} chosen
 * @property {boolean} lit
 * @property {boolean} current   the step in progress is about it
 * @property {boolean} reachable  the Tab key comes here
 * @property {boolean} closed    it stands for several
 * @property {Known} known
 */

/** @param {PlacedFrame} placed */
export function frameShape({ frame, x, y, width, height }) {
  return svg`<g class="graph-frame"><rect x=${x} y=${y} width=${width} height=${height} rx="10" />
    <text x=${x + 14} y=${y + 20}>× ${formatCount(frame.count)}</text></g>`;
}

/** @typedef {{forward: boolean, backward: boolean, lit: boolean, constant: boolean, folded: boolean}} EdgeLook */

/** The gradient of one end by the other, in words. @param {string} to @param {string} from @param {number} local @param {EdgeLook} look */
function edgeWords(to, from, local, look) {
  if (look.folded) return `${from} is used in ${to}`;
  return `local gradient ∂${to}/∂${from} = ${format(local, 6)}`;
}

/** @param {PlacedEdge} placed @param {EdgeLook} look @param {{from: string, to: string}} names @param {(at: boolean) => void} point */
export function edgeShape({ edge, path, label }, look, names, point) {
  const { forward, backward, lit, constant, folded } = look;
  return svg`<g class="graph-edge ${forward ? 'is-forward' : ''} ${backward ? 'is-backward' : ''} ${lit ? 'is-lit' : ''} ${constant ? 'is-constant' : ''}"
      role="img" aria-label=${edgeWords(names.to, names.from, edge.local, look)} @pointerenter=${() => point(true)} @pointerleave=${() => point(false)}>
    <path class="edge-line" d=${path} /><path class="edge-reach" d=${path} />
    ${forward || backward ? svg`<path class="edge-pulse" pathLength="100" d=${path} />` : nothing}
    ${constant || folded ? nothing : svg`<text class="edge-local" x=${label.x} y=${label.y} dy="-0.35em" text-anchor="middle">${localText(edge.local)}</text>`}
    <title>${edgeWords(names.to, names.from, edge.local, look)}</title>
  </g>`;
}

/** There is little room on an edge. @param {number} local */
function localText(local) {
  return formatShort(local, Math.abs(local) < 0.01 ? 4 : 3);
}

/**
 * The inside of a node; what it does when pressed belongs to the view.
 * @param {PlacedNode} placed
 * @param {NodeLook} look
 */
export function nodeShape({ node, width, height }, look) {
  const round = node.kind === 'operation' ? height / 2 : node.kind === 'leaf' ? 3 : 8;
  const constant = node.kind === 'constant';
  const { symbol, value, gradient } = nodeTexts(node, look);
  const named = node.kind === 'operation' && node.name;
  return svg`
    ${node.output ? svg`<rect class="node-double" x="-4" y="-4" width=${width + 8} height=${height + 8} rx=${round + 4} />` : nothing}
    ${look.closed ? svg`<rect class="node-double" x="5" y="-5" width=${width - 10} height=${height} rx=${round} />` : nothing}
    <rect class="node-box" width=${width} height=${height} rx=${round} />
    ${named ? svg`<text class="node-name" x=${width / 2} y=${node.output || look.closed ? -9 : -6} text-anchor="middle">${symbolText(look.name)}</text>` : nothing}
    <text class="node-symbol" x=${width / 2} y=${constant ? 17 : 18} text-anchor="middle">${symbolText(symbol)}</text>
    <text class="node-value" x=${width / 2} y=${constant ? 33 : 34} text-anchor="middle">${value}</text>
    ${constant ? nothing : svg`<text class="node-gradient" x=${width / 2} y="49" text-anchor="middle">${gradient}</text>`}`;
}

/** @param {GraphNode} node @param {NodeLook} look */
function nodeTexts(node, { name, known }) {
  const gradient = known.gradients.get(node.id);
  return {
    symbol: node.kind === 'operation' ? node.symbol : name,
    value: known.values.has(node.id) ? inNode(node.value) : '·',
    gradient: gradient === undefined ? '·' : gradient === null ? '…' : inNode(gradient),
  };
}

/** Within the width of a node: a long power of ten gives up a digit. @param {number} value */
function inNode(value) {
  const text = formatShort(value);
  return text.length > FITS ? text.replace(/(\.\d)\d(?=×)/, '$1') : text;
}

/** A node in words: what is seen in it first, then what that is. @param {GraphNode} node @param {NodeLook} look */
export function nodeWords(node, look) {
  const { symbol, value, gradient } = nodeTexts(node, look);
  const numbers = node.kind === 'constant' ? value : `${value} ${gradient}`;
  const name = node.kind === 'operation' && node.name ? `${plainSymbol(look.name)} ` : '';
  return `${name}${plainSymbol(symbol)} ${numbers}: ${what(node, look)}`;
}

/** @param {GraphNode} node @param {NodeLook} look */
function what(node, { name, closed }) {
  if (closed) return `${name}, folded, with the value and the gradient of its result. Enter unfolds it`;
  if (node.kind === 'constant') return `constant ${name}, its value`;
  const kind = node.kind === 'leaf' ? 'parameter' : `operation ${node.op}, called ${name}`;
  return `${kind}${node.output ? ', the loss' : ''}, its value and its gradient`;
}

/** What symbolText shows, as text. @param {string} text */
function plainSymbol(text) {
  return text.replace(/^(\p{L}+)_(\w+)$/u, '$1$2').replace(/^\^(.+)$/, '( )$1');
}

/** `x_i` and `^2` as one writes them by hand. @param {string} text */
function symbolText(text) {
  const index = /^(\p{L}+)_(\w+)$/u.exec(text);
  if (index) return svg`${index[1]}<tspan class="subscript" dy="3">${index[2]}</tspan>`;
  const power = /^\^(.+)$/.exec(text);
  return power ? svg`<tspan class="base">( )</tspan><tspan class="superscript" dx="1" dy="-4">${power[1]}</tspan>` : text;
}
