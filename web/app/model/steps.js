/**
 * The evaluation of a graph and its backward sweep as a sequence of steps, each with its sentence.
 *
 *     position 0     nothing is known yet
 *     position k     steps 0 .. k-1 are done; step k-1 is the one being looked at
 *     position n     everything is known
 *
 * @module steps
 */

import { backwardOrder, gradientTerms, repetitionOf, repetitions } from './gradient-sums.js';
import { indexOf } from './graph-index.js';
import { formatCount, formatShort } from './numbers.js';
import { nodeNames } from './names.js';

/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').GraphNode} GraphNode */
/** @typedef {import('./gradient-sums.js').Term} Term */

/**
 * @typedef {object} Step
 * @property {'forward' | 'seed' | 'backward'} phase
 * @property {string} node   the node that gets a value, or a gradient
 * @property {number | null} edge  index of the edge that the gradient goes back along
 * @property {number | null} gradient  of the node, as far as it is known after this step
 * @property {Piece[]} sentence
 */
/** @typedef {{text: string, role: 'plain' | 'value' | 'gradient' | 'local'}} Piece */

/** So many terms of a growing sum are written out. */
const MOST_TERMS = 4;

/** Forward in the order of evaluation, then backward in reverse topological order. @param {Graph} graph @returns {Step[]} */
export function stepsOf(graph) {
  const output = graph.nodes.find((n) => n.output);
  if (!output) return [];
  const names = nodeNames(graph);
  const forward = graph.nodes.filter((n) => n.kind === 'operation').map((node) => forwardStep(graph, names, node));
  const backward = gradientTerms(graph, backwardOrder(graph)).map((term) => backwardStep(names, term));
  return [...forward, seedStep(names, output), ...backward];
}

/** The step in progress; null at both ends, where nothing is. @param {Step[]} steps @param {number} position */
export function stepAt(steps, position) {
  return position > 0 && position < steps.length ? steps[position - 1] : null;
}

/** @typedef {Map<string, string>} Names */

/** A sentence is written when it is read: few of them are. @param {Graph} graph @param {Names} names @param {GraphNode} node @returns {Step} */
function forwardStep(graph, names, node) {
  return {
    phase: 'forward',
    node: node.id,
    edge: null,
    gradient: null,
    get sentence() {
      return forwardSentence(graph, names, node);
    },
  };
}

/** @param {Graph} graph @param {Names} names @param {GraphNode} node @returns {Piece[]} */
function forwardSentence(graph, names, node) {
  const { nodes, into: edgesInto } = indexOf(graph);
  const into = edgesInto(node.id).map(({ edge }) => edge).filter((edge) => edge.takes?.value !== null);
  const operands = into.map((edge) => /** @type {GraphNode} */ (nodes.get(edge.from)));
  const symbols = applied(node, operands.map(({ id }) => nameOf(names, id)));
  const numbers = applied(node, operands.map((operand, k) => bracketed(into[k].takes?.value ?? operand.value)));
  const repeated = node.op === 'sum' ? Math.max(1, ...operands.map((operand) => repetitions(graph, operand, node))) : 1;
  const others = into.flatMap((edge) => (edge.takes?.of ? [`${nameOf(names, edge.from)} of ${repetitionOf(edge.takes)}`] : []));
  const given = symbols === numbers;
  return [
    plain(`${nameOf(names, node.id)} = ${symbols} = `),
    ...(repeated > 1 || given ? [] : [value(numbers), plain(' = ')]),
    value(formatShort(node.value)),
    plain(repeated > 1 ? `, over all ${formatCount(repeated)}` : ''),
    plain(others.length > 0 ? `, with ${others.join(' and ')}` : ''),
  ];
}

/** @param {Names} names @param {GraphNode} output @returns {Step} */
function seedStep(names, output) {
  const sentence = [plain(`grad[${nameOf(names, output.id)}] = `), gradient('1'), plain(', and back from here')];
  return { phase: 'seed', node: output.id, edge: null, gradient: 1, sentence };
}

/** @param {Names} names @param {Term} term @returns {Step} */
function backwardStep(names, term) {
  return {
    phase: 'backward',
    node: term.parent.id,
    edge: term.index,
    gradient: term.sum,
    get sentence() {
      return backwardSentence(names, term);
    },
  };
}

/**
 * `grad[I_x] += grad[g_x] × ∂g_x/∂I_x = 0.9137 × (−0.6458) = −0.5901`
 * @param {Names} names
 * @param {Term} term
 * @returns {Piece[]}
 */
function backwardSentence(names, term) {
  const [child, name] = [nameOf(names, term.child.id), nameOf(names, term.parent.id)];
  const many = term.uses > 1;
  const head = plain(`grad[${name}] += ${many ? 'Σ ' : ''}grad[${child}] × ∂${child}/∂${name}`);
  return [head, ...product(term), ...result(term), ...growth(name, term)];
}

/** The two numbers that are multiplied. @param {Term} term @returns {Piece[]} */
function product({ child, local: slope, uses, elsewhere }) {
  if (elsewhere) return [plain(elsewhere)];
  const factors = [gradient(bracketedPower(/** @type {number} */ (child.gradient))), plain(' × '), local(bracketed(slope))];
  if (uses === 1) return [plain(' = '), ...factors];
  return [plain(' = … + '), ...factors, plain(` + … over all ${formatCount(uses)}`)];
}

/** @param {Term} term @returns {Piece[]} */
function result({ value: brought, misses }) {
  return brought === null || misses ? [] : [plain(' = '), gradient(formatShort(brought))];
}

/** The sum so far, where this is not the first term of it. @param {string} name @param {Term} term @returns {Piece[]} */
function growth(name, { terms, place, known: all, sum }) {
  if (place === 0 || sum === null) return [];
  const sofar = place + 1 > MOST_TERMS ? [terms[0], undefined, terms[place - 1], terms[place]] : terms.slice(0, place + 1);
  const shown = sofar.map((term) => term && term.value);
  const added = !all ? [] : shown.flatMap((term, k) => [plain(k === 0 ? '' : ' + '), term === undefined ? plain('…') : gradient(k === 0 ? formatShort(Number(term)) : bracketed(Number(term)))]);
  return [plain(`; now grad[${name}] = `), ...added, ...(added.length > 0 ? [plain(' = ')] : []), gradient(formatShort(sum))];
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
  return number < 0 || text.includes('×') ? `(${text})` : text;
}

/** In front, a minus stands alone; a power of ten would read as a factor. @param {number} number */
function bracketedPower(number) {
  const text = formatShort(number);
  return text.includes('×') ? `(${text})` : text;
}

/** @param {Names} names @param {string} id */
function nameOf(names, id) {
  return names.get(id) ?? id;
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

/** @typedef {{values: ReadonlySet<string>, gradients: ReadonlyMap<string, number | null>}} Known `gradients`: as far as they have grown */

/**
 * What is known after `position` steps.
 * @param {Graph} graph
 * @param {Step[]} steps
 * @param {number} position
 * @returns {Known}
 */
export function known(graph, steps, position) {
  const done = steps.slice(0, position);
  const given = graph.nodes.filter((n) => n.kind !== 'operation').map((n) => n.id);
  return {
    values: new Set([...given, ...done.filter((s) => s.phase === 'forward').map((s) => s.node)]),
    gradients: new Map(done.filter((s) => s.phase !== 'forward').map((s) => [s.node, s.gradient])),
  };
}
