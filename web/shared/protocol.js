/**
 * The messages between the page and the Python worker, and the data that they carry.
 *
 * Types only: nothing here runs. The page side is `web/app/python-client.js`, the worker side
 * `web/sandbox/worker.js`, and what the data means is decided in `py_engine/classroom/api.py`,
 * whose methods return exactly these shapes.
 *
 *     page                                            worker (behind the sandboxed frame)
 *       | -- {kind:'call', id, method, args} ----------> |
 *       | <- {kind:'event', id, event} (any number) ---- |   prints, descent steps, progress
 *       | -- {kind:'cancel', id} ----------------------> |   ends a streaming call early
 *       | <- {kind:'result', id, value} ---------------- |   exactly one of these two
 *       | <- {kind:'error', id, error} ----------------- |
 *
 * A worker that is terminated answers nothing; the client rejects its pending calls with `Stopped`.
 *
 * @module protocol
 */

/** @typedef {{kind: 'call', id: number, method: Method, args: object}} CallMessage */
/** @typedef {{kind: 'cancel', id: number}} CancelMessage */
/** @typedef {CallMessage | CancelMessage} PageMessage */

/** @typedef {{kind: 'ready', boot: 'snapshot' | 'plain', python: string, engine: string}} ReadyMessage */
/** @typedef {{kind: 'failed', error: LearnerError}} FailedMessage */
/** @typedef {{kind: 'progress', stage: string, loaded: number, total: number}} ProgressMessage bytes */
/** @typedef {{kind: 'event', id: number, event: StreamEvent}} EventMessage */
/** @typedef {{kind: 'result', id: number, value: unknown}} ResultMessage */
/** @typedef {{kind: 'error', id: number, error: LearnerError}} ErrorMessage */
/** @typedef {ReadyMessage | FailedMessage | ProgressMessage | EventMessage | ResultMessage | ErrorMessage} WorkerMessage */

/**
 * The methods of `py_engine.classroom.api.Classroom`, by name. Each takes one object of arguments.
 *
 * - `run` {@link RunArgs} -> {@link RunResult}: compile the learner's code, and look at its loss at
 *   the start; streams {@link NumbersEvent} once. Later methods speak of the loss of the last successful `run`.
 * - `evaluate` {@link EvaluateArgs} -> {@link Evaluation}: value and gradient at another point.
 * - `look` {@link EvaluateArgs} -> {@link Sight}: all numbers that are shown, at another point.
 * - `witness` -> {@link Witness}: are the numbers of the last `run` or `look` to be believed? Streams
 *   {@link WitnessEvent}s with what is known so far.
 * - `predict` {@link EvaluateArgs} -> {@link Prediction}, or null where the learner's code has no
 *   `predict(datum..., *parameters)` or no data of its own.
 * - `descend` {@link DescendArgs} -> {@link DescentEnd}; streams {@link StepsEvent}.
 * - `landscape` {@link LandscapeArgs} -> {@link Landscape}; streams coarser {@link LandscapeEvent}s first.
 * - `instance` `{template: string, index: number}` -> {@link InstanceValues}: one of the N repetitions.
 * - `nudge` `{point: number[], node: string, by: number}` -> {@link Nudge}: a node of the drawn graph, changed.
 * - `explain` -> {@link Explanation}: emitted Python, WebAssembly text, derivation.
 * - `race` -> {@link RaceResult}; streams `{event:'lap', lap: RaceLap}`.
 * - `check` {@link CheckArgs} -> {@link CheckResult}: an exercise of the course.
 * @typedef {'run' | 'evaluate' | 'look' | 'witness' | 'predict' | 'descend' | 'landscape' | 'instance' | 'nudge' | 'explain' | 'race' | 'check'} Method
 */

/** @typedef {StdoutEvent | NumbersEvent | FaultEvent | WitnessEvent | StepsEvent | LandscapeEvent | LapEvent} StreamEvent */
/** @typedef {{event: 'stdout', text: string}} StdoutEvent */
/**
 * Compiled code was found to be wrong, with the answer of any call. The loss runs eagerly from then
 * on; what had come of compiled code (landscapes, descents, evaluations) is to be asked for again.
 * @typedef {{event: 'fault', remark: Remark}} FaultEvent
 */
/**
 * The loss and its gradient at the start, before all that takes longer to find out.
 * @typedef {{event: 'numbers', names: string[], point: number[], loss: number, gradient: number[]}} NumbersEvent
 */
/** @typedef {{event: 'lap', lap: RaceLap}} LapEvent */

