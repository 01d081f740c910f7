/**
 * The reference of the engine as pages: a list of all names, and a page for each.
 *
 *     node reference.mjs REFERENCE.json --out DIST --pages DIR
 *
 * REFERENCE.json is what `python -m tools.reference` wrote; the template is reference.html in DIR.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_DESCENT } from '../app/model/descent-settings.js';
import { toFragment } from '../app/model/share-link.js';
import { highlightPython } from './lessons/highlight.mjs';
import { escape } from './lessons/html.mjs';
import { runnable } from './lessons/lesson.mjs';
import { MathStyles, typeset } from './lessons/math.mjs';
import { fill } from './lessons/pages.mjs';

/** @typedef {{value: string, derivatives: [string, string][], domain: string, edges: string[]}} Row */
/**
 * What tools/reference.py says of a name.
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} group
 * @property {string} signature
 * @property {string[]} about
 * @property {string[]} raises
 * @property {{code: string, output: string}} example
 * @property {{signature: string, about: string[]}[]} members
 * @property {{file: string, line: number, text: string}} source
 * @property {Row | null} row
 */

/** @param {string} name */
const pageOf = (name) => `reference-${name}.html`;

/** A sentence of a docstring: what is in backticks is code, and a name of the reference is a link. @param {Set<string>} names  @param {string} text */
function sentence(names, text) {
  const parts = text.split('`').map((part, k) => {
    if (k % 2 === 0) return escape(part);
    const code = `<code>${escape(part)}</code>`;
    return names.has(part) ? `<a href="${pageOf(part)}">${code}</a>` : code;
  });
  return parts.join('');
}

/** @param {Set<string>} names  @param {string[]} texts */
const paragraphs = (names, texts) => texts.map((text) => `<p>${sentence(names, text)}</p>`).join('\n');

/** @param {string} code */
const block = (code) => `<pre class="code" tabindex="0"><code>${highlightPython(code)}</code></pre>`;

/** @param {string} title  @param {string} body */
const part = (title, body) => (body ? `<h2>${title}</h2>\n${body}` : '');

/** The table's row: v is what the operation gives. @param {Row | null} row  @param {MathStyles} styles */
function derivatives(row, styles) {
  if (!row) return '';
  const lines = [`v &= ${row.value}`, ...row.derivatives.map(([by, slope]) => `\\frac{\\partial v}{\\partial ${by}} &= ${slope}`)];
  const tex = `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;
  const where = row.domain ? `<p>It is defined where ${typeset(row.domain, { display: false, styles })}.</p>` : '';
  const edges = row.edges.map((words) => `<p>At its edges: ${escape(words)}.</p>`).join('');
  return `<div class="display-math" tabindex="0">${typeset(tex, { display: true, styles })}</div>${where}${edges}`;
}

/** @param {Entry['example']} example */
async function example({ code, output }) {
  const shown = runnable(code, output);
  if (!/^def loss\(/m.test(code)) return shown;
  const link = await toFragment({ code, settings: DEFAULT_DESCENT });
  return `${shown}<p><a class="button small" href="./${link}">Open in the Lab</a></p>`;
}

/** @param {Set<string>} names  @param {Entry['members'][number]} member */
const member = (names, { signature, about }) => `<dt><code>${escape(signature)}</code></dt><dd>${paragraphs(names, about)}</dd>`;

/** @param {Entry['source']} source */
const sourceOf = ({ file, line, text }) => `<details><summary><code>${escape(file)}</code>, line ${line}</summary>${block(text)}</details>`;

/** @param {Entry} entry  @param {Set<string>} names  @param {MathStyles} styles */
async function main({ name, group, signature, about, raises, members, source, row, ...entry }, names, styles) {
  const parts = [
    part('Derivative', derivatives(row, styles)),
    part('Errors', paragraphs(names, raises)),
    part('Example', await example(entry.example)),
    part('What it has', members.length ? `<dl class="members">${members.map((each) => member(names, each)).join('\n')}</dl>` : ''),
    part('Source', sourceOf(source)),
  ];
  return `<main id="main" class="reference">
<header class="chapter-head">
<p class="chapter-number"><a href="reference.html">Reference</a> · ${escape(group)}</p>
<h1><code>${escape(name)}</code></h1>
</header>
<article class="prose">
${block(signature).replace('"code"', '"code signature"')}
${paragraphs(names, about)}
${parts.filter(Boolean).join('\n')}
</article>
</main>`;
}

/** @param {Entry[]} entries  @param {Set<string>} names */
function listMain(entries, names) {
  const groups = [...new Set(entries.map(({ group }) => group))];
  const item = (/** @type {Entry} */ { name, about }) => `<li><a href="${pageOf(name)}"><code>${escape(name)}</code></a> <span>${sentence(names, about[0])}</span></li>`;
  const section = (/** @type {string} */ group) =>
    `<section><h2>${escape(group)}</h2>\n<ul>${entries.filter((entry) => entry.group === group).map(item).join('\n')}</ul></section>`;
  return `<main id="main" class="reference">
<header class="chapter-head">
<h1>Reference</h1>
<p class="chapter-question">Every name of <code>py_engine</code>, the engine of this site: a package of its own.</p>
</header>
<name-search></name-search>
<div class="names">
${groups.map(section).join('\n')}
</div>
</main>`;
}

/** Write a file under a name that changes with its content. @param {string} out @param {string} text */
function placeStyles(out, text) {
  const path = `assets/reference-math-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.css`;
  writeFileSync(join(out, path), text);
  return path;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string', default: '.' }, pages: { type: 'string', default: '.' } } });
/** @type {Entry[]} */
const entries = JSON.parse(readFileSync(positionals[0], 'utf8'));
const names = new Set(entries.map(({ name }) => name));
const styles = new MathStyles();
const template = readFileSync(join(values.pages, 'reference.html'), 'utf8');
const mains = await Promise.all(entries.map((entry) => main(entry, names, styles)));
const links = [`<link rel="stylesheet" href="${placeStyles(values.out, styles.toString())}">`];
for (const [k, { name, about }] of entries.entries()) {
  const page = fill(template, { title: name, description: about[0].replaceAll('`', ''), main: mains[k], links });
  writeFileSync(join(values.out, pageOf(name)), page);
}
writeFileSync(join(values.out, 'reference.html'), fill(template, { title: 'Reference', description: 'Every name of py_engine.', main: listMain(entries, names), links }));
