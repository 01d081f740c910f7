/** What the gate lets in: the protocol's forms, in bounds; whatever else is tried, nothing breaks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import protocol from '../../web/shared/protocol.json' with { type: 'json' };
import { bands, levels } from '../../web/app/model/contours.js';
import { emptyPath, extend, seriesOf, strokes } from '../../web/app/model/descent-path.js';
import { markFactors } from '../../web/app/model/derivation-factors.js';
import { problemOf } from '../../web/app/model/gate.js';
import { closedAtFirst, foldGraph, groupsOf, isDrawable } from '../../web/app/model/graph-fold.js';
import { layoutGraph } from '../../web/app/model/graph-layout.js';
import { placesOf } from '../../web/app/model/graph-places.js';
import { withInstance } from '../../web/app/model/instance.js';
import { around, fit, include } from '../../web/app/model/map-window.js';
import { nodeNames, withDerivedNames } from '../../web/app/model/names.js';
import { changedNodes, withValues } from '../../web/app/model/nudged.js';
import { linesOf } from '../../web/app/model/selection.js';
import { known, stepsOf, words } from '../../web/app/model/steps.js';
import { oneOf, randomFrom } from './random.js';

const SEEDS = 2000;
const { definitions } = protocol;
const { methods } = protocol.metadata;

const NUMBERS = [0, 1, -1.5, 0.1, 1e308, -1e-320, NaN, Infinity, -Infinity];
const TEXTS = ['', 'x', 'I_x', '−', '$&', '<b>', 'x_{i}', '\u0000', '😀'];

/** A value of a form, by the schema alone: its parts need not fit together. */
function valueOf(schema, draw) {
  const { metadata = {}, nullable } = schema;
  const pick = (/** @type {readonly any[]} */ list) => oneOf(draw, list);
  const count = () => Math.max(metadata.least ?? 0, Math.min(metadata.most ?? 4, Math.floor(draw() * 4)));
  if (nullable && draw() < 0.3) return null;
  if (schema.ref) return valueOf(definitions[schema.ref], draw);
  if (schema.enum) return pick(schema.enum);
  if (schema.type === 'boolean') return draw() < 0.5;
  if (schema.type === 'string') return metadata.pattern ? `${metadata.pattern.includes('f') ? 'f' : pick(['n', 'c'])}${Math.floor(draw() * 6)}` : pick(TEXTS);
  if (schema.type === 'float64') return metadata.finite ? draw() * 10 : draw() < 0.7 ? draw() * 10 - 5 : pick(NUMBERS);
  if (schema.type) return Math.max(metadata.least ?? 0, Math.min(metadata.most ?? 9, Math.floor(draw() * 9)));
  if (schema.elements) {
    const made = Array.from({ length: count() }, () => valueOf(schema.elements, draw));
    return metadata.as ? Float64Array.from(made, (n) => (metadata.finite ? draw() : n)) : made;
  }
  if (schema.values) return Object.fromEntries(Array.from({ length: count() }, (_, k) => [`n${k}`, valueOf(schema.values, draw)]));
  if (schema.mapping) return valueOf(pick(Object.values(schema.mapping)), draw);
  const optional = Object.entries(schema.optionalProperties ?? {}).filter(() => draw() < 0.5);
  return Object.fromEntries([...Object.entries(schema.properties ?? {}), ...optional].map(([key, each]) => [key, valueOf(each, draw)]));
}

/** A graph whose parts do fit. */
function graphOf(draw) {
  const count = 1 + Math.floor(draw() * 9);
  const frames = Array.from({ length: Math.floor(draw() * 3) }, (_, k) => ({ ...valueOf(definitions.GraphFrame, draw), id: `f${k}`, parent: k && draw() < 0.5 ? `f${k - 1}` : null, count: 5, index: k }));
  const nodes = Array.from({ length: count }, (_, k) => ({ ...valueOf(definitions.GraphNode, draw), id: `n${k}`, output: k === count - 1, frame: frames.length && draw() < 0.5 ? 'f0' : null }));
  const edges = Array.from({ length: count > 1 ? Math.floor(draw() * 12) : 0 }, () => {
    const to = 1 + Math.floor(draw() * (count - 1));
    return { ...valueOf(definitions.GraphEdge, draw), from: `n${Math.floor(draw() * to)}`, to: `n${to}` };
  });
  return { ...valueOf(definitions.Graph, draw), nodes, edges, frames };
}