/**
 * An error as data. `message` is one plain sentence or two, in the learner's terms; `hint` is what
 * to try. `line` is 1-based in the learner's own code. `trace` names only the learner's own frames.
 * @typedef {object} LearnerError
 * @property {string} type  Python's name of it: 'SyntaxError', 'GradientError', ...
 * @property {string} message
 * @property {string | null} hint
 * @property {number | null} line
 * @property {number | null} column  1-based; null where Python does not know
 * @property {{line: number, function: string, text: string}[]} trace  outermost first
 */

/** @typedef {{code: string, engine?: string | null}} RunArgs `engine`: source of the student's own Node class */

/**
 * @typedef {object} Parameter
 * @property {string} name
 * @property {number} value     where the loss was evaluated: the default of the function's parameter
 * @property {number} gradient  by the engine
 */

/**
 * An independent look at the numbers that are shown: the learner's function itself, on plain floats.
 * `checks`: for the first parameters, as many as there was time for; none where the loss is not the
 * same when it is called again, which `remarks` say then.
 * @typedef {{point: number[], checks: Check[], remarks: Remark[]}} Witness
 */
/** @typedef {{event: 'witness', point: number[], checks: Check[], remarks: Remark[]}} WitnessEvent */
/**
 * The slope in one parameter, from values nearby, beside the gradient.
 * @typedef {object} Check
 * @property {'agrees' | 'differs' | 'kink' | 'jump' | 'none'} verdict  'none': the loss has no value nearby
 * @property {number | null} numeric  the slope; at a kink, halfway between both sides; null at a jump, and for 'none'
 * @property {number | null} left   the slope on the left
 * @property {number | null} right  the slope on the right
 */
/**
 * What to know of the numbers at a point ('note'), or what is wrong: with the learner's code
 * ('problem'), or with ours ('ours').
 * @typedef {object} Remark
 * @property {'note' | 'problem' | 'ours'} kind
 * @property {string} message
 * @property {number | null} line   of the learner's code
 * @property {string | null} node   the id of the drawn node that is to blame
 * @property {string | null} report  of a mistake of ours: a text to be sent to those who can mend it
 */

/**
 * @typedef {object} RunResult
 * @property {number} loss
 * @property {Parameter[]} parameters
 * @property {ClosedForm | null} closedForm  where the loss is found to be the lecture's on the learner's points
 * @property {Optimum | null} best   the best-known minimum (Weiszfeld's for the lecture's problem)
 * @property {DataPoints | null} data  the points that the loss is about, to draw on the map
 * @property {Graph} graph
 * @property {TraversalRow[]} traversal  reverse topological order, of the drawn graph
 * @property {View} view   the part of the plane (or line) worth looking at first
 * @property {string[]} notes  what the student should know: "the loss is random: ..."
 * @property {number} seconds
 */
/** @typedef {{name: string, loss: number, gradients: number[]}} ClosedForm */
/** @typedef {{name: string, point: number[], loss: number}} Optimum */
/**
 * `plane`: whether the points lie where the parameters do, to be drawn on the map ('parameters':
 * the loss measures how far the parameters are from them), or in a plane of their own ('data':
 * a regression's, a classifier's).
 * @typedef {{x: Float64Array, y: Float64Array, label: Float64Array | null, plane: 'parameters' | 'data'}} DataPoints
 */
/** @typedef {{x: [number, number], y: [number, number] | null}} View  [low, high] of the first two parameters */

/**
 * The computational graph, rolled: what repeats is there once, in a frame with its count, showing
 * the values of one of its repetitions.
 * @typedef {object} Graph
 * @property {GraphNode[]} nodes  in evaluation order
 * @property {GraphEdge[]} edges
 * @property {GraphFrame[]} frames
 * @property {number} size   how many operations the unrolled graph has
 * @property {string | null} summary  set when there are too many nodes to draw, which are then left out
 * @property {string} [expression]  what it is the graph of, on the bench of an exercise
 */
/**
 * @typedef {object} GraphNode
 * @property {string} id
 * @property {'leaf' | 'constant' | 'operation'} kind
 * @property {boolean} output
 * @property {string} op      the primitive: 'sub', 'pow', 'sqrt', ...; '' for leaves and constants
 * @property {string} symbol  as drawn: '−', '^2', '√', 'x'
 * @property {string | null} name   the learner's own name for it, where the code has one
 * @property {number} value
 * @property {number | null} gradient  null for constants
 * @property {number | null} line   of the learner's code
 * @property {string | null} frame  the id of the frame it is drawn in
 */
