/**
 * The evaluation of a graph and its backward sweep as a sequence of steps, each with its sentence.
 *
 *     position 0     nothing is known yet
 *     position k     steps 0 .. k-1 are done; step k-1 is the one being looked at
 *     position n     everything is known
 *
 * @module steps
 */

import { formatCount, formatShort } from './numbers.js';
import { nodeNames } from './names.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').GraphNode} GraphNode */
/** @typedef {import('../../shared/protocol.js').GraphEdge} GraphEdge */

/**
 * @typedef {object} Step
 * @property {'forward' | 'seed' | 'backward'} phase
 * @property {string} node   the node that gets a value, or a gradient
 * @property {number | null} edge  index of the edge that the gradient goes back along
 * @property {Piece[]} sentence
 */
/** @typedef {{text: string, role: 'plain' | 'value' | 'gradient' | 'local'}} Piece */

/** @param {Graph} graph @returns {Step[]} */
export function stepsOf(graph) {
  const view = describe(graph);
  const operations = graph.nodes.filter((n) => n.kind === 'operation');
  const output = graph.nodes.find((n) => n.output);
  if (!output) return [];
  const forward = operations.map((node) => forwardStep(view, node));
  const backward = [...graph.nodes].reverse().flatMap((node) => backwardSteps(view, node));
  return [...forward, seedStep(view, output), ...backward];
}

/** What the sentences need to know of a graph. @param {Graph} graph */
function describe(graph) {
  const names = nodeNames(graph);
  const byId = new Map(graph.nodes.map((n) => [n.id, n]));
  /** @param {string} id */
  const operands = (id) =>
    graph.edges
      .map((edge, index) => ({ edge, index }))
      .filter(({ edge }) => edge.to === id)
      .sort((a, b) => a.edge.slot - b.edge.slot);
  return { graph, names, byId, operands, received: new Map() };
}

/** @typedef {ReturnType<typeof describe>} Described */

/** @param {Described} view @param {GraphNode} node @returns {Step} */
function forwardStep(view, node) {
  const operands = view.operands(node.id).map(({ edge }) => edge.from);
  const symbols = applied(node, operands.map((id) => nameOf(view, id)));
  const numbers = applied(node, operands.map((id) => bracketed(/** @type {GraphNode} */ (view.byId.get(id)).value)));
  const repeated = repeats(view, node.id, operands);
  return {
    phase: 'forward',
    node: node.id,
    edge: null,
    sentence: [
      plain(`${nameOf(view, node.id)} = ${symbols} = `),
      ...(repeated ? [] : [value(numbers), plain(' = ')]),
      value(formatShort(node.value)),
      plain(repeated ? `, over all ${formatCount(repeated)}` : ''),
    ],
  };
}

/** @param {Described} view @param {GraphNode} output @returns {Step} */
function seedStep(view, output) {
  view.received.set(output.id, 1);
  return {
    phase: 'seed',
    node: output.id,
    edge: null,
    sentence: [plain(`grad[${nameOf(view, output.id)}] = `), gradient('1'), plain(', and back from here')],
  };
}

/** One step for each edge into the node. @param {Described} view @param {GraphNode} node @returns {Step[]} */
function backwardSteps(view, node) {
  if (node.kind !== 'operation' || node.gradient === null) return [];
  return view.operands(node.id).flatMap(({ edge, index }) => {
    const parent = /** @type {GraphNode} */ (view.byId.get(edge.from));
    if (parent.gradient === null) return [];
    return [{ phase: /** @type {const} */ ('backward'), node: parent.id, edge: index, sentence: backwardSentence(view, node, parent, edge) }];
  });
}

/**
 * `grad[I_x] += grad[g_x] × ∂g_x/∂I_x = 0.9137 × (−0.6458) = −0.5901`
 * @param {Described} view
 * @param {GraphNode} node
 * @param {GraphNode} parent
 * @param {GraphEdge} edge
 * @returns {Piece[]}
 */
