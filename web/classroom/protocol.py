"""The data that the classroom gives, as types.

Made of web/shared/protocol.json, by the build: change that.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import Literal, NotRequired, TypedDict

Name = str
Message = str
Line = int
NodeId = str
FrameId = str
Point = Sequence[float]
Range = Sequence[float]
ByNode = Mapping[str, float]


class StdoutEvent(TypedDict):
    """The StdoutEvent of the protocol."""

    event: Literal["stdout"]
    text: str


class NumbersEvent(TypedDict):
    """The NumbersEvent of the protocol."""

    event: Literal["numbers"]
    names: Sequence[Name]
    point: Point
    loss: float
    gradient: Point


class FaultEvent(TypedDict):
    """The FaultEvent of the protocol."""

    event: Literal["fault"]
    remark: Remark


class WitnessEvent(TypedDict):
    """The WitnessEvent of the protocol."""

    event: Literal["witness"]
    point: Point
    checks: Sequence[Check]
    remarks: Sequence[Remark]


class StepsEvent(TypedDict):
    """The StepsEvent of the protocol."""

    event: Literal["steps"]
    first: int
    points: array[float]
    losses: array[float]
    gradientNorms: array[float]


class LandscapeEvent(TypedDict):
    """The LandscapeEvent of the protocol."""

    event: Literal["landscape"]
    landscape: Landscape


class LapEvent(TypedDict):
    """The LapEvent of the protocol."""

    event: Literal["lap"]
    lap: RaceLap


class LearnerError(TypedDict):
    """The LearnerError of the protocol."""

    type: str
    message: Message
    hint: Message | None
    line: Line | None
    column: int | None
    trace: Sequence[TraceEntry]


class TraceEntry(TypedDict):
    """The TraceEntry of the protocol."""

    line: Line
    function: Name
    text: Message


class RunArgs(TypedDict):
    """The RunArgs of the protocol."""

    code: str
    engine: NotRequired[str | None]


class Parameter(TypedDict):
    """The Parameter of the protocol."""

    name: Name
    value: float
    gradient: float


class Witness(TypedDict):
    """The Witness of the protocol."""

    point: Point
    checks: Sequence[Check]
    remarks: Sequence[Remark]


class Check(TypedDict):
    """The Check of the protocol."""

    verdict: Literal["agrees", "differs", "kink", "jump", "none"]
    numeric: float | None
    left: float | None
    right: float | None


class Remark(TypedDict):
    """The Remark of the protocol."""

    kind: Literal["note", "problem", "ours"]
    message: Message
    line: Line | None
    node: NodeId | None
    report: str | None


class RunResult(TypedDict):
    """The RunResult of the protocol."""

    loss: float
    parameters: Sequence[Parameter]
    closedForm: ClosedForm | None
    best: Optimum | None
    data: DataPoints | None
    graph: Graph
    traversal: Sequence[TraversalRow]
    view: View
    notes: Sequence[Message]
    seconds: float


class ClosedForm(TypedDict):
    """The ClosedForm of the protocol."""

    name: Name
    loss: float
    gradients: Point


class Optimum(TypedDict):
    """The Optimum of the protocol."""

    name: Name
    point: Point
    loss: float


class DataPoints(TypedDict):
    """The DataPoints of the protocol."""

    x: array[float]
    y: array[float]
    label: array[float] | None
    plane: Literal["parameters", "data"]


class View(TypedDict):
    """The View of the protocol."""

    x: Range
    y: Range | None


class Graph(TypedDict):
    """The Graph of the protocol."""

    nodes: Sequence[GraphNode]
    edges: Sequence[GraphEdge]
    frames: Sequence[GraphFrame]
    size: int
    summary: Message | None
    expression: NotRequired[str]


class GraphNode(TypedDict):
    """The GraphNode of the protocol."""

    id: NodeId
    kind: Literal["leaf", "constant", "operation"]
    output: bool
    op: str
    symbol: str
    name: Name | None
    value: float
    gradient: float | None
    line: Line | None
    frame: FrameId | None


GraphEdge = TypedDict("GraphEdge", {
    "from": "NodeId",
    "to": "NodeId",
    "local": "float",
    "slot": "int",
    "carried": "NotRequired[bool]",
    "begins": "NotRequired[bool]",
    "takes": "NotRequired[Taken | None]",
})


class Taken(TypedDict):
    """The Taken of the protocol."""

    value: float | None
    of: Sequence[int] | None


class GraphFrame(TypedDict):
    """The GraphFrame of the protocol."""

    id: FrameId
    parent: FrameId | None
    count: int
    index: int
    label: str


class TraversalRow(TypedDict):
    """The TraversalRow of the protocol."""

    node: NodeId
    operation: str
    value: float
    gradient: float
    line: Line | None


class InstanceArgs(TypedDict):
    """The InstanceArgs of the protocol."""

    template: str
    index: int


class InstanceValues(TypedDict):
    """The InstanceValues of the protocol."""

    values: ByNode
    gradients: ByNode
    locals: Sequence[float]
    takes: Sequence[Taken | None]


class NudgeArgs(TypedDict):
    """The NudgeArgs of the protocol."""

    point: Point
    node: str
    by: float


class Nudge(TypedDict):
    """The Nudge of the protocol."""

    values: ByNode


class EvaluateArgs(TypedDict):
    """The EvaluateArgs of the protocol."""

    point: Point


class Evaluation(TypedDict):
    """The Evaluation of the protocol."""

    loss: float
    gradient: Point


class Sight(TypedDict):
    """The Sight of the protocol."""

    loss: float
    parameters: Sequence[Parameter]
    closedForm: ClosedForm | None
    graph: Graph
    traversal: Sequence[TraversalRow]


class Prediction(TypedDict):
    """The Prediction of the protocol."""

    inputs: int
    xRange: Range
    yRange: Range | None
    width: int
    height: int
    values: array[float]
    boundary: float | None


class DescendArgs(TypedDict):
    """The DescendArgs of the protocol."""

    start: Point
    optimizer: Literal[
        "gradient descent",
        "momentum",
        "nesterov",
        "adagrad",
        "rmsprop",
        "adam",
        "line search",
        "l-bfgs",
        "newton",
    ]
    rate: float
    steps: int
    batches: NotRequired[Batches | None]


class Batches(TypedDict):
    """The Batches of the protocol."""

    size: int
    seed: int


class DescentEnd(TypedDict):
    """The DescentEnd of the protocol."""

    reason: Literal["converged", "diverged", "not finite", "steps done", "cancelled"]
    message: Message
    steps: int
    point: Point
    loss: float


class LandscapeArgs(TypedDict):
    """The LandscapeArgs of the protocol."""

    x: int
    y: int | None
    held: Point
    xRange: Range
    yRange: Range | None
    width: int
    height: int


class Landscape(TypedDict):
    """The Landscape of the protocol."""

    width: int
    height: int
    values: array[float]


class Explanation(TypedDict):
    """The Explanation of the protocol."""

    python: str
    wat: str | None
    wasmBytes: int | None
    derivation: Sequence[DerivationStep]
    reason: Message | None


class DerivationStep(TypedDict):
    """The DerivationStep of the protocol."""

    tex: str
    words: Message
    nodes: Sequence[NodeId]


class RaceLap(TypedDict):
    """The RaceLap of the protocol."""

    name: Name
    seconds: float
    calls: int
    gradient: Point


class RaceResult(TypedDict):
    """The RaceResult of the protocol."""

    laps: Sequence[RaceLap]


class CheckArgs(TypedDict):
    """The CheckArgs of the protocol."""

    files: Mapping[str, str]
    answer: str
    engine: NotRequired[str | None]
    seconds: NotRequired[float]
    anyNames: NotRequired[bool]
    causes: NotRequired[bool]


class CheckTable(TypedDict):
    """The CheckTable of the protocol."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


class CheckResult(TypedDict):
    """The CheckResult of the protocol."""

    passed: bool
    message: Message
    line: Line | None
    graph: Graph | None
    wrongNode: NodeId | None
    output: str
    table: NotRequired[CheckTable | None]


StreamEvent = (
    StdoutEvent | NumbersEvent | FaultEvent | WitnessEvent | StepsEvent | LandscapeEvent | LapEvent
)
