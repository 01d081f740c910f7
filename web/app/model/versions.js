/**
 * Earlier versions of a text, as one chooses among them.
 *
 * @module versions
 */

/** @typedef {{code: string, at: number, name?: string}} Version `at`: milliseconds since 1970; `name`: what it was, in words */

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

/** `just now`, `12 minutes ago`, `on 3 May`. @param {number} at @param {number} now */
export function when(at, now) {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
  if (minutes < 24 * 60) return minutes < 120 ? 'an hour ago' : `${Math.floor(minutes / 60)} hours ago`;
  return `on ${new Date(at).toLocaleDateString('en', { day: 'numeric', month: 'long' })}`;
}
