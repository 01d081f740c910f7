/**
 * The last step of the build: what makes the finished site installable and work without a network.
 *
 *     node offline.mjs DIST
 *
 * Copies the app's manifest and icons; writes into the pages the hashes of the scripts and style
 * sheets that they name, since not every browser takes a half of one for none; then the service
 * worker with every file's hash, and release.json, by which `build.py verify` can tell whether a site
 * is this release.
 */
import { createHash } from 'node:crypto';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const WEB = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const SERVICE_WORKER = 'service-worker.js';
const LISTED = 'release.json';
const FOR_THE_HOST = '_headers'; // which it reads, and may not give out

/** @param {Uint8Array | string} text */
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** @param {string} dist  @returns {Promise<Record<string, string>>} from path to hash, in order */
async function hashes(dist) {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && ![SERVICE_WORKER, LISTED].includes(entry.name))
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((part) => part.startsWith('.')))
    .sort();
  const hashed = paths.map(async (path) => [path, sha256(await readFile(join(dist, path)))]);
  return Object.fromEntries(await Promise.all(hashed));
}

const NAMED = /<(?:script\b[^>]* src|link rel="stylesheet" href)="([^"]+)"/g;

/** @param {string} dist */
async function seal(dist) {
  const pages = (await readdir(dist)).filter((name) => name.endsWith('.html'));
  for (const page of pages.map((name) => join(dist, name))) {
    const text = await readFile(page, 'utf8');
    const paths = new Set(Array.from(text.matchAll(NAMED), ([, path]) => path));
    const hashed = [...paths].map(async (path) => /** @type {const} */ ([path, await digest(join(dist, path))]));
    const known = new Map(await Promise.all(hashed));
    await writeFile(page, text.replace(NAMED, (tag, path) => `${tag} integrity="sha256-${known.get(path)}"`));
  }
}

/** @param {string} file */
const digest = async (file) => createHash('sha256').update(await readFile(file)).digest('base64');

/**
 * Write DIST/service-worker.js for the files that are in DIST, and DIST/release.json for all.
 * @param {string} dist
 */
export async function writeServiceWorker(dist) {
  const { [FOR_THE_HOST]: headers, ...files } = await hashes(dist);
  const id = sha256(JSON.stringify(files)).slice(0, 12);
  const source = await readFile(join(WEB, 'sw/service-worker.js'), 'utf8');
  const release = `const RELEASE = ${JSON.stringify({ id, files }, null, 1)};\n`;
  const text = release + source;
  await writeFile(join(dist, SERVICE_WORKER), text);
  const all = { id, files: { ...(headers && { [FOR_THE_HOST]: headers }), ...files, [SERVICE_WORKER]: sha256(text) } };
  await writeFile(join(dist, LISTED), `${JSON.stringify(all, null, 1)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dist = resolve(process.argv[2]);
  await cp(join(WEB, 'install'), dist, { recursive: true });
  await seal(dist);
  await writeServiceWorker(dist);
}
