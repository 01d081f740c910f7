/**
 * What is shipped with the site, as it is installed and shipped, not as someone keeps a list of it:
 * the npm packages that are no tools of the build, the wheels by their own metadata, and CPython.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const WEB = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/**
 * `address`: its package URL, where it has one; `hash`: of the package that it was made of;
 * `needs`: the places in the list of what it needs.
 * @typedef {{name: string, version: string, licence: string, text: string, part: string, address?: string, hash?: {alg: string, content: string}, needs: string[], place: string}} Shipped
 */

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
    shipped.map(async ([place, { version, integrity, dependencies = {} }]) => {
      const folder = join(WEB, place);
      const { name, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      if (!license) throw new Error(`${name} ${version} states no licence`);
      const address = `pkg:npm/${name.replace('@', '%40')}@${version}`;
      const [kind, digest] = integrity.split('-');
      const hash = { alg: kind.replace('sha', 'SHA-'), content: Buffer.from(digest, 'base64').toString('hex') };
      const needs = Object.keys(dependencies).map((needed) => placeOf(needed, place, packages));
      return { name, version, licence: license, text: await licenceText(folder), part: 'The page', address, hash, needs, place };
    }),
  );
}

/**
 * Where npm has put a package for one that needs it: below that one, or below one above it.
 * @param {string} name  @param {string} place  of the one that needs it  @param {Record<string, unknown>} packages
 */
function placeOf(name, place, packages) {
  for (let above = `${place}/`; ; above = above.replace(/node_modules\/(?:@[^/]+\/)?[^/]+\/$/, '')) {
    const found = `${above}node_modules/${name}`;
    if (found in packages) return found;
    if (!above) throw new Error(`package-lock.json lacks ${name}, which ${place} needs`);
  }
}

/** A file of a wheel, whose path ends so. @param {string} wheel @param {string} pattern */
function inWheel(wheel, pattern) {
  const script =
    'import re, sys, zipfile\n' +
    'z = zipfile.ZipFile(sys.argv[1])\n' +
    'names = [n for n in z.namelist() if re.search(sys.argv[2], n, re.I)]\n' +
    'sys.stdout.buffer.write(b"\\n\\n".join(z.read(n) for n in names))\n';
  const python = process.platform === 'win32' ? 'python' : 'python3'; // the build's own is first on the path
  return execFileSync(python, ['-c', script, wheel, pattern], { encoding: 'utf8' });
}

/** @param {string} wheel  @param {string} [registry]  that it came from  @returns {Promise<Shipped>} */
async function fromWheel(wheel, registry) {
  const metadata = inWheel(wheel, 'dist-info/METADATA$');
  /** @param {string} key */
  const field = (key) => metadata.match(new RegExp(`^${key}: (.+)$`, 'm'))?.[1].trim();
  const classified = metadata.match(/^Classifier: License :: OSI Approved :: (.+)$/m)?.[1];
  const licence = field('License-Expression') ?? field('License') ?? classified;
  const [name, version] = [field('Name') ?? basename(wheel), field('Version') ?? ''];
  if (!licence) throw new Error(`${name} states no licence`);
  const text = inWheel(wheel, 'dist-info/(licenses/)?(.*/)?(licen[sc]e|copying|notice)[^/]*$');
  const hash = { alg: 'SHA-256', content: createHash('sha256').update(await readFile(wheel)).digest('hex') };
  const address = registry && `pkg:${registry}/${name}@${version}`;
  return { name, version, licence, text: text.trim(), part: 'Python, in the page', address, hash, needs: [], place: wheel };
}

/** Python itself comes inside Pyodide, without a file of its own to read this from. @returns {Promise<Shipped>} */
async function cpython() {
  const { info } = JSON.parse(await readFile(join(WEB, 'node_modules/pyodide/pyodide-lock.json'), 'utf8'));
  return {
    name: 'CPython and its standard library',
    version: info.python,
    licence: 'PSF-2.0',
    text: 'Copyright © 2001 Python Software Foundation. All rights reserved. The terms are at docs.python.org, under History and License; `license()` shows them in Python.',
    part: 'Python, in the page',
    address: `pkg:generic/cpython@${info.python}`,
    needs: [],
    place: 'cpython',
  };
}

/** @param {string} partsFile  what build.py has made  @returns {Promise<Shipped[]>} */
export async function shippedWith(partsFile) {
  const { engine, classroom, micropip, wheels } = JSON.parse(await readFile(partsFile, 'utf8'));
  const ours = [await fromWheel(engine), await fromWheel(classroom)];
  const python = [await fromWheel(micropip, 'pypi'), ...(await Promise.all(wheels.map((/** @type {string} */ wheel) => fromWheel(wheel))))];
  return [...ours, ...python, await cpython(), ...(await npmPackages())];
}
