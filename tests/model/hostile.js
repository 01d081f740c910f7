/** What strangers may send: links and files of progress, by a seed; the same each time. */
import { deflateRawSync } from 'node:zlib';
import { oneOf, randomFrom } from './random.js';

/** JSON that anyone might write, as text: so that it can hold names that no literal has. @param {() => number} draw @param {number} depth @returns {string} */
export function json(draw, depth = 4) {
  const pick = (/** @type {readonly any[]} */ list) => oneOf(draw, list);
  const many = () => Math.floor(draw() * 4);
  const leaf = () => pick(['null', 'true', '-1', '0', '1e308', '1e999', '"x"', '""', '"<img src=x onerror=alert(1)>"', `"${'y'.repeat(70_000)}"`, '"2999-01-01"', '"__proto__"', '[]', '{}']);
  if (depth === 0 || draw() < 0.3) return leaf();
  if (draw() < 0.3) return `[${Array.from({ length: many() }, () => json(draw, depth - 1)).join()}]`;
  const names = ['code', 'settings', 'axes', 'start', 'rate', 'steps', 'optimizer', 'batches', 'size', 'seed', 'version', 'passed', 'passedCode', 'earlier', 'at', 'source', 'engine', 'exercises', 'journal', 'text', 'document', 'aside', '__proto__', 'constructor', 'toString', '01-the-problem/distance', 'x'.repeat(3000)];
  return `{${Array.from({ length: many() + 1 }, () => `${JSON.stringify(pick(names))}:${json(draw, depth - 1)}`).join()}}`;
}

/** @param {Buffer} packed */
export const link = (packed) => `#lab=${packed.toString('base64url')}`;

/** A link whose fields are likely, and what is in them is anything. @param {number} seed */
export function hostileLink(seed) {
  const draw = randomFrom(seed);
  const how = draw();
  const settings = `{"optimizer":${json(draw, 1)},"rate":${json(draw, 1)},"steps":${json(draw, 1)},"start":${json(draw, 2)},"batches":${json(draw, 2)},"__proto__":{"polluted":1}}`;
  const text = how < 0.7 ? `{"code":${draw() < 0.6 ? '"def loss(x=1.0): return x"' : json(draw, 1)},"settings":${draw() < 0.7 ? settings : json(draw)},"axes":${json(draw, 2)}}` : json(draw);
  const packed = deflateRawSync(Buffer.from(text));
  if (how > 0.9) packed[Math.floor(draw() * packed.length)] ^= 1 << Math.floor(draw() * 8);
  const fragment = link(how > 0.85 && how < 0.9 ? packed.subarray(0, packed.length / 2) : packed);
  return draw() < 0.2 ? fragment.replace('=', `=2.${Math.floor(draw() * 2 ** 32).toString(16).padStart(8, '0')}.`) : fragment;
}

/** A file of progress, likewise. @param {number} seed */
export function hostileFile(seed) {
  const draw = randomFrom(seed);
  const record = () => `{"version":1,"code":${json(draw, 1)},"passedCode":${json(draw, 1)},"passed":${json(draw, 1)},"hints":${json(draw, 1)},"earlier":${json(draw, 3)},"__proto__":{"polluted":1}}`;
  const body = `"exercises":{"01-the-problem/distance":${record()},"problem-guess":${record()},"__proto__":${record()}},"engine":${json(draw, 3)},"journal":${json(draw, 3)},"aside":${json(draw, 2)}`;
  return draw() < 0.7 ? `{"kind":"autograd-from-scratch progress","version":1,${body}}` : json(draw);
}
