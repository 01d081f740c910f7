import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENGINE_NAMES } from '../../web/app/model/engine-names.js';
import { importOf } from '../../web/app/model/import-line.js';

/** @param {string} code @param {string} name */
function imported(code, name) {
  const change = importOf(code, name);
  return change ? code.slice(0, change.from) + change.insert + code.slice(change.from) : code;
}

test('a completed name is added to the import', () => {
  assert.equal(imported('from py_engine import mean, sqrt\nx', 'exp'), 'from py_engine import mean, sqrt, exp\nx');
  assert.equal(imported('import random\nfrom py_engine import mean\n', 'exp'), 'import random\nfrom py_engine import mean, exp\n');
});

test('a program without the import gets one', () => {
  assert.equal(imported('def loss(x=1.0):\n', 'exp'), 'from py_engine import exp\ndef loss(x=1.0):\n');
});

test('what is imported already stays as it is', () => {
  assert.equal(importOf('from py_engine import mean, sqrt', 'sqrt'), null);
});

test('each name is there once, with a line on it', () => {
  assert.equal(new Set(ENGINE_NAMES.map((n) => n.name)).size, ENGINE_NAMES.length);
  assert.ok(ENGINE_NAMES.every((n) => n.about.length > 8 && n.signature.startsWith('(')));
});
