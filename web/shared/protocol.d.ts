/**
 * Made of protocol.json, by the build: change that.
 *
 * @module protocol
 */

/** What the page sends. `cancel` ends a streaming call early. */
export type PageMessage = CallMessage | CancelMessage;

export interface CallMessage {
  kind: 'call';
  id: CallId;
  method: Method;
  args: Args;
}

export interface CancelMessage {
  kind: 'cancel';
  id: CallId;
}

/** What a worker sends: `ready` or `failed` once, then what belongs to a call. */
export type WorkerMessage = ReadyMessage | FailedMessage | EventMessage | ResultMessage | ErrorMessage;

export interface ReadyMessage {
  kind: 'ready';
  boot: 'snapshot' | 'plain';
  python: string;
  engine: string;
}

export interface FailedMessage {
  kind: 'failed';
  error: LearnerError;
}

export interface EventMessage {
  kind: 'event';
  id: CallId;
  event: StreamEvent;
}

/** `value`: of the type that the call's method gives */
export interface ResultMessage {
  kind: 'result';
  id: CallId;
  value: unknown;
}

export interface ErrorMessage {
  kind: 'error';
  id: CallId;
  error: LearnerError;
}

export type CallId = number;

/** Of the type that the method takes. */
export interface Args {
}

/** The methods of `classroom.api.Classroom`; see `methods` above. */
export type Method = 'run' | 'evaluate' | 'look' | 'witness' | 'predict' | 'descend' | 'landscape' | 'instance' | 'nudge' | 'explain' | 'race' | 'check';

export type StreamEvent = StdoutEvent | NumbersEvent | FaultEvent | WitnessEvent | StepsEvent | LandscapeEvent | LapEvent;

export interface StdoutEvent {
  event: 'stdout';
  text: string;
}

/** The loss and its gradient at the start, before all that takes longer to find out. */
export interface NumbersEvent {
  event: 'numbers';
  names: Name[];
  point: Point;
  loss: number;
  gradient: Point;
}

/**
 * Compiled code was found to be wrong, with the answer of any call. The loss runs eagerly from then
 * on; what had come of compiled code (landscapes, descents, evaluations) is to be asked for again.
 */
export interface FaultEvent {
  event: 'fault';
  remark: Remark;
}

export interface WitnessEvent {
  event: 'witness';
  point: Point;
  checks: Check[];
  remarks: Remark[];
}

export interface StepsEvent {
  event: 'steps';
  first: number;
  /** step by step, each of as many numbers as there are parameters */
  points: Float64Array;
  losses: Float64Array;
  gradientNorms: Float64Array;
}

export interface LandscapeEvent {
  event: 'landscape';
  landscape: Landscape;
}

export interface LapEvent {
  event: 'lap';
  lap: RaceLap;
}

/** In the learner's code. */
export type Name = string;

/** A sentence or two, in the learner's terms. */
export type Message = string;

/** Of the learner's own code, from 1. */
export type Line = number;

/** Of a drawn node. */
export type NodeId = string;

/** Of a frame of the drawing. */
export type FrameId = string;

/** A number for each parameter, in their order. */
export type Point = number[];

/** [low, high] */
export type Range = [number, number];

/** An error as data. `message` is one plain sentence or two, in the learner's terms. */
export interface LearnerError {
  /** Python's name of it: 'SyntaxError', 'GradientError', ... */
  type: string;
  message: Message;
  /** what to try */
  hint: Message | null;
  line: Line | null;
  /** from 1; null where Python does not know */
  column: number | null;
  /** only the learner's own frames, outermost first */
  trace: TraceEntry[];
}

export interface TraceEntry {
  line: Line;
  function: Name;
  text: Message;
}

export interface RunArgs {
  code: string;
  /** source of the student's own Node class */
  engine?: string | null;
}

export interface Parameter {
  name: Name;
  /** where the loss was evaluated: the default of the function's parameter */
  value: number;
  /** by the engine */
  gradient: number;
}

/**
 * An independent look at the numbers that are shown: the learner's function itself, on plain
 * floats. `checks`: for the first parameters, as many as there was time for; none where the loss is
 * not the same when it is called again, which `remarks` say then.
 */
export interface Witness {
  point: Point;
  checks: Check[];
  remarks: Remark[];
}

/** The slope in one parameter, from values nearby, beside the gradient. */
export interface Check {
  /** 'none': the loss has no value nearby */
  verdict: 'agrees' | 'differs' | 'kink' | 'jump' | 'none';
  /** the slope; at a kink, halfway between both sides; null at a jump, and for 'none' */
  numeric: number | null;
  /** the slope on the left */
  left: number | null;
  /** the slope on the right */
  right: number | null;
}

