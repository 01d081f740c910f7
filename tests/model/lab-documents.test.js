import assert from 'node:assert/strict';
import { register } from 'node:module';
import { test } from 'node:test';
import { DEFAULT_DESCENT } from '../../web/app/model/descent-settings.js';

// Examples are files of Python, which the bundle has as texts.
const asText = `export async function load(url, context, next) {
  if (!url.endsWith('.py')) return next(url, context);
  const { readFile } = await import('node:fs/promises');
  return { format: 'module', shortCircuit: true, source: 'export default ' + JSON.stringify(await readFile(new URL(url), 'utf8')) };
}`;
register(`data:text/javascript,${encodeURIComponent(asText)}`);
const { EXAMPLES } = await import('../../web/app/model/examples.js');
const { documentAt, FIRST, fragmentOf, isPlace, linkDocument } = await import('../../web/app/model/lab-documents.js');

test('an address names a document, and a document its address', () => {
  for (const { id } of EXAMPLES) assert.equal(documentAt(fragmentOf(`lab/${id}`) || '#'), `lab/${id}`);
  assert.equal(documentAt(fragmentOf('own/a-1_b')), 'own/a-1_b');
  assert.deepEqual(['', '#'].map(documentAt), [FIRST, FIRST]);
  for (const place of ['#map', '#example=none', '#own=', '#own=../x', '#own=<b>', `#own=${'a'.repeat(81)}`, '#example']) assert.ok(isPlace(place), place);
  assert.ok(!isPlace('#lab=anything'));
});

test('the same code and settings are the same document by whatever link, and others are another', () => {
  const shared = { code: 'def loss(): ...', settings: DEFAULT_DESCENT };
  assert.equal(linkDocument(shared), linkDocument(structuredClone(shared)));
  for (const other of [{ ...shared, code: 'def loss(): ..' }, { ...shared, settings: { ...DEFAULT_DESCENT, rate: 1 } }]) assert.notEqual(linkDocument(other), linkDocument(shared));
});
