/**
 * The engine in real Pyodide: prints one JSON object of what tests/pyodide/test_engine.py asserts.
 *
 *     node tests/pyodide/engine.mjs FOLDER-OF-THE-NPM-PACKAGE-PYODIDE
 */
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { loadPyodide } = await import(pathToFileURL(join(process.argv[2], 'pyodide.mjs')).href);
const python = await loadPyodide({ indexURL: process.argv[2] });
python.mountNodeFS('/project', root);
python.registerJsModule('webassembly', {
  run(wasm, imports) {
    const math = Object.fromEntries(imports.toJs().map((name) => [name, Math[name]]));
    return new WebAssembly.Instance(new WebAssembly.Module(wasm.toJs()), { math }).exports;
  },
});
const found = python.runPython(`
import doctest, gc, importlib, json, pkgutil, sys, tracemalloc
sys.dont_write_bytecode = True
sys.path += ["/project", "/project/web", "/project/web/sandbox"]
import py_engine
from py_engine import Node, Newton, descend, graph, hessian, mean, sqrt, total, value_and_grad
from classroom.run.flat_free import learner_builtins
from py_engine.jit import jit
from tests.lecture import lecture_points, mean_distance
from wasm_instance import Instance
from webassembly import run

DEEP = 1_000_000
found = {"python": sys.version.split()[0]}

def chain(go_back):
    x = Node(1.0)
    y = x
    for _ in range(DEEP):
        y = y + 0.5
    if go_back:
        y.backward()
    return y.value, x.grad

found["chain"] = chain(False)
found["chain_and_back"] = chain(True)

def long_sum():
    x = Node(0.25)
    result = total(x for _ in range(DEEP))
    result.backward()
    return result.value, x.grad

found["long_sum"] = long_sum()

def walk():
    y = Node(1.0)
    for _ in range(20_000):
        y = y + 1.0
    return len(graph.topological_order(y)), len(graph.depth_first(y))

found["walk"] = walk()

def examples():
    walk = pkgutil.walk_packages(py_engine.__path__, "py_engine.")
    modules = [py_engine, *(importlib.import_module(module.name) for module in walk)]
    results = [doctest.testmod(module) for module in modules]
    return [sum(result.failed for result in results), sum(result.attempted for result in results)]

found["examples"] = examples()
found["lecture_1"] = value_and_grad(mean_distance(*lecture_points(1)))(0.3, 0.3)
found["lecture_1000"] = value_and_grad(mean_distance(*lecture_points(1000)))(0.3, 0.3)

def second_derivatives():
    loss, made = mean_distance(*lecture_points(100)), []

    def compiled(f):
        made.append(jit(f, lambda wasm, imports: Instance(run(wasm, imports))))
        return made[0]

    end = descend(loss, (5.0, 5.0), Newton(), 30, differentiate=compiled).run().point
    fast = made[0]
    return {"how": fast.second.how, "refusal": fast.second.refusal, "end": end,
            "rows": fast.hessian(0.3, 0.3), "right": hessian(loss)(0.3, 0.3),
            "along": fast.hvp((0.3, 0.3), (1.0, -2.0))}

found["second"] = second_derivatives()

terms = [0.1] * 10
found["sum_bits"] = [total(terms).hex(), total(map(Node, terms)).value.hex(), sum(terms).hex()]

def memory_of_steps():
    steps = descend(lambda x, y: sqrt((x - 1.0) ** 2 + (y + 2.0) ** 2 + 1.0), (5.0, 5.0), steps=10_000)
    for _ in range(10):
        next(steps)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for step in steps:
        pass
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return grown, step.index

# As a student's engine links its nodes: to be freed link by link would end Python here.
CHAIN = """
class Node:
    def __init__(self, value, parents=()):
        self.value, self.parents = value, parents
        self.backward = (lambda: self.value) if CIRCLES else None

node = Node(0.0)
for k in range(20_000):
    node = Node(node.value + k, (node, Node(k)))
last, node = node.value, None
"""

def freed_chain(circles):
    space = {"__builtins__": learner_builtins(), "__name__": "learners", "CIRCLES": circles}
    exec(CHAIN, space)
    gc.collect()
    return space["last"]

found["freed_chains"] = [freed_chain(False), freed_chain(True)]

gc.disable()
w = Node(0.5)
for _ in range(100):
    (w * w).backward()
tracemalloc.start()
before = tracemalloc.get_traced_memory()[0]
for _ in range(10_000):
    loss = (w * 3.0 - 1.0) ** 2 + w
    loss.backward()
found["grown_by_steps"] = tracemalloc.get_traced_memory()[0] - before
tracemalloc.stop()
found["grown_by_descent"], found["last_step"] = memory_of_steps()
json.dumps(found)
`);
console.log(found);