const POINT = [1, 2];
const ARGS = { start: POINT, point: POINT, steps: 50, width: 8, height: 6, held: POINT, x: 0, y: 1, xRange: [0, 1], yRange: [0, 1] };
const numbers = (draw, length) => Float64Array.from({ length }, () => draw() * 4 - 2);
const two = (draw) => [valueOf({ type: 'float64' }, draw), valueOf({ type: 'float64' }, draw)];

/** What makes the parts of an answer fit, by its method. */
const FITTING = {
  run: (value, draw) => ({ ...value, ...FITTING.look(value, draw), best: null, data: draw() < 0.5 ? null : { x: numbers(draw, 3), y: numbers(draw, 3), label: null, plane: 'data' }, view: { x: [0, 1 + draw()], y: [-1, draw()] } }),
  look: (value, draw) => ({ ...value, parameters: POINT.map(() => valueOf(definitions.Parameter, draw)), closedForm: null, graph: graphOf(draw), traversal: [] }),
  evaluate: (value, draw) => ({ ...value, gradient: two(draw) }),
  witness: (value) => ({ ...value, checks: value.checks.slice(0, value.point.length) }),
  predict: (value, draw) => ({ ...value, inputs: 2, yRange: [0, 1], width: 3, height: 2, values: numbers(draw, 6) }),
  descend: (value, draw) => ({ ...value, steps: Math.floor(draw() * 50), point: two(draw) }),
  landscape: (value, draw) => ({ ...value, width: 4, height: 3, values: numbers(draw, 12) }),
  instance: (value) => ({ ...value, takes: value.locals.map(() => null) }),
  check: (value, draw) => ({ ...value, graph: draw() < 0.5 ? null : graphOf(draw), table: null }),
};

/** An honest message, and the call that it belongs to. */
function honest(draw) {
  const names = Object.keys(methods);
  const method = names[Math.floor(draw() * names.length)];
  const { gives, streams = [] } = methods[method];
  const asked = { method, args: ARGS };
  if (streams.length > 0 && draw() < 0.4) return { asked, message: { kind: 'event', id: 1, event: eventOf(streams[0], draw) } };
  const value = valueOf({ ref: gives }, draw);
  return { asked, message: { kind: 'result', id: 1, value: (FITTING[method] ?? ((same) => same))(value, draw) } };
}

function eventOf(name, draw) {
  const event = valueOf(definitions.StreamEvent.mapping[name], draw);
  const count = 1 + Math.floor(draw() * 5);
  if (name === 'numbers') return { ...event, names: ['x', 'y'], point: two(draw), gradient: two(draw) };
  if (name === 'witness') return FITTING.witness(event);
  if (name === 'landscape') return { ...event, landscape: FITTING.landscape(event.landscape, draw) };
  return name === 'steps' ? { ...event, first: 0, points: numbers(draw, 2 * count), losses: numbers(draw, count), gradientNorms: numbers(draw, count) } : event;
}

const circle = [];
circle.push(circle, { circle });
/** What may stand where something else should. */
const HOSTILE = [
  () => null, () => undefined, () => NaN, () => -1, () => 2 ** 53, () => 1n, () => true, () => '', () => 'x'.repeat(3_000_000), () => '__proto__', () => 'constructor',
  () => ({}), () => [], () => ({ length: 1e9 }), () => new Array(2 ** 32 - 1), () => new Array(5), () => circle, () => new Map([['id', 'n0']]), () => new Date(0), () => /x/,
  () => new Float64Array(3), () => new Float32Array(3), () => new Float64Array(new ArrayBuffer(800), 0, 1), () => new Array(20_000).fill({}), () => Object.assign([1], { map: 1 }),
  () => JSON.parse('{"__proto__":{"polluted":1},"toString":1,"valueOf":1}'), () => new Error('x'), () => Object.assign(Object.create(null), { x: 1 }),
];

