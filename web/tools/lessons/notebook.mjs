/**
 * A Jupyter notebook from a plain Python file, in the percent format that editors know:
 *
 *     # %% [markdown]
 *     # Text.
 *
 *     # %%
 *     code = "a cell"
 *
 *     # %% 11-speed/let-go
 *     # %%writefile my_engine.py
 *
 * A cell that names an exercise goes on with its solution; `# %%magic` is a cell's magic.
 *
 * @module notebook
 */

/** @typedef {import('./problems.mjs').Problems} Problems */

const CELL = /^# %%(?: (.*))?$/;
const MAGIC = /^# (?=%%)/;

/**
 * @param {string} source
 * @param {{file: string, solutionOf: (exercise: string) => string | null, problems: Problems}} place
 * @returns {string} the notebook's JSON
 */
export function notebookOf(source, { file, solutionOf, problems }) {
  /** @type {{kind: string, line: number, lines: string[]}[]} */
  const parts = [];
  source.split('\n').forEach((text, k) => {
    const cell = CELL.exec(text);
    if (cell) parts.push({ kind: cell[1] ?? '', line: k + 1, lines: [] });
    else if (parts.length) parts[parts.length - 1].lines.push(text);
    else if (text.trim()) problems.add(file, k + 1, 'a notebook begins with a cell: # %% or # %% [markdown]');
  });
  const cells = parts.map(({ kind, line, lines }, k) => {
    const text = lines.join('\n').trim();
    const id = `cell-${k + 1}`;
    if (kind === '[markdown]') {
      const plain = text.split('\n').find((one) => one && !one.startsWith('#'));
      if (plain !== undefined) problems.add(file, line, `a line of this text does not begin with #: ${plain}`);
      return { cell_type: 'markdown', id, metadata: {}, source: linesOf(text.replace(/^# ?/gm, '')) };
    }
    const code = text.replace(MAGIC, '');
    const solution = kind ? solutionOf(kind) : '';
    if (solution === null) problems.add(file, line, `there is no exercise ${kind}`);
    const whole = solution ? `${code}\n${solution.trimEnd()}` : code;
    return { cell_type: 'code', id, metadata: {}, execution_count: null, outputs: [], source: linesOf(whole) };
  });
  const metadata = { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' }, language_info: { name: 'python' } };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

/** As notebooks keep their texts. @param {string} text */
const linesOf = (text) => text.split(/(?<=\n)/);
