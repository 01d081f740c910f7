/**
 * The course's exercises, proved again in Pyodide: `node tests/content/pyodide.mjs [PYODIDE_FOLDER]`.
 *
 * Runs `tests.content.course.report` on the real interpreter of the site and prints each problem;
 * the exit status is 1 if there is one.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const pyodideFolder = resolve(process.argv[2] ?? join(root, 'web/node_modules/pyodide'));
const { loadPyodide } = await import(pathToFileURL(join(pyodideFolder, 'pyodide.mjs')).href);

/** Every file under a folder, as paths from the root. @param {string} folder @returns {string[]} */
function files(folder) {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(join(root, path)).isDirectory() ? files(path) : [path];
  });
}

const py = await loadPyodide();
for (const path of ['py_engine', 'web/lessons', 'tests/content'].flatMap(files)) {
  if (!/\.(py|toml|md)$/.test(path)) continue;
  py.FS.mkdirTree(`/course/${dirname(path)}`);
  py.FS.writeFile(`/course/${path}`, readFileSync(join(root, path)));
}
const begun = performance.now();
const problems = py.runPython(`
import sys
sys.path.insert(0, '/course')
from tests.content.course import exercises, report
found = report()
print(f'{len(exercises())} exercises, Python {sys.version.split()[0]}')
'\\n'.join(found)
`);
console.log(`${((performance.now() - begun) / 1000).toFixed(1)} s in ${relative(root, pyodideFolder)}`);
if (problems) {
  console.error(problems);
  process.exit(1);
}