/**
 * What to know of the numbers at a point ('note'), or what is wrong: with the learner's code
 * ('problem'), or with ours ('ours').
 */
export interface Remark {
  kind: 'note' | 'problem' | 'ours';
  message: Message;
  line: Line | null;
  /** the drawn node that is to blame */
  node: NodeId | null;
  /** of a mistake of ours: a text to be sent to those who can mend it */
  report: string | null;
}

export interface RunResult {
  loss: number;
  parameters: Parameter[];
  /** where the loss is found to be the lecture's on the learner's points */
  closedForm: ClosedForm | null;
  /** the best-known minimum (Weiszfeld's for the lecture's problem) */
  best: Optimum | null;
  /** the points that the loss is about, to draw on the map */
  data: DataPoints | null;
  graph: Graph;
  /** reverse topological order, of the drawn graph */
  traversal: TraversalRow[];
  /** the part of the plane (or line) worth looking at first */
  view: View;
  /** what the student should know: "the loss is random: ..." */
  notes: Message[];
  seconds: number;
}

export interface ClosedForm {
  name: Name;
  loss: number;
  gradients: Point;
}

export interface Optimum {
  name: Name;
  point: Point;
  loss: number;
}

/**
 * `plane`: whether the points lie where the parameters do, to be drawn on the map ('parameters':
 * the loss measures how far the parameters are from them), or in a plane of their own ('data': a
 * regression's, a classifier's).
 */
export interface DataPoints {
  x: Float64Array;
  y: Float64Array;
  label: Float64Array | null;
  plane: 'parameters' | 'data';
}

/** Of the first two parameters. */
export interface View {
  x: Range;
  y: Range | null;
}

/**
 * The computational graph, rolled: what repeats is there once, in a frame with its count, showing
 * the values of one of its repetitions.
 */
export interface Graph {
  /** in evaluation order */
  nodes: GraphNode[];
  edges: GraphEdge[];
  frames: GraphFrame[];
  /** how many operations the unrolled graph has */
  size: number;
  /** set when there are too many nodes to draw, which are then left out */
  summary: Message | null;
  /** what it is the graph of, on the bench of an exercise */
  expression?: string;
}

export interface GraphNode {
  id: NodeId;
  kind: 'leaf' | 'constant' | 'operation';
  output: boolean;
  /** the primitive: 'sub', 'pow', 'sqrt', ...; '' for leaves and constants */
  op: string;
  /** as drawn: '−', '^2', '√', 'x' */
  symbol: string;
  /** the learner's own name for it, where the code has one */
  name: Name | null;
  value: number;
  /** null for constants */
  gradient: number | null;
  line: Line | null;
  /** the frame it is drawn in */
  frame: FrameId | null;
}

export interface GraphEdge {
  from: NodeId;
  to: NodeId;
  /** d to / d from */
  local: number;
  /** which operand */
  slot: number;
  /** from the previous repetition */
  carried?: boolean;
  /** to the first repetition alone */
  begins?: boolean;
  takes?: Taken | null;
}

/**
 * What an operation took, where that is not the number that `from` shows: the `value`, and which
 * repetition it is `of`, by the frames of `from`, outermost first; null for a number that the first
 * repetition begins with. Without a value, the edge is not used in the repetition that is shown.
 */
export interface Taken {
  value: number | null;
  of: number[] | null;
}

export interface GraphFrame {
  id: FrameId;
  parent: FrameId | null;
  count: number;
  index: number;
  label: string;
}

export interface TraversalRow {
  node: NodeId;
  operation: string;
  value: number;
  gradient: number;
  line: Line | null;
}

export interface InstanceArgs {
  template: string;
  index: number;
}

/** By node id; locals and takes in the order of Graph.edges. */
export interface InstanceValues {
  values: ByNode;
  gradients: ByNode;
  locals: number[];
  takes: (Taken | null)[];
}

export type ByNode = Record<string, number>;

export interface NudgeArgs {
  point: Point;
  node: string;
  by: number;
}

/** Values by node id; those that are not named stay. */
export interface Nudge {
  values: ByNode;
}

export interface EvaluateArgs {
  point: Point;
}

export interface Evaluation {
  loss: number;
  gradient: Point;
}

/**
 * What a RunResult says of its start, at another point; frames show their first repetition or the
 * one that `instance` asked for last.
 */
export interface Sight {
  loss: number;
  parameters: Parameter[];
  closedForm: ClosedForm | null;
  graph: Graph;
  traversal: TraversalRow[];
}

