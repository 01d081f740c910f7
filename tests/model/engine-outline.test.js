import assert from 'node:assert/strict';
import { test } from 'node:test';
import { engineOutline, hrefOf } from '../../web/app/course/engine-outline.js';

const step = (id, title, source) => [id, { id, title, files: { 'solution.py': source } }];
const course = {
  title: 'T',
  engine: ['a/box', 'a/add', 'b/more', 'b/within'],
  chapters: [{ page: 'a.html', title: 'A', exercises: ['a/box', 'a/add'] }, { page: 'b.html', title: 'B', exercises: ['b/more', 'b/within'] }],
  exercises: Object.fromEntries([
    step('a/box', 'A box', 'class Node:\n    def __init__(self, value):\n        self.value = value\n'),
    step('a/add', 'Addition', 'def lift(x):\n    return x\n\nclass Node:\n    def __init__(self, value):\n        self.value = value\n    def __add__(self, other):\n        return 0\n'),
    step('b/more', 'More', 'def lift(x):\n    return x\n\nclass Node:\n    def __init__(self, value, op=""):\n        self.value = value\n    def __add__(self, other):\n        return 0\n\n'),
    step('b/within', 'Within', 'def lift(x):\n    return x\n\nclass Node:\n    def __init__(self, value, op=""):\n        self.value = float(value)\n    def __add__(self, other):\n        return 0\n'),
  ]),
};

test('the outline names what each step adds or gives parameters, the class first, then what stands beside it', () => {
  const told = engineOutline(course).map(({ owner, lines }) => [owner, ...lines.map(({ title, heads }) => [title, ...heads])]);
  assert.deepEqual(told, [
    ['Node', ['A box', 'def __init__(self, value)'], ['Addition', 'def __add__(self, other)'], ['More', 'def __init__(self, value, op="")'], ['Within']],
    [null, ['Addition', 'def lift(x)']],
  ]);
});

test('a step is a link to its exercise', () => {
  assert.equal(hrefOf(course, 'b/more'), 'b.html#exercise-more');
});