/** @typedef {{from: string, to: string, local: number, slot: number, carried?: boolean, begins?: boolean, takes?: Taken | null}} GraphEdge `local`: d to / d from; `slot`: which operand; `carried`: from the previous repetition; `begins`: to the first repetition alone */
/**
 * What an operation took, where that is not the number that `from` shows: the `value`, and which
 * repetition it is `of`, by the frames of `from`, outermost first; null for a number that the first
 * repetition begins with. Without a value, the edge is not used in the repetition that is shown.
 * @typedef {{value: number | null, of: number[] | null}} Taken
 */
/** @typedef {{id: string, parent: string | null, count: number, index: number, label: string}} GraphFrame */
/** @typedef {{node: string, operation: string, value: number, gradient: number, line: number | null}} TraversalRow */
/** @typedef {{values: Record<string, number>, gradients: Record<string, number>, locals: number[], takes: (Taken | null)[]}} InstanceValues by node id; locals and takes in the order of Graph.edges */

/** Values by node id; those that are not named stay. @typedef {{values: Record<string, number>}} Nudge */

/** @typedef {{point: number[]}} EvaluateArgs */
/** @typedef {{loss: number, gradient: number[]}} Evaluation */
/**
 * What a {@link RunResult} says of its start, at another point; frames show their first repetition
 * or the one that `instance` asked for last.
 * @typedef {Pick<RunResult, 'loss' | 'parameters' | 'closedForm' | 'graph' | 'traversal'>} Sight
 */
/**
 * What the learner's `predict` says over the plane (or line) of the data, row by row from the low y;
 * nan where it has no answer. `boundary`: halfway between the data's two labels, where there are two.
 * @typedef {object} Prediction
 * @property {1 | 2} inputs  numbers in a datum
 * @property {[number, number]} xRange
 * @property {[number, number] | null} yRange  null for one input: `values` are then the heights
 * @property {number} width
 * @property {number} height
 * @property {Float64Array} values
 * @property {number | null} boundary
 */

/**
 * @typedef {object} DescendArgs
 * @property {number[]} start
 * @property {'gradient descent' | 'momentum' | 'nesterov' | 'adagrad' | 'rmsprop' | 'adam'} optimizer
 * @property {number} rate
 * @property {number} steps  at most 1,000,000
 * @property {{size: number, seed: number} | null} [batches]  where the loss is a mean over data
 */
/** @typedef {{event: 'steps', first: number, points: Float64Array, losses: Float64Array, gradientNorms: Float64Array}} StepsEvent `points`: step by step, each of as many numbers as there are parameters */
/**
 * @typedef {object} DescentEnd
 * @property {'converged' | 'diverged' | 'not finite' | 'steps done' | 'cancelled'} reason
 * @property {string} message  the reason in a sentence: "Step 12: the loss grew 10^6 times. Halve the rate."
 * @property {number} steps
 * @property {number[]} point
 * @property {number} loss
 */

/**
 * @typedef {object} LandscapeArgs
 * @property {number} x  index of the parameter along x
 * @property {number | null} y  index of the parameter along y; null for a curve
 * @property {number[]} held  a value for every parameter; those of x and y are not looked at
 * @property {[number, number]} xRange
 * @property {[number, number] | null} yRange
 * @property {number} width   samples along x
 * @property {number} height  samples along y; 1 for a curve
 */
/** @typedef {{width: number, height: number, values: Float64Array}} Landscape row by row from the low y; nan where the loss has no value */
/** @typedef {{event: 'landscape', landscape: Landscape}} LandscapeEvent */

/** @typedef {{python: string, wat: string | null, wasmBytes: number | null, derivation: DerivationStep[], reason: string | null}} Explanation `reason`: why the loss is not compiled, where it is not */
/** @typedef {{tex: string, words: string, nodes: string[]}} DerivationStep `nodes`: ids in the drawn graph */
/** @typedef {{name: string, seconds: number, calls: number, gradient: number[]}} RaceLap */
/** @typedef {{laps: RaceLap[]}} RaceResult */

/**
 * `files`: the exercise's own, by name (exercise.toml, check.py, starter.py, program.py);
 * `engine`: source of the student's own Node class, which the exercise imports as `my_engine`;
 * `anyNames`: the answer is an engine, whose class and attributes may be called anything; `causes`:
 * whether the cause of a failure is searched for, which takes up to a second.
 * @typedef {{files: Record<string, string>, answer: string, engine?: string | null, seconds?: number, anyNames?: boolean, causes?: boolean}} CheckArgs
 */
/** @typedef {{head: string[], rows: string[][]}} CheckTable */
/**
 * `table` holds what a failure is seen by, expected and the student's side by side; its last column
 * says where they differ.
 * @typedef {{passed: boolean, message: string, line: number | null, graph: Graph | null, wrongNode: string | null, output: string, table?: CheckTable | null}} CheckResult
 */

export {};
