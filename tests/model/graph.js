/** Small graphs, for the tests of the model. */

/** @typedef {import('../../web/shared/protocol.js').Graph} Graph */
/** @typedef {import('../../web/shared/protocol.js').GraphNode} GraphNode */

/** @param {string} id @param {Partial<GraphNode>} rest @returns {GraphNode} */
export function node(id, rest) {
  return { id, kind: 'operation', output: false, op: '', symbol: '', name: null, value: 0, gradient: 0, line: 1, frame: null, ...rest };
}

/** y = x * x + x at 3: x is used three times. @returns {Graph} */
export function reused() {
  return {
    nodes: [
      node('x', { kind: 'leaf', symbol: 'x', name: 'x', value: 3, gradient: 7 }),
      node('p', { op: 'mul', symbol: '×', name: 'square', value: 9, gradient: 1 }),
      node('s', { op: 'add', symbol: '+', value: 12, gradient: 1, output: true }),
    ],
    edges: [
      { from: 'x', to: 'p', local: 3, slot: 0 },
      { from: 'x', to: 'p', local: 3, slot: 1 },
      { from: 'p', to: 's', local: 1, slot: 0 },
      { from: 'x', to: 's', local: 1, slot: 1 },
    ],
    frames: [],
    size: 2,
    summary: null,
  };
}

/** The mean of (a_i - x)^2 over 1,000 values, rolled. @returns {Graph} */
export function rolled() {
  return {
    nodes: [
      node('x', { kind: 'leaf', symbol: 'x', name: 'x', value: 0.5, gradient: 0.25 }),
      node('y', { kind: 'leaf', symbol: 'y', name: 'y', value: 0.1, gradient: 0.25 }),
      node('a', { kind: 'constant', symbol: '0.62', value: 0.62, gradient: null, frame: 'f' }),
      node('d', { op: 'sub', symbol: '−', value: 0.12, gradient: 0.00024, frame: 'f' }),
      node('q', { op: 'pow', symbol: '^2', value: 0.0144, gradient: 0.001, frame: 'f' }),
      node('r', { op: 'mul', symbol: '×', value: 0.00144, gradient: 0.001, frame: 'f' }),
      node('t', { op: 'sum', symbol: 'Σ', value: 80, gradient: 0.001 }),
      node('m', { op: 'div', symbol: '÷ 1000', value: 0.08, gradient: 1, output: true }),
    ],
    edges: [
      { from: 'a', to: 'd', local: 1, slot: 0 },
      { from: 'x', to: 'd', local: -1, slot: 1 },
      { from: 'd', to: 'q', local: 0.24, slot: 0 },
      { from: 'q', to: 'r', local: 0.1, slot: 0 },
      { from: 'y', to: 'r', local: 0.0144, slot: 1 },
      { from: 'r', to: 't', local: 1, slot: 0 },
      { from: 't', to: 'm', local: 0.001, slot: 0 },
    ],
    frames: [{ id: 'f', parent: null, count: 1000, index: 0, label: '× 1,000' }],
    size: 4001,
    summary: null,
  };
}