/** Every place in a message: what holds it, and by which name. */
function placesIn(value, found = []) {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return found;
  for (const key of Object.keys(value)) {
    found.push([value, key]);
    placesIn(value[key], found);
  }
  return found;
}

/** The message with something in it that may not stand there. */
function forged(message, draw) {
  const copy = structuredClone(message);
  const places = placesIn(copy); // as it was: what is put in may have no end
  const changes = 1 + Math.floor(draw() * 2);
  for (let k = 0; k < changes; k += 1) {
    const [holder, key] = places[Math.floor(draw() * places.length)];
    const how = draw();
    if (how < 0.15) delete holder[key];
    else if (how < 0.3) holder[['more', '__proto__', 'length0', 'map'][Math.floor(draw() * 4)]] = 1;
    else if (how < 0.45) holder[key] = places[Math.floor(draw() * places.length)][0];
    else holder[key] = HOSTILE[Math.floor(draw() * HOSTILE.length)]();
  }
  return copy;
}

/** Everything that the page works out of what it believes. */
function drawn({ method, args }, message) {
  const { value, event } = message;
  const graph = value?.graph;
  if (graph?.nodes) studied(graph);
  if (method === 'run' && value) {
    fit(value.view, { width: 300, height: 200 });
    if (value.data) include(value.view, Array.from(value.data.x, (x, k) => [x, value.data.y[k]]));
  }
  if (event?.event === 'steps') {
    const path = extend(emptyPath(args.start.length), event);
    strokes(path, ([x, y]) => [x, y]);
    seriesOf(path, ['x', 'y']);
  }
  const land = event?.landscape ?? (method === 'landscape' && value);
  if (land) bands({ ...land, values: land.values }, { x: [0, 1], y: [0, 1] }) && levels(land.values);
  if (method === 'explain' && value) markFactors(value.derivation);
  if (method === 'descend' && value) around([value.point]);
}

function studied(graph) {
  const steps = stepsOf(graph);
  for (const step of steps) assert.equal(typeof words(step.sentence), 'string');
  known(graph, steps, steps.length);
  nodeNames(withDerivedNames(graph, []));
  groupsOf(graph);
  const folded = foldGraph(graph, closedAtFirst(graph));
  if (isDrawable(folded)) layoutGraph(folded, placesOf(folded));
  if (graph.nodes.length === 0) return;
  linesOf(graph, graph.nodes[0].id, 'x = 1\n');
  changedNodes(graph, withValues(graph, { n0: 2 }));
  withInstance(graph, 'f0', 1, { values: { n0: 1 }, gradients: {}, locals: [], takes: [] });
}

test('each honest message passes, and can be drawn', () => {
  const seen = new Set();
  for (let seed = 0; seed < SEEDS / 4; seed += 1) {
    const { asked, message } = honest(randomFrom(seed));
    assert.equal(problemOf(structuredClone(message), () => ({ ...asked })), '', `seed ${seed}: ${asked.method}`);
    drawn(asked, message);
    seen.add(asked.method);
  }
  assert.equal(seen.size, Object.keys(methods).length);
});

test('a forged message is refused, or can be drawn as if it were honest', () => {
  const told = { passed: 0, refused: 0 };
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const draw = randomFrom(seed);
    const { asked, message } = honest(draw);
    const arrived = structuredClone(forged(message, draw));
    const began = performance.now();
    const problem = problemOf(arrived, () => ({ ...asked }));
    assert.ok(performance.now() - began < 500, `seed ${seed} took ${performance.now() - began} ms`);
    told[problem ? 'refused' : 'passed'] += 1;
    if (!problem) drawn(asked, arrived);
  }
  assert.ok(told.refused > SEEDS * 0.6 && told.passed > SEEDS * 0.02, JSON.stringify(told));
  assert.equal({}.polluted, undefined);
});

