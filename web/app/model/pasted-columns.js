/**
 * Two columns of numbers as they come from a spreadsheet, a CSV file or a keyboard, and their place
 * in the code.
 *
 * Between the columns stands a tab, else a semicolon, else a comma or blanks, whichever most lines
 * agree on. Unless the comma parts the columns, it may be the decimal sign. A first line without
 * numbers names the columns.
 *
 * @module pasted-columns
 */

import { formatCount, parseNumber, pythonRepr } from './numbers.js';

/** @typedef {{names: [string, string] | null, xs: number[], ys: number[]}} Columns */
/**
 * Two columns, or one sentence on the line that cannot be read.
 * @typedef {{columns: Columns, problem: null} | {columns: null, problem: string}} Pasted
 */
/** @typedef {{at: number, text: string}} Line `at`: 1-based, in what was pasted */

/** As many as still make a program that fits into a link. */
export const MOST_POINTS = 2000;

const SEPARATORS = { tab: /\t/, semicolon: /;/, comma: /,/, blanks: /\s+/ };
/** @typedef {keyof typeof SEPARATORS} Separator */

/** @param {string} text @returns {Pasted | null} null where nothing was pasted */
export function readColumns(text) {
  const lines = linesIn(text);
  if (lines.length === 0) return null;
  const separator = separatorOf(lines);
  const read = numberReader(separator, lines);
  const rows = lines.map(({ at, text: line }) => ({ at, cells: cellsOf(line, separator) }));
  const names = rows[0].cells.every((cell) => cell !== '' && read(cell) === null) ? rows.shift()?.cells : null;
  if (names && rows.length === 0) return refuse(`Line ${lines[0].at} has no numbers, and no other line follows.`);
  /** @type {Columns} */
  const columns = { names: names?.length === 2 ? [names[0], names[1]] : null, xs: [], ys: [] };
  for (const { at, cells } of rows) {
    const problem = wrongIn(cells, read);
    if (problem) return refuse(`Line ${at}: ${problem}`);
    columns.xs.push(Number(read(cells[0])));
    columns.ys.push(Number(read(cells[1])));
  }
  return tooFewOrMany(columns.xs.length) ?? { columns, problem: null };
}

/** @param {string} problem @returns {Pasted} */
function refuse(problem) {
  return { columns: null, problem };
}

/** @param {number} count */
function tooFewOrMany(count) {
  if (count < 2) return refuse('One point only: a line needs at least two.');
  if (count > MOST_POINTS) return refuse(`${formatCount(count)} points are more than the editor can hold well: at most ${formatCount(MOST_POINTS)}.`);
  return null;
}

/** @param {string} text @returns {Line[]} those that are not empty */
function linesIn(text) {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line, k) => ({ at: k + 1, text: line }))
    .filter(({ text: line }) => line.trim() !== '');
}

/** @param {Line[]} lines @returns {Separator} */
function separatorOf(lines) {
  if (lines.some(({ text }) => text.includes('\t'))) return 'tab';
  if (lines.some(({ text }) => text.includes(';'))) return 'semicolon';
  const agree = (/** @type {Separator} */ separator) => lines.filter(({ text }) => isPair(cellsOf(text, separator))).length;
  const [byComma, byBlanks] = [agree('comma'), agree('blanks')];
  if (byComma === byBlanks) return lines.some(({ text }) => text.includes(',')) ? 'comma' : 'blanks';
  return byComma > byBlanks ? 'comma' : 'blanks';
}

/** `1,` and `2` are two cells at a comma, not at a blank. @param {string[]} cells */
function isPair(cells) {
  return cells.length === 2 && cells.every((cell) => parseNumber(cell) !== null && !/^,|,$/.test(cell));
}

/** Quotation marks around a cell, and an empty cell at the end of a line, say nothing. @param {string} line @param {Separator} separator */
function cellsOf(line, separator) {
  const cells = (separator === 'blanks' ? line.trim() : line).split(SEPARATORS[separator]).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1').trim());
  while (cells.length > 2 && cells[cells.length - 1] === '') cells.pop();
  return cells;
}

/**
 * How a cell is read as a number. Where points are used, a comma between groups of three digits
 * parts thousands, as blanks do; else it is the decimal sign.
 * @param {Separator} separator
 * @param {Line[]} lines
 * @returns {(cell: string) => number | null}
 */
function numberReader(separator, lines) {
  const points = lines.some(({ text }) => /\d\.\d/.test(text));
  const grouped = points ? /^[+\-−]?\d{1,3}(?:[,\s]\d{3})+(?=\.|$)/ : /^[+\-−]?\d{1,3}(?:\s\d{3})+(?=[.,]|$)/;
  return (cell) => {
    const plain = separator === 'comma' ? cell : cell.replace(grouped, (digits) => digits.replace(/[,\s]/g, ''));
    return points && plain.includes(',') ? null : parseNumber(plain);
  };
}

/** @param {string[]} cells @param {(cell: string) => number | null} read @returns {string | null} */
function wrongIn(cells, read) {
  if (cells.length === 1) return `“${shortened(cells[0])}” is one column, and two are needed.`;
  if (cells.length > 2) return `${cells.length} columns, and two are needed. Copy the two that you mean.`;
  const wrong = cells.findIndex((cell) => read(cell) === null);
  if (wrong < 0) return null;
  const which = wrong === 0 ? 'first' : 'second';
  return cells[wrong] === '' ? `the ${which} column is empty.` : `“${shortened(cells[wrong])}” in the ${which} column cannot be read as a number.`;
}

/** @param {string} text */
function shortened(text) {
  return text.length > 24 ? `${text.slice(0, 23)}…` : text;
}

const TABLE = /^table = """\n[^"]*"""/m;

/**
 * The code with these numbers in its table; null where it has no table any more.
 * @param {string} code
 * @param {Columns} columns
 */
export function withColumns(code, { xs, ys }) {
  const [left, right] = [xs.map(pythonRepr), ys.map(pythonRepr)];
  const width = Math.max(...left.map((text) => text.length));
  const rows = left.map((text, k) => `${text.padEnd(width)}  ${right[k]}\n`).join('');
  return TABLE.test(code) ? code.replace(TABLE, () => `table = """\n${rows}"""`) : null;
}