/**
 * What the learner's `predict` says over the plane (or line) of the data, row by row from the low
 * y; nan where it has no answer. `boundary`: halfway between the data's two labels, where there are
 * two.
 */
export interface Prediction {
  /** numbers in a datum */
  inputs: number;
  xRange: Range;
  /** null for one input: `values` are then the heights */
  yRange: Range | null;
  width: number;
  height: number;
  values: Float64Array;
  boundary: number | null;
}

export interface DescendArgs {
  start: Point;
  optimizer: 'gradient descent' | 'momentum' | 'nesterov' | 'adagrad' | 'rmsprop' | 'adam' | 'line search' | 'l-bfgs' | 'newton';
  rate: number;
  steps: number;
  /** where the loss is a mean over data */
  batches?: Batches | null;
}

export interface Batches {
  size: number;
  seed: number;
}

export interface DescentEnd {
  reason: 'converged' | 'diverged' | 'not finite' | 'steps done' | 'cancelled';
  /** the reason in a sentence: "Step 12: the loss grew 10^6 times. Halve the rate." */
  message: Message;
  steps: number;
  point: Point;
  loss: number;
}

export interface LandscapeArgs {
  /** index of the parameter along x */
  x: number;
  /** index of the parameter along y; null for a curve */
  y: number | null;
  /** a value for every parameter; those of x and y are not looked at */
  held: Point;
  xRange: Range;
  yRange: Range | null;
  /** samples along x */
  width: number;
  /** samples along y; 1 for a curve */
  height: number;
}

/** Row by row from the low y; nan where the loss has no value. */
export interface Landscape {
  width: number;
  height: number;
  values: Float64Array;
}

export interface Explanation {
  python: string;
  wat: string | null;
  wasmBytes: number | null;
  derivation: DerivationStep[];
  /** why the loss is not compiled, where it is not */
  reason: Message | null;
}

export interface DerivationStep {
  tex: string;
  words: Message;
  nodes: NodeId[];
}

export interface RaceLap {
  name: Name;
  seconds: number;
  calls: number;
  gradient: Point;
}

export interface RaceResult {
  laps: RaceLap[];
}

/** `files`: the exercise's own, by name (exercise.toml, check.py, starter.py, program.py). */
export interface CheckArgs {
  files: Record<string, string>;
  answer: string;
  /** source of the student's own Node class, which the exercise imports as `my_engine` */
  engine?: string | null;
  seconds?: number;
  /** the answer is an engine, whose class and attributes may be called anything */
  anyNames?: boolean;
  /** whether the cause of a failure is searched for, which takes up to a second */
  causes?: boolean;
}

export interface CheckTable {
  head: string[];
  rows: string[][];
}

/**
 * `table` holds what a failure is seen by, expected and the student's side by side; its last column
 * says where they differ.
 */
export interface CheckResult {
  passed: boolean;
  message: Message;
  line: Line | null;
  graph: Graph | null;
  wrongNode: NodeId | null;
  output: string;
  table?: CheckTable | null;
}

/**
 * What each method takes and gives. One that streams gives null where it is ended early and has
 * nothing to say.
 */
export interface Methods {
  /**
   * compile the learner's code, and look at its loss at the start. Later methods speak of the loss
   * of the last successful `run`
   */
  run: { takes: RunArgs; gives: RunResult };
  /** value and gradient at another point */
  evaluate: { takes: EvaluateArgs; gives: Evaluation };
  /** all numbers that are shown, at another point */
  look: { takes: EvaluateArgs; gives: Sight };
  /**
   * are the numbers of the last `run` or `look` to be believed? Its events tell what is known so
   * far
   */
  witness: { takes: {}; gives: Witness };
  /**
   * null where the learner's code has no `predict(datum..., *parameters)` or no data of its own
   */
  predict: { takes: EvaluateArgs; gives: Prediction | null };
  /** walk downhill */
  descend: { takes: DescendArgs; gives: DescentEnd };
  /** the loss over a part of the plane; its events are coarser */
  landscape: { takes: LandscapeArgs; gives: Landscape };
  /** one of the N repetitions of what is drawn once */
  instance: { takes: InstanceArgs; gives: InstanceValues };
  /** a node of the drawn graph, changed */
  nudge: { takes: NudgeArgs; gives: Nudge };
  /** emitted Python, WebAssembly text, derivation */
  explain: { takes: {}; gives: Explanation };
  /** the ways to the gradient, timed */
  race: { takes: {}; gives: RaceResult };
  /** an exercise of the course */
  check: { takes: CheckArgs; gives: CheckResult };
}