test('answers whose parts do not fit together are refused', () => {
  const draw = randomFrom(1);
  const run = { asked: { method: 'run', args: {} }, value: FITTING.run(valueOf({ ref: 'RunResult' }, draw), draw) };
  const node = { ...valueOf(definitions.GraphNode, draw), frame: null, output: false };
  const graph = (change) => ({ ...run.value, traversal: [], graph: { ...run.value.graph, frames: [], nodes: ['n0', 'n1'].map((id) => ({ ...node, id })), edges: [], ...change } });
  const edge = { from: 'n0', to: 'n1', local: 1, slot: 0 };
  const frame = { id: 'f0', parent: null, count: 2, index: 0, label: '' };
  const deep = Array.from({ length: 40 }, (_, k) => ({ ...frame, id: `f${k}`, parent: k ? `f${k - 1}` : null }));
  const wrong = {
    'an edge to nowhere': graph({ edges: [{ ...edge, to: 'n7' }] }),
    'an edge that leads back': graph({ edges: [{ ...edge, from: 'n1', to: 'n0' }] }),
    'an edge to itself': graph({ edges: [{ ...edge, to: 'n0' }] }),
    'two nodes of a name': graph({ nodes: [{ ...node, id: 'n0' }, { ...node, id: 'n0' }] }),
    'two outputs': graph({ nodes: ['n0', 'n1'].map((id) => ({ ...node, id, output: true })) }),
    'a frame in a later one': graph({ frames: [{ ...frame, parent: 'f1' }, { ...frame, id: 'f1' }] }),
    'a repetition that there is not': graph({ frames: [{ ...frame, index: 2 }] }),
    'frames without end': graph({ frames: deep }),
    'a node in no frame': graph({ nodes: [{ ...node, id: 'n0', frame: 'f0' }] }),
    'a row of no node': { ...graph({}), traversal: [{ ...valueOf(definitions.TraversalRow, draw), node: 'n9' }] },
    'a view without width': { ...graph({}), view: { x: [1, 1], y: [0, 1] } },
    'data of two lengths': { ...graph({}), data: { x: numbers(draw, 2), y: numbers(draw, 3), label: null, plane: 'data' } },
  };
  const problem = (value) => problemOf({ kind: 'result', id: 1, value }, () => run.asked);
  assert.equal(problem(graph({ edges: [edge], frames: [frame] })), '');
  assert.equal(problem(graph({ edges: [{ ...edge, from: 'n1', to: 'n0', carried: true }] })), '');
  for (const [what, value] of Object.entries(wrong)) assert.match(problem(value), /do not fit/, what);
});

