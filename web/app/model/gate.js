/**
 * What the page believes of what a worker says: the form of protocol.json, and that it fits together.
 *
 * A learner's code can replace what answers, so that any message may come. What passes here can be
 * drawn: it is bounded, its lists are as long as they should be, and its graph is one. Each check
 * takes time in proportion to the message.
 *
 * @module gate
 */

import protocol from '../../shared/protocol.json' with { type: 'json' };
import { checksOf } from '../../shared/shape.js';

/** @typedef {import('../../shared/protocol.js').Method} Method */
/** @typedef {import('../../shared/protocol.js').WorkerMessage} WorkerMessage */
/** @typedef {import('../../shared/protocol.js').StreamEvent} StreamEvent */
/** @typedef {import('../../shared/protocol.js').Methods} Methods */
/** @typedef {import('../../shared/protocol.js').Graph} Graph */
/** @typedef {import('../../shared/protocol.js').GraphEdge} GraphEdge */
/** @typedef {{method: Method, args: object, steps?: number, cancelled?: boolean}} Asked  a call that waits for its answer; how many steps of a descent have come; whether the page has called it off */
/** @typedef {{gives: string, orNull?: boolean, streams?: string[]}} Told */

const checkOf = checksOf(/** @type {Record<string, import('../../shared/shape.js').Schema>} */ (protocol.definitions));
const METHODS = /** @type {Record<Method, Told>} */ (protocol.metadata.methods);
const isMessage = checkOf('WorkerMessage');
/** Frames within one another: each repeats at least twice what is in it. */
const DEEPEST = 24;
/** What may come with any call. */
const ALWAYS = ['stdout', 'fault'];

/**
 * What is wrong with a message; '' where it can be believed. What belongs to no call is not looked
 * at further: nobody hears it.
 * @param {unknown} data
 * @param {(id: number) => Asked | undefined} askedFor  the call with this number, while it waits
 */
export function problemOf(data, askedFor) {
  const problem = isMessage(data);
  if (problem) return `message${problem}`;
  const message = /** @type {WorkerMessage} */ (data);
  const asked = 'id' in message ? askedFor(message.id) : undefined;
  if (!asked) return '';
  if (message.kind === 'event') return problemOfEvent(message.event, asked);
  return message.kind === 'result' ? problemOfResult(message.value, asked) : '';
}

/** @param {StreamEvent} event @param {Asked} asked */
function problemOfEvent(event, asked) {
  const { method, args } = asked;
  const { streams = [] } = METHODS[method];
  if (![...ALWAYS, ...streams].includes(event.event)) return `${event.event}: not of the method ${method}`;
  if (event.event === 'steps' && !followsOn(event, asked)) return 'steps: not those that come next';
  const fits = /** @type {(event: any, args: any) => boolean} */ (EVENTS[event.event] ?? always);
  return fits(event, args) ? '' : `${event.event}: its parts do not fit together`;
}

/** Each step of a descent comes once, so that all of them together are no more than were asked for. @param {StepsEvent} event @param {Asked} asked */
function followsOn({ first, losses }, asked) {
  const { steps = 0 } = asked;
  asked.steps = first + losses.length;
  return first === steps;
}

/** @param {unknown} value @param {Asked} asked */
function problemOfResult(value, { method, args, cancelled }) {
  const { gives, orNull } = METHODS[method];
  if (value === null && (orNull || cancelled)) return '';
  const problem = checkOf(gives)(value);
  if (problem) return `${gives}${problem}`;
  const fits = /** @type {(value: any, args: any) => boolean} */ (RESULTS[method] ?? always);
  return fits(value, args) ? '' : `${gives}: its parts do not fit together`;
}

const always = () => true;

/** @typedef {import('../../shared/protocol.js').StepsEvent} StepsEvent */
/** @typedef {import('../../shared/protocol.js').NumbersEvent} NumbersEvent */
/** @typedef {import('../../shared/protocol.js').Landscape} Landscape */
/** @typedef {import('../../shared/protocol.js').LandscapeArgs} LandscapeArgs */
/** @typedef {import('../../shared/protocol.js').DescendArgs} DescendArgs */
/** @typedef {import('../../shared/protocol.js').EvaluateArgs} EvaluateArgs */
/** @typedef {import('../../shared/protocol.js').RunResult} RunResult */
/** @typedef {import('../../shared/protocol.js').Witness} Witness */

