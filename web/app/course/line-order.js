/**
 * Lines to be put in order.
 *
 * @module line-order
 */

/** @param {string} text @returns {string[]} */
export const linesOf = (text) => text.split('\n').filter((line) => line.trim() !== '');

/** @param {string[]} lines @param {number} from @param {number} to */
export function moved(lines, from, to) {
  if (from < 0 || from >= lines.length) return lines;
  const rest = lines.filter((_, index) => index !== from);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), lines[from], ...rest.slice(at)];
}