test('events and answers whose parts do not fit together, or not the question, are refused', () => {
  const draw = randomFrom(3);
  const event = (method, value) => problemOf({ kind: 'event', id: 1, event: value }, () => ({ method, args: ARGS }));
  const answer = (method, value) => problemOf({ kind: 'result', id: 1, value }, () => ({ method, args: ARGS }));
  const found = { event: 'numbers', names: ['x', 'y'], point: [1, 2], loss: 1, gradient: [1, 2] };
  const steps = { event: 'steps', first: 0, points: new Float64Array(4), losses: new Float64Array(2), gradientNorms: new Float64Array(2) };
  const check = { verdict: 'none', numeric: null, left: null, right: null };
  const witness = { point: [1], checks: [check], remarks: [] };
  const sight = FITTING.look(valueOf({ ref: 'Sight' }, draw), draw);
  const plane = FITTING.predict(valueOf({ ref: 'Prediction' }, draw), draw);
  const end = FITTING.descend(valueOf({ ref: 'DescentEnd' }, draw), draw);
  const values = { values: {}, gradients: {}, locals: [1], takes: [null] };
  const run = { ...FITTING.run(valueOf({ ref: 'RunResult' }, draw), draw), closedForm: null };
  const answered = { passed: true, message: '', line: null, graph: null, wrongNode: null, output: '', table: { head: ['a'], rows: [['b']] } };
  const fine = [event('run', found), event('descend', steps), event('witness', { event: 'witness', ...witness }), answer('witness', witness), answer('look', sight),
    answer('predict', plane), answer('descend', end), answer('instance', values), answer('run', run), answer('check', answered)];
  assert.deepEqual(fine, fine.map(() => ''));
  const wrong = [
    event('run', { ...found, names: ['x'] }), event('run', { ...found, gradient: [1] }),
    event('descend', { ...steps, gradientNorms: new Float64Array(3) }), event('witness', { event: 'witness', ...witness, point: [] }), answer('witness', { ...witness, checks: [check, check] }),
    answer('look', { ...sight, parameters: [] }),
    answer('predict', { ...plane, width: 1, values: plane.values.slice(0, plane.height) }), answer('predict', { ...plane, yRange: null }), answer('predict', { ...plane, values: plane.values.slice(1) }),
    answer('descend', { ...end, steps: 51 }), answer('descend', { ...end, point: [1] }),
    answer('landscape', { width: 9, height: 1, values: new Float64Array(9) }), answer('instance', { ...values, takes: [] }),
    answer('run', { ...run, parameters: [], view: { ...run.view, y: null } }), answer('run', { ...run, best: { name: '', point: [1], loss: 1 } }),
    answer('run', { ...run, closedForm: { name: '', loss: 1, gradients: [1] } }), answer('run', { ...run, view: { ...run.view, y: null } }),
    answer('check', { ...answered, table: { head: ['a'], rows: [['b', 'c']] } }),
    answer('check', { ...answered, graph: { ...run.graph, frames: [{ id: 'f0', parent: 'f0', count: 2, index: 0, label: '' }] } }),
  ];
  wrong.forEach((said, k) => assert.match(said, /do not fit together/, `case ${k}`));
});

test('each bound of a form is held', () => {
  const draw = randomFrom(2);
  const answer = (method, value) => problemOf({ kind: 'result', id: 1, value }, () => ({ method, args: ARGS }));
  const land = { width: 2, height: 2, values: new Float64Array(4) };
  const evaluation = { loss: 1, gradient: [1, 2] };
  const lap = { name: 'x', seconds: 1, calls: 1, gradient: [] };
  const steps = { event: 'steps', first: 0, points: new Float64Array(4), losses: new Float64Array(2), gradientNorms: new Float64Array(2) };
  const event = (change) => problemOf({ kind: 'event', id: 1, event: { ...steps, ...change } }, () => ({ method: 'descend', args: ARGS }));
  const graph = { ...graphOf(draw), frames: [], edges: [], nodes: [{ ...valueOf(definitions.GraphNode, draw), id: 'n0', frame: null }] };
  const check = { passed: true, message: '', line: null, graph, wrongNode: null, output: '' };
  const named = (id) => ({ ...check, graph: { ...graph, nodes: [{ ...graph.nodes[0], id }] } });
  for (const fine of [answer('landscape', land), answer('evaluate', evaluation), answer('race', { laps: [lap] }), answer('check', check), answer('nudge', { values: { n0: 1 } }), event({})]) assert.equal(fine, '');
  /** @type {[string, RegExp][]} */
  const wrong = [
    [answer('landscape', { ...land, values: new Float64Array(5) }), /do not fit/],
    [answer('landscape', { ...land, values: new Float64Array(new ArrayBuffer(800), 0, 4) }), /array of numbers/],
    [answer('landscape', { ...land, values: [0, 0, 0, 0] }), /array of numbers/],
    [answer('landscape', { ...land, width: -2, height: -2 }), /whole number/],
    [answer('landscape', { ...land, width: 2.5 }), /whole number/],
    [event({ first: 2_000_000 }), /whole number/],
    [event({ points: new Float64Array(6) }), /do not fit/],
    [event({ losses: new Float64Array(3) }), /do not fit/],
    [answer('evaluate', { ...evaluation, more: 1 }), /not known/],
    [answer('evaluate', JSON.parse('{"loss":1,"gradient":[1,2],"__proto__":{}}')), /not known/],
    [answer('evaluate', { ...evaluation, loss: '1' }), /not a number/],
    [answer('evaluate', Object.assign(new Map(), evaluation)), /not an object/],
    [answer('evaluate', Object.assign(new Error('x'), evaluation)), /not an object/],
    [answer('race', { laps: [{ ...lap, seconds: Infinity }] }), /finite/],
    [answer('race', { laps: [{ ...lap, name: 'x'.repeat(1001) }] }), /longer/],
    [answer('race', { laps: new Array(21).fill(lap) }), /more than 20/],
    [answer('check', { ...check, passed: 1 }), /neither true/],
    [answer('check', named('constructor')), /this kind/],
    [answer('check', named('__proto__')), /this kind/],
    [answer('nudge', { values: { valueOf: 1 } }), /this kind/],
    [answer('nudge', { values: Object.fromEntries(Array.from({ length: 8001 }, (_, k) => [`n${k}`, 1])) }), /more than 8000/],
  ];
  wrong.forEach(([said, expected], k) => assert.match(said, expected, `case ${k}`));
});

