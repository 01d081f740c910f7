/**
 * The course in real Pyodide: prints one JSON object of what tests/pyodide/test_course.py asserts.
 *
 *     node tests/pyodide/course.mjs FOLDER-OF-THE-NPM-PACKAGE-PYODIDE [wrong]
 *
 * Every exercise proves itself again, as in CPython (with its wrong answers too, where asked for),
 * and the lessons' code prints what they say.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { loadPyodide } = await import(pathToFileURL(join(process.argv[2], 'pyodide.mjs')).href);
const python = await loadPyodide({ indexURL: process.argv[2] });
python.mountNodeFS('/project', root);
const wrong = process.argv[3] === 'wrong' ? 'True' : 'False';
const found = python.runPython(`
import json, sys
sys.dont_write_bytecode = True
sys.path += ["/project", "/project/web"]
from tests.content.course import exercises, report

json.dumps({"python": sys.version.split()[0], "exercises": len(exercises()), "problems": report(wrong=${wrong})})
`);
console.log(found);
