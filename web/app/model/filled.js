/**
 * An answer that fills numbers in by name: a line `name = text` for each.
 *
 * @module filled
 */

/** What was filled in, by name; a name without a number, or with `...`, has none. @param {string} answer @returns {Map<string, string>} */
export function filledIn(answer) {
  const lines = answer.split('\n').map((line) => /^\s*([^=#]+?)\s*=\s*(.*?)\s*$/.exec(line));
  return new Map(lines.flatMap((found) => (found ? [[found[1], found[2] === '...' ? '' : found[2]]] : [])));
}

/** The answer with one number changed; its place in the order stays. @param {string} answer @param {string} name @param {string} text @returns {string} */
export function fillIn(answer, name, text) {
  const filled = filledIn(answer).set(name, text.replaceAll('\n', ' ').trim());
  return [...filled].map(([key, value]) => `${key} = ${value || '...'}\n`).join('');
}
