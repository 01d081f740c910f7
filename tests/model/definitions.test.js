import assert from 'node:assert/strict';
import { test } from 'node:test';
import { carryOver, definitionsOf } from '../../web/app/model/definitions.js';

const ENGINE = `"""def not_one(): a text"""

import math


class Node:
    """class Hidden:
    def hidden(self): in a text
    """

    KEPT = 1

    def __init__(self, value):
        self.value = value

    # of my own
    @property
    def half(self):
        return self.value / 2


def free(x):
    def inner():
        pass
    return x


sin = free
`;
const names = (source) => definitionsOf(source).map(({ owner, name }) => (owner ? `${owner}.${name}` : name));

test('classes, methods, functions and values are found, and nothing within texts or functions', () => {
  assert.deepEqual(names(ENGINE), ['Node', 'Node.KEPT', 'Node.__init__', 'Node.half', 'free', 'sin']);
});

test('a definition reaches from its comments and decorators to its last line', () => {
  const lines = ENGINE.split('\n');
  const half = definitionsOf(ENGINE).find(({ name }) => name === 'half');
  assert.deepEqual(lines.slice(half.first, half.end), ['    # of my own', '    @property', '    def half(self):', '        return self.value / 2']);
  assert.equal(half.head, 'def half(self):');
});

test('brackets over several lines do not end a definition', () => {
  const source = 'def f(\n    a,\n):\n    return a\n\n\nvalues = [\n    1,\n]\n';
  assert.deepEqual(definitionsOf(source).map(({ name, first, end }) => [name, first, end]), [['f', 0, 4], ['values', 6, 9]]);
});

test('what the older text defines and the newer does not is carried over, to its place', () => {
  const newer = 'class Node:\n  def __init__(self, value):\n    self.value = value\n\n\ndef last():\n    pass\n';
  const { source, carried } = carryOver(newer, ENGINE);
  assert.deepEqual(carried, ['Node.KEPT', 'Node.half', 'free', 'sin']);
  assert.deepEqual(names(source), ['Node', 'Node.__init__', 'Node.KEPT', 'Node.half', 'last', 'free', 'sin']);
  assert.match(source, /\n {2}@property\n {2}def half\(self\):\n {6}return self\.value \/ 2\n/);
});

test('what the newer text defines stays as it is there', () => {
  const newer = ENGINE.replace('self.value / 2', 'self.value * 0.5');
  assert.deepEqual(carryOver(newer, ENGINE), { source: newer, carried: [] });
});

test('a method whose class is gone is not put anywhere', () => {
  assert.deepEqual(carryOver('class Value:\n    pass\n', 'class Node:\n    def a(self): pass\n').carried, ['Node']);
});