test('each step of a descent comes once, and none that was not asked for', () => {
  const packet = (first, count) => ({ kind: 'event', id: 1, event: { event: 'steps', first, points: new Float64Array(2 * count), losses: new Float64Array(count), gradientNorms: new Float64Array(count) } });
  const heard = (...packets) => {
    const asked = { method: 'descend', args: ARGS };
    return packets.map((each) => problemOf(each, () => asked)).filter(Boolean).length;
  };
  assert.equal(heard(packet(0, 20), packet(20, 31)), 0);
  assert.equal(heard(packet(0, 20), packet(0, 20)), 1);
  assert.equal(heard(packet(20, 20)), 1);
  assert.equal(heard(packet(0, 52)), 1);
});

/** As many nodes and edges as there may be. @param {(k: number) => number} from */
function largest(from) {
  const node = (k) => ({ id: `n${k}`, kind: k ? 'operation' : 'leaf', output: k === 7999, op: 'add', symbol: '+', name: null, value: 1, gradient: 1, line: 1 + (k >> 4), frame: k ? `f${k % 64}` : null });
  const edges = Array.from({ length: 12_000 }, (_, k) => ({ from: `n${from(1 + (k % 7999))}`, to: `n${1 + (k % 7999)}`, local: 1, slot: 0 }));
  const frames = Array.from({ length: 64 }, (_, k) => ({ id: `f${k}`, parent: k % 20 ? `f${k - 1}` : null, count: 2, index: 0, label: '' }));
  return { nodes: Array.from({ length: 8000 }, (_, k) => node(k)), edges, frames, size: 8000, summary: null };
}

for (const [what, from] of Object.entries({ 'a chain': (k) => k - 1, 'a star': () => 0 })) {
  test(`the largest graph that passes is studied in time: ${what}`, () => {
    const graph = largest(from);
    const value = { passed: true, message: '', line: null, graph, wrongNode: null, output: '' };
    assert.equal(problemOf({ kind: 'result', id: 1, value }, () => ({ method: 'check', args: {} })), '');
    const began = process.cpuUsage();
    const steps = stepsOf(graph);
    known(graph, steps, steps.length);
    isDrawable(foldGraph(graph, closedAtFirst(graph)));
    const { user } = process.cpuUsage(began);
    assert.ok(user < 1_500_000, `${user / 1000} ms`);
  });
}