/** What must hold between the parts of an event, and the arguments of its call. @type {Record<string, unknown>} */
const EVENTS = {
  /** @param {NumbersEvent} event */
  numbers: ({ names, point, gradient }) => names.length === point.length && gradient.length === point.length,
  /** @param {Witness} event */
  witness: (event) => fitsWitness(event),
  /** @param {StepsEvent} event @param {DescendArgs} args */
  steps: ({ first, points, losses, gradientNorms }, { start, steps }) =>
    losses.length === gradientNorms.length && points.length === losses.length * start.length && first + losses.length <= steps + 1,
  /** @param {{landscape: Landscape}} event @param {LandscapeArgs} args */
  landscape: ({ landscape }, args) => fitsLandscape(landscape, args),
};

/** The same for answers, by method. @type {Record<string, unknown>} */
const RESULTS = {
  /** @param {RunResult} result */
  run: (result) => fitsRun(result),
  /** @param {Methods['look']['gives']} sight @param {EvaluateArgs} args */
  look: ({ parameters, graph, traversal }, { point }) => parameters.length === point.length && fitsGraph(graph) && fitsRows(traversal, graph),
  /** @param {Methods['evaluate']['gives']} evaluation @param {EvaluateArgs} args */
  evaluate: ({ gradient }, { point }) => gradient.length === point.length,
  /** @param {Witness} witness */
  witness: (witness) => fitsWitness(witness),
  /** @param {import('../../shared/protocol.js').Prediction} prediction */
  predict: ({ inputs, yRange, width, height, values }) => width > 1 && (inputs === 2) === (yRange !== null) && (inputs === 2 ? height > 1 : height === 1) && values.length === width * height,
  /** @param {import('../../shared/protocol.js').DescentEnd} end @param {DescendArgs} args */
  descend: ({ steps, point }, args) => steps <= args.steps && (point.length === args.start.length || point.length === 0),
  /** @param {Landscape} landscape @param {LandscapeArgs} args */
  landscape: (landscape, args) => fitsLandscape(landscape, args),
  /** @param {import('../../shared/protocol.js').InstanceValues} values */
  instance: ({ locals, takes }) => locals.length === takes.length,
  /** @param {import('../../shared/protocol.js').CheckResult} result */
  check: ({ graph, table }) => (!graph || fitsGraph(graph)) && (!table || table.rows.every((row) => row.length === table.head.length)),
};

/** @param {RunResult} result */
function fitsRun({ parameters, best, closedForm, data, graph, traversal, view }) {
  const size = parameters.length;
  if (size === 0 || (best && best.point.length !== size) || (closedForm && closedForm.gradients.length !== size)) return false;
  if (data && (data.x.length !== data.y.length || (data.label && data.label.length !== data.x.length))) return false;
  return [view.x, view.y].every((range) => !range || range[0] < range[1]) && (view.y !== null) === size > 1 && fitsGraph(graph) && fitsRows(traversal, graph);
}

/** @param {Pick<Witness, 'point' | 'checks'>} witness */
const fitsWitness = ({ point, checks }) => checks.length <= point.length;

/** @param {Landscape} landscape @param {LandscapeArgs} args */
const fitsLandscape = ({ width, height, values }, args) => width <= args.width && height <= args.height && values.length === width * height;

/** @param {readonly {node: string}[]} rows @param {Graph} graph */
function fitsRows(rows, { nodes }) {
  const ids = new Set(nodes.map(({ id }) => id));
  return rows.every(({ node }) => ids.has(node));
}

/**
 * One node a name and one output at most, frames within frames, edges between nodes that are there,
 * and, but for those that come from the repetition before, none that leads back.
 * @param {Graph} graph
 */
function fitsGraph({ nodes, edges, frames }) {
  const places = new Map(nodes.map(({ id }, k) => [id, k]));
  if (places.size !== nodes.length || nodes.filter(({ output }) => output).length > 1) return false;
  /** How deep each frame lies. @type {Map<string | null, number>} */
  const known = new Map([[null, 0]]);
  for (const { id, parent, count, index } of frames) {
    const depth = known.get(parent);
    if (known.has(id) || depth === undefined || depth === DEEPEST || index >= count) return false;
    known.set(id, depth + 1);
  }
  if (!nodes.every(({ frame }) => known.has(frame))) return false;
  return edges.every((edge) => edgeFits(places.get(edge.from), places.get(edge.to), edge));
}

/** @param {number | undefined} from @param {number | undefined} to  their places in the order of evaluation @param {GraphEdge} edge */
const edgeFits = (from, to, { carried }) => from !== undefined && to !== undefined && (carried || from < to);