function backwardSentence(view, node, parent, edge) {
  const [child, name] = [nameOf(view, node.id), nameOf(view, parent.id)];
  const count = repeats(view, parent.id, [node.id]);
  const upstream = /** @type {number} */ (node.gradient);
  const head = [
    plain(`grad[${name}] += ${count ? 'Σ ' : ''}grad[${child}] × ∂${child}/∂${name} = `),
    ...(count ? [plain('… + ')] : []),
    gradient(formatShort(upstream)),
    plain(' × '),
    local(bracketed(edge.local)),
  ];
  if (count) return [...head, plain(` + … over all ${formatCount(count)} = `), gradient(formatShort(parent.gradient ?? NaN))];
  const term = upstream * edge.local;
  const before = view.received.get(parent.id);
  view.received.set(parent.id, (before ?? 0) + term);
  if (before === undefined) return [...head, plain(' = '), gradient(formatShort(term))];
  return [
    ...head,
    plain(' = '),
    gradient(formatShort(term)),
    plain('; with the earlier '),
    gradient(formatShort(before)),
    plain(' that makes '),
    gradient(formatShort(before + term)),
  ];
}

/**
 * How often what is drawn once really happens, where one end of it is in a frame and the other is not.
 * @param {Described} view
 * @param {string} id
 * @param {string[]} others
 * @returns {number | null}
 */
function repeats(view, id, others) {
  const home = view.byId.get(id)?.frame ?? null;
  for (const other of others) {
    const frame = view.graph.frames.find((f) => f.id === view.byId.get(other)?.frame);
    if (frame && frame.id !== home && frame.count > 1) return frame.count;
  }
  return null;
}

/**
 * An operation written out on its operands: `x_i − x`, `I_x²`, `√M`.
 * @param {GraphNode} node
 * @param {string[]} operands
 */
export function applied(node, operands) {
  const symbol = node.symbol;
  if (/^\^/.test(symbol) && operands.length === 1) return `${operands[0]}${raised(symbol.slice(1))}`;
  if (/^[−+×·/÷%^]$/.test(symbol) && operands.length === 2) return operands.join(symbol === '^' ? ' ^ ' : ` ${symbol} `);
  if (symbol === 'Σ' && operands.length === 1) return `Σ ${operands[0]}`;
  if (/^[−+√]$/.test(symbol) && operands.length === 1) return `${symbol}${operands[0]}`;
  if (operands.length === 1 && /^[−+×·/÷]\s?[\d.−]+$/.test(symbol)) return `${operands[0]} ${symbol}`;
  return `${symbol}(${operands.join(', ')})`;
}

/** @param {string} exponent */
function raised(exponent) {
  return { 2: '²', 3: '³' }[exponent] ?? `^${exponent}`;
}

/** @param {number} number */
function bracketed(number) {
  const text = formatShort(number);
  return number < 0 ? `(${text})` : text;
}

/** @param {Described} view @param {string} id */
function nameOf(view, id) {
  return view.names.get(id) ?? id;
}

/** @param {string} text @returns {Piece} */
const plain = (text) => ({ text, role: 'plain' });
/** @param {string} text @returns {Piece} */
const value = (text) => ({ text, role: 'value' });
/** @param {string} text @returns {Piece} */
const gradient = (text) => ({ text, role: 'gradient' });
/** @param {string} text @returns {Piece} */
const local = (text) => ({ text, role: 'local' });

/** @param {Piece[]} sentence */
export function words(sentence) {
  return sentence.map((piece) => piece.text).join('');
}

/**
 * What is known after `position` steps: which nodes have a value, and what share of their gradient.
 * @param {Graph} graph
 * @param {Step[]} steps
 * @param {number} position
 * @returns {{values: Set<string>, gradients: Set<string>}}
 */
export function known(graph, steps, position) {
  const done = steps.slice(0, position);
  const given = graph.nodes.filter((n) => n.kind !== 'operation').map((n) => n.id);
  return {
    values: new Set([...given, ...done.filter((s) => s.phase === 'forward').map((s) => s.node)]),
    gradients: new Set(done.filter((s) => s.phase !== 'forward').map((s) => s.node)),
  };
}
