/**
 * The bank of answers in real Pyodide: prints the JSON of what tests/pyodide/test_bank.py asserts.
 *
 *     node tests/pyodide/bank.mjs FOLDER-OF-THE-NPM-PACKAGE-PYODIDE
 *
 * Right answers pass under the time limit of the page, wrong ones and mutants do not.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { loadPyodide } = await import(pathToFileURL(join(process.argv[2], 'pyodide.mjs')).href);
const python = await loadPyodide({ indexURL: process.argv[2] });
python.mountNodeFS('/project', root);
const found = python.runPython(`
import json, sys
sys.dont_write_bytecode = True
sys.path += ["/project", "/project/web"]
from tests.content.bank import report

json.dumps(report())
`);
console.log(found);
