/**
 * The learner's code as files that run elsewhere, with the py_engine wheel.
 *
 * @module downloads
 */

const REPORT = `import inspect

from py_engine import value_and_grad

start = [parameter.default for parameter in inspect.signature(loss).parameters.values()]
value, gradient = value_and_grad(lambda point: loss(*point))(start)
print("loss", value)
for name, slope in zip(inspect.signature(loss).parameters, gradient):
    print(f"d loss / d {name} = {slope}")
`;

/** @param {string} code @returns {string} a program */
export function asProgram(code) {
  const indented = REPORT.replace(/^(?=.)/gm, '    ');
  return `# Needs the py_engine wheel: pip install py_engine-*.whl\n\n${code.trimEnd()}\n\n\nif __name__ == "__main__":\n${indented}`;
}

/** @param {string} code @returns {string} a notebook, as JSON */
export function asNotebook(code) {
  const cells = [
    { cell_type: 'markdown', metadata: {}, source: lines('# A loss and its gradient\n\nNeeds the py_engine wheel: `pip install py_engine-*.whl`') },
    cell(code),
    cell(REPORT),
  ];
  const kernelspec = { display_name: 'Python 3', language: 'python', name: 'python3' };
  return JSON.stringify({ cells: cells.map((c, k) => ({ id: `cell-${k}`, ...c })), metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }, null, 1);
}

/** @param {string} code */
function cell(code) {
  return { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: lines(code.trimEnd()) };
}

/** @param {string} text */
function lines(text) {
  return text.split(/(?<=\n)/);
}
