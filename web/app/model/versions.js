/**
 * Earlier versions of the learner's code: one for each text that was run or replaced, newest first.
 *
 * @module versions
 */

/** @typedef {{code: string, example: string, at: number, name?: string}} Version `at`: milliseconds since 1970; `name`: what it was, in words */

const MOST = 40;
/** All versions together, in characters: a browser gives a site about five million. */
const ROOM = 400_000;

/** @param {readonly Version[]} versions @param {Version} version @returns {Version[]} */
export function withVersion(versions, version) {
  if (version.code.trim() === '') return [...versions];
  const others = versions.filter(({ code }) => code !== version.code);
  let room = ROOM;
  return [version, ...others].slice(0, MOST).filter(({ code }, k) => (room -= code.length) >= 0 || k === 0);
}

/**
 * How a version differs from what stands there: its first line that does not.
 * @param {string} code
 * @param {string} now
 * @returns {string}
 */
export function difference(code, now) {
  const [own, standing] = [code, now].map((text) => text.split('\n').map((line) => line.trim()).filter((line) => line !== ''));
  return own.find((line) => !standing.includes(line)) ?? (own.length < standing.length ? 'with lines left out' : 'in another order');
}

/** What was read from the device, as far as it is versions. @param {unknown} found @returns {Version[]} */
export function readVersions(found) {
  if (!Array.isArray(found)) return [];
  return found.filter((v) => typeof v?.code === 'string' && typeof v.example === 'string' && Number.isFinite(v.at));
}

/** `just now`, `12 minutes ago`, `on 3 May`. @param {number} at @param {number} now */
export function when(at, now) {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
  if (minutes < 24 * 60) return minutes < 120 ? 'an hour ago' : `${Math.floor(minutes / 60)} hours ago`;
  return `on ${new Date(at).toLocaleDateString('en', { day: 'numeric', month: 'long' })}`;
}
