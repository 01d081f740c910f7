/**
 * bench/_engine.py in Pyodide under Node.js.
 *
 *     node bench/engine_pyodide.mjs [--json FILE] [--micrograd FOLDER] [--pyodide FOLDER]
 *
 * --micrograd: the package. --pyodide: the npm package, where it is not in web/node_modules.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const option = (name) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? null : process.argv[at + 1];
};
const folder = option('--pyodide') ?? join(root, 'web', 'node_modules', 'pyodide');

const { loadPyodide } = await import(pathToFileURL(join(folder, 'pyodide.mjs')).href);
const python = await loadPyodide({ indexURL: folder });
python.mountNodeFS('/project', root);
let paths = ['/project/bench', '/project'];
if (option('--micrograd')) {
  python.FS.mkdirTree('/packages/micrograd');
  python.mountNodeFS('/packages/micrograd', option('--micrograd'));
  paths = [...paths, '/packages'];
}
python.globals.set('paths', python.toPy(paths));
const [shown, figures] = python
  .runPython(
    `
import json, sys
sys.path += paths
sys.dont_write_bytecode = True
from _engine import measure, table
figures = measure()
[table(figures), json.dumps(figures, indent=1)]
`,
  )
  .toJs();
console.log(shown);
if (option('--json')) writeFileSync(option('--json'), `${figures}\n`);
