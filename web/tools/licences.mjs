/**
 * Write the page that lists what is shipped with the site, with licences.
 *
 *     node licences.mjs DIST PARTS.json
 *
 * Taken from what is installed and shipped, not from a list that someone keeps: the npm packages
 * that are no tools of the build, and the wheels' own metadata. A package that states no licence
 * ends the build.
 */
import { execFileSync } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const WEB = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** @typedef {{name: string, version: string, licence: string, text: string, part: string}} Shipped */

/** As text of a page, in which no address is a link. @param {string} text */
const escaped = (text) => text.replace(/\bhttps?:\/\//g, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** @param {string} folder  @returns {Promise<string>} */
async function licenceText(folder) {
  const names = (await readdir(folder)).filter((name) => /^(licen[sc]e|copying|notice)/i.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.join('\n\n').trim();
}

/** @returns {Promise<Shipped[]>} */
async function npmPackages() {
  const { packages } = JSON.parse(await readFile(join(WEB, 'package-lock.json'), 'utf8'));
  const shipped = Object.entries(packages).filter(([path, { dev, optional }]) => path && !dev && !optional);
  return Promise.all(
    shipped.map(async ([path, { version }]) => {
      const folder = join(WEB, path);
      const { name, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      if (!license) throw new Error(`${name} ${version} states no licence`);
      return { name, version, licence: license, text: await licenceText(folder), part: 'The page' };
    }),
  );
}

/** A file of a wheel, whose path ends so. @param {string} python @param {string} wheel @param {string} pattern */
function inWheel(python, wheel, pattern) {
  const script =
    'import re, sys, zipfile\n' +
    'z = zipfile.ZipFile(sys.argv[1])\n' +
    'names = [n for n in z.namelist() if re.search(sys.argv[2], n, re.I)]\n' +
    'sys.stdout.buffer.write(b"\\n\\n".join(z.read(n) for n in names))\n';
  return execFileSync(python, ['-c', script, wheel, pattern], { encoding: 'utf8' });
}

/** @param {string} python  @param {string} wheel  @returns {Shipped} */
function fromWheel(python, wheel) {
  const metadata = inWheel(python, wheel, 'dist-info/METADATA$');
  /** @param {string} key */
  const field = (key) => metadata.match(new RegExp(`^${key}: (.+)$`, 'm'))?.[1].trim();
  const classified = metadata.match(/^Classifier: License :: OSI Approved :: (.+)$/m)?.[1];
  const licence = field('License-Expression') ?? field('License') ?? classified;
  const name = field('Name') ?? basename(wheel);
  if (!licence) throw new Error(`${name} states no licence`);
  const text = inWheel(python, wheel, 'dist-info/(licenses/)?(.*/)?(licen[sc]e|copying|notice)[^/]*$');
  return { name, version: field('Version') ?? '', licence, text: text.trim(), part: 'Python, in the page' };
}

/** Python itself comes inside Pyodide, without a file of its own to read this from. @returns {Shipped} */
const cpython = () => ({
  name: 'CPython and its standard library',
  version: '3.14.2',
  licence: 'PSF-2.0',
  text: 'Copyright © 2001 Python Software Foundation. All rights reserved. The terms are at docs.python.org, under History and License; `license()` shows them in Python.',
  part: 'Python, in the page',
});

/** @param {Shipped} shipped */
const row = ({ name, version, licence, text, part }) =>
  `<tr><td>${escaped(name)}</td><td>${escaped(version)}</td><td>${escaped(licence)}</td><td>${part}</td>` +
  `<td>${text ? `<details><summary>Text</summary><pre>${escaped(text)}</pre></details>` : ''}</td></tr>`;

/** @param {Shipped[]} list  @param {string} style */
const page = (list, style) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Licences · Autograd from Scratch</title>
    <link rel="icon" href="icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="${style}">
  </head>
  <body>
    <main class="licences">
      <h1>Licences</h1>
      <p>What this site is made of, as shipped. The site itself is under the MIT licence.</p>
      <table>
        <thead><tr><th scope="col">Name</th><th scope="col">Version</th><th scope="col">Licence</th><th scope="col">Where</th><th scope="col">Text</th></tr></thead>
        <tbody>
${list.map(row).join('\n')}
        </tbody>
      </table>
      <p><a href="./">Back to the Lab</a></p>
    </main>
  </body>
</html>
`;

/** @param {string} dist  @param {string} partsFile */
async function main(dist, partsFile) {
  const { engine, micropip, wheels } = JSON.parse(await readFile(partsFile, 'utf8'));
  const python = process.platform === 'win32' ? 'python' : 'python3'; // the build's own is first on the path
  const list = [
    ...[engine, micropip, ...wheels].map((wheel) => fromWheel(python, wheel)),
    cpython(),
    ...(await npmPackages()),
  ];
  const style = (await readdir(join(dist, 'assets'))).find((name) => /^main-.*\.css$/.test(name));
  await writeFile(join(dist, 'licences.html'), page(list, `assets/${style}`));
}

await main(resolve(process.argv[2]), resolve(process.argv[3]));
