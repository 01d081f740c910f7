/**
 * How two texts differ, line by line: what stays, what goes out, what comes in.
 *
 * @module line-difference
 */

/** @typedef {{kind: 'same' | 'out' | 'in', text: string}} DifferentLine */
/** @typedef {{kind: 'left out', count: number}} LeftOut */

/** So many lines that stay are shown around what changes. */
const AROUND = 2;

/**
 * The longest common subsequence of lines stays; where both sides change, what goes out comes first.
 * @param {string} before @param {string} after @returns {DifferentLine[]}
 */
export function lineDifference(before, after) {
  const [a, b] = [linesOf(before), linesOf(after)];
  const common = commonLengths(a, b);
  /** @type {DifferentLine[]} */
  const rows = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      rows.push({ kind: 'same', text: a[i] });
      i += 1;
      j += 1;
    } else if (i < a.length && (j === b.length || common[i + 1][j] >= common[i][j + 1])) {
      rows.push({ kind: 'out', text: a[i] });
      i += 1;
    } else {
      rows.push({ kind: 'in', text: b[j] });
      j += 1;
    }
  }
  return rows;
}

/** The same, with what stays far from any change counted in place of shown. @param {DifferentLine[]} rows @returns {(DifferentLine | LeftOut)[]} */
export function changesOf(rows) {
  const near = rows.map((_, at) => rows.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ kind }) => kind !== 'same'));
  /** @type {(DifferentLine | LeftOut)[]} */
  const shown = [];
  rows.forEach((row, at) => {
    const last = shown.at(-1);
    if (near[at]) shown.push(row);
    else if (last?.kind === 'left out') last.count += 1;
    else shown.push({ kind: 'left out', count: 1 });
  });
  return shown;
}

/** @param {string} text */
const linesOf = (text) => {
  const lines = text.replace(/\n+$/, '').split('\n');
  return lines.length === 1 && lines[0] === '' ? [] : lines;
};

/** From each place on, how many lines both have in common. @param {string[]} a @param {string[]} b */
function commonLengths(a, b) {
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

/** "one line", "113 lines" @param {string} text */
export function lineCount(text) {
  const count = text.trimEnd().split('\n').length;
  return count === 1 ? 'one line' : `${count} lines`;
}
