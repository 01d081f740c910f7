"""What streams: descents, landscapes, races; and evaluations between."""

import math
import random

import pytest

from classroom.pictures.race import race
from classroom.sight.lecture import closed_form
from py_engine import weiszfeld
from tests.lecture import lecture_points

from .protocol import assert_shape

BOWL = "def loss(x=3.0, y=-2.0):\n    return x * x + 2 * y * y"
DESCENT = {"optimizer": "gradient descent", "rate": 0.1, "steps": 100}


def lecture_minimum():
    *_, last = weiszfeld(list(zip(*lecture_points(), strict=True)))
    return last


@pytest.mark.parametrize(("start", "rate", "steps"), [((5.0, 5.0), 0.01, 3000),
                                                      ((0.3, 0.3), 0.1, 3000)])
def test_the_descent_of_the_lecture_ends_where_weiszfelds_method_ends(
        room, drain, opening_code, start, rate, steps):
    room.result(opening_code)
    _, end = drain(room.descend({**DESCENT, "start": start, "rate": rate, "steps": steps}))
    best = lecture_minimum()
    assert end["point"] == pytest.approx(best.point, abs=1e-3)
    assert end["loss"] == pytest.approx(best.value, abs=1e-6)
    assert_shape(end, "DescentEnd")


def test_a_descent_streams_every_step_once(room, drain):
    room.result(BOWL)
    events, end = drain(room.descend({**DESCENT, "start": [3.0, -2.0]}))
    assert len(events) > 1
    points, losses, norms = [], [], []
    for event in events:
        assert_shape(event, "StepsEvent")
        assert event["first"] == len(losses)
        points.extend(event["points"])
        losses.extend(event["losses"])
        norms.extend(event["gradientNorms"])
    x = [3.0 * 0.8 ** k for k in range(len(losses))]
    y = [-2.0 * 0.6 ** k for k in range(len(losses))]
    assert points[::2] == pytest.approx(x, abs=1e-12)
    assert points[1::2] == pytest.approx(y, abs=1e-12)
    assert losses == pytest.approx([a * a + 2 * b * b for a, b in zip(x, y, strict=True)])
    assert norms == pytest.approx([math.hypot(2 * a, 4 * b) for a, b in zip(x, y, strict=True)])
    assert (end["reason"], end["steps"]) == ("steps done", 100)


@pytest.mark.parametrize("optimizer", ["gradient descent", "momentum", "nesterov", "adagrad",
                                       "rmsprop", "adam"])
def test_every_optimizer_goes_downhill(room, drain, optimizer):
    room.result(BOWL)
    args = {"start": [3.0, -2.0], "optimizer": optimizer, "rate": 0.05, "steps": 300}
    events, end = drain(room.descend(args))
    assert end["loss"] < events[0]["losses"][0] / 2


def test_divergence_is_told_with_its_step(room, drain):
    room.result(BOWL)
    _, end = drain(room.descend({**DESCENT, "start": [3.0, -2.0], "rate": 1.5}))
    assert end["reason"] == "diverged"
    assert end["message"] == f"Step {end['steps']}: the loss grew 10^6 times. Halve the rate."


def test_a_flat_place_ends_the_descent(room, drain):
    room.result(BOWL)
    _, end = drain(room.descend({**DESCENT, "start": [3.0, -2.0], "steps": 10_000}))
    assert end["reason"] == "converged"
    assert end["steps"] < 1000


def test_leaving_the_losss_domain_ends_the_descent_with_its_steps_kept(room, drain):
    room.result("import math\nfrom py_engine import sqrt\ndef loss(x=1.0):\n    return 3 * sqrt(x)")
    events, end = drain(room.descend({**DESCENT, "start": [1.0], "rate": 0.5}))
    assert end["reason"] == "not finite"
    assert "it raised ValueError" in end["message"]
    assert sum(len(event["losses"]) for event in events) == end["steps"] + 1


def test_a_descent_that_is_closed_says_how_far_it_came(room):
    room.result(BOWL)
    stream = room.descend({**DESCENT, "start": [3.0, -2.0], "steps": 100_000, "rate": 1e-9})
    event = next(stream)
    try:
        end = stream.close()  # Python 3.13 and later give what the generator returns
    except RuntimeError:
        pytest.fail("the stream goes on after it was closed")
    assert end is None or (end["reason"], end["steps"]) == ("cancelled", len(event["losses"]) - 1)
    assert room.evaluate({"point": [1.0, 1.0]})["loss"] == 3.0


@pytest.mark.parametrize(("change", "words"), [
    ({"steps": 10_000_000}, "10,000,000 steps are too many"),
    ({"steps": -1}, "no number of steps"),
    ({"rate": 0}, "rate is 0.0"),
    ({"rate": math.nan}, "rate is nan"),
    ({"optimizer": "magic"}, "no optimizer called 'magic'"),
    ({"start": [1.0]}, "2 parameters"),
    ({"start": [1.0, math.inf]}, "not a finite point"),
])
def test_a_descent_that_cannot_be_is_refused(room, drain, change, words):
    room.result(BOWL)
    with pytest.raises(Exception, match=words) as caught:
        drain(room.descend({**DESCENT, "start": [3.0, -2.0], **change}))
    assert_shape(caught.value.data, "LearnerError")


def test_a_landscape_is_the_loss_at_every_sample(room, drain):
    room.result("def loss(a=1.0, b=2.0, c=3.0):\n    return a * a + 10 * b + 100 * c")
    args = {"x": 2, "y": 0, "held": [9.0, 2.0, 9.0], "xRange": [0, 1], "yRange": [-1, 1],
            "width": 3, "height": 5}
    _, land = drain(room.landscape(args))
    assert_shape(land, "Landscape")
    expected = [y * y + 20 + 100 * x for y in (-1, -0.5, 0, 0.5, 1) for x in (0, 0.5, 1)]
    assert list(land["values"]) == pytest.approx(expected, rel=1e-15)


COUNTING = ("calls = [0]\ndef loss(x=3.0, y=-2.0):\n    calls[0] += 1\n"
            "    return x * x + 2 * y * y")


@pytest.mark.parametrize("code", [BOWL, COUNTING], ids=["compiled", "not compiled"])
def test_a_landscape_comes_coarse_first(room, drain, code):
    room.result(code)
    args = {"x": 0, "y": 1, "held": [0, 0], "xRange": [-1, 1], "yRange": [-1, 1],
            "width": 120, "height": 90}
    events, land = drain(room.landscape(args))
    for event in events:
        assert_shape(event["landscape"], "Landscape")
        assert len(event["landscape"]["values"]) == (
            event["landscape"]["width"] * event["landscape"]["height"])
    widths = [event["landscape"]["width"] for event in events]
    assert widths == sorted(widths)
    assert (land["width"], land["height"]) == (120, 90)
    assert min(land["values"]) == pytest.approx(0, abs=1e-3)


def test_a_curve_is_a_landscape_of_height_one(room, drain):
    room.result("def loss(x=3.0):\n    return x * x")
    args = {"x": 0, "y": None, "held": [0], "xRange": [-1, 1], "yRange": None, "width": 5,
            "height": 1}
    _, land = drain(room.landscape(args))
    assert list(land["values"]) == [1.0, 0.25, 0.0, 0.25, 1.0]


def test_a_landscape_is_nan_where_the_loss_has_no_value(room, drain):
    room.result("from py_engine import log\ndef loss(x=3.0):\n    return log(x)")
    args = {"x": 0, "y": None, "held": [0], "xRange": [-1, 1], "yRange": None, "width": 3,
            "height": 1}
    _, land = drain(room.landscape(args))
    assert [math.isnan(value) for value in land["values"]] == [True, True, False]


def test_a_landscape_crosses_branches(room, drain):
    room.result("def loss(x=3.0):\n    return x * x if x > 0 else -5 * x")
    args = {"x": 0, "y": None, "held": [0], "xRange": [-2, 2], "yRange": None, "width": 5,
            "height": 1}
    _, land = drain(room.landscape(args))
    assert list(land["values"]) == [10.0, 5.0, 0.0, 1.0, 4.0]


def test_an_evaluation_agrees_with_the_closed_form(room, opening_code):
    room.result(opening_code)
    xs, ys = lecture_points()
    found = room.evaluate({"point": [0.7, -0.2]})
    assert_shape(found, "Evaluation")
    d = [math.hypot(a - 0.7, b + 0.2) for a, b in zip(xs, ys, strict=True)]
    assert found["loss"] == pytest.approx(math.fsum(d) / 1000, rel=1e-12)
    assert found["gradient"] == pytest.approx([
        -math.fsum((a - 0.7) / r for a, r in zip(xs, d, strict=True)) / 1000,
        -math.fsum((b + 0.2) / r for b, r in zip(ys, d, strict=True)) / 1000], rel=1e-12)


def test_on_a_data_point_the_closed_form_leaves_that_point_out():
    assert closed_form([0.0, 3.0], [0.0, 4.0])(0.0, 0.0) == (2.5, (-0.3, -0.4))
    with pytest.raises(ValueError, match="no points"):
        closed_form([], [])


def test_data_that_is_changed_between_calls_is_noticed(room):
    room.result("xs = [1.0] * 20\ndef loss(x=3.0):\n    return sum((x - a) ** 2 for a in xs)")
    assert room.evaluate({"point": [1.0]})["loss"] == 0.0
    room._study.loss.globals["xs"][0] = 3.0
    assert room.evaluate({"point": [1.0]})["loss"] == 4.0


def test_a_race_times_each_way_to_the_same_gradient(room, drain, opening_code):
    room.result(opening_code)
    room.tick_seconds = 0.01
    events, result = drain(room.race({}))
    names = [lap["name"] for lap in result["laps"]]
    assert names == ["central differences", "eager", "Python replay"]
    for lap in result["laps"]:
        assert_shape(lap, "RaceLap")
        assert lap["seconds"] > 0
        assert lap["calls"] >= 3
        assert lap["gradient"] == pytest.approx([-0.3277744397151291, -0.336282174741702], abs=1e-9)
    assert [event["event"] for event in events] == ["lap"] * len(events)


def test_a_race_times_what_is_shorter_than_a_tick_of_the_clock(drain):
    now = [0.0]

    def clock():
        return now[0] // 1e-3 * 1e-3  # as coarse as a browser's

    def gradient():
        now[0] += 2e-5
        return [1.0]

    _, result = drain(race([("quick", gradient)], clock))
    [lap] = result["laps"]
    assert lap["seconds"] == pytest.approx(2e-5, rel=0.3)


MEANS = {
    "mean": "mean((a * x - b) ** 2 for a, b in zip(xs, ys))",
    "sum over len": "sum((a * x - b) ** 2 for a, b in zip(xs, ys)) / len(xs)",
    "sum over N": "sum((xs[i] * x - ys[i]) ** 2 for i in range(N)) / N",
    "sum over a number": "sum((a * x - b) ** 2 for a, b in zip(xs, ys)) / 40",
}


@pytest.mark.parametrize("body", MEANS.values(), ids=MEANS)
def test_batches_are_means_over_few_of_the_data(room, drain, body):
    code = ("from py_engine import mean\nN = 40\nxs = [i / 10 for i in range(N)]\n"
            f"ys = [3 * a + 1 for a in xs]\ndef loss(x=0.0):\n    return {body}")
    room.result(code)
    args = {"start": [0.0], "optimizer": "gradient descent", "rate": 1e-12, "steps": 9,
            "batches": {"size": 4, "seed": 3}}
    events, end = drain(room.descend(args))
    losses = [loss for event in events for loss in event["losses"]]
    assert len(set(losses)) == 10
    # A round of ten batches of four goes through all forty data once: its mean is the loss.
    whole = math.fsum((3 * i / 10 + 1) ** 2 for i in range(40)) / 40
    assert math.fsum(losses) / 10 == pytest.approx(whole, rel=1e-9)
    assert end["loss"] == pytest.approx(whole, rel=1e-9)
    again, _ = drain(room.descend(args))
    assert [loss for event in again for loss in event["losses"]] == losses
    assert room._study.loss.globals["N"] == 40


def test_stochastic_descent_reaches_the_minimum(room, drain, opening_code):
    room.result(opening_code)
    args = {"start": [0.9, 0.1], "optimizer": "gradient descent", "rate": 0.01, "steps": 2000,
            "batches": {"size": 8, "seed": 0}}
    _, end = drain(room.descend(args))
    assert end["point"] == pytest.approx(lecture_minimum().point, abs=0.05)


def test_batches_of_a_loss_without_data_are_refused(room, drain):
    room.result(BOWL)
    with pytest.raises(Exception, match="no mean over lists"):
        drain(room.descend({**DESCENT, "start": [1, 1], "batches": {"size": 4, "seed": 0}}))


def test_a_batch_larger_than_the_data_is_refused(room, drain, opening_code):
    room.result(opening_code)
    with pytest.raises(Exception, match="batch of 2000 out of 1000"):
        drain(room.descend({**DESCENT, "start": [1, 1], "batches": {"size": 2000, "seed": 0}}))


def test_nothing_is_evaluated_before_a_run(room, drain):
    for call in (lambda: room.evaluate({"point": []}), lambda: drain(room.race({})),
                 lambda: room.explain({})):
        with pytest.raises(Exception, match="No loss has been run yet"):
            call()


def test_the_explanation_has_code_that_computes_the_loss(room, opening_code):
    room.result(opening_code)
    explanation = room.explain({})
    assert_shape(explanation, "Explanation")
    assert "def value_and_gradient(x, y):" in explanation["python"]
    assert explanation["wat"].startswith("(module")
    assert 0 < explanation["wasmBytes"] < 5000


def test_the_derivation_of_the_opening_loss_is_the_lectures(room, opening_code):
    drawn = {node["id"] for node in room.result(opening_code)["graph"]["nodes"]}
    steps = room.explain({})["derivation"]
    assert r"I_x = x_i - x" in [step["tex"] for step in steps]
    assert r"\frac{\partial L}{\partial x} = -\frac{1}{N} \sum_{i=1}^{N} \frac{I_x}{L_i}" in [
        step["tex"] for step in steps]
    for step in steps:
        assert_shape(step, "DerivationStep")
        assert step["nodes"]
        assert set(step["nodes"]) <= drawn


def test_a_mean_over_a_list_has_the_derivation_of_the_same_mean_in_one_line(room):
    data = "from py_engine import mean, sqrt\nxs = [k * k % 7 / 7 for k in range(50)]\n"
    term = "sqrt((a - x) ** 2 + (a * x - y) ** 2) for a in xs"
    room.run({"code": f"{data}def loss(x=0.3, y=0.3):\n    return mean({term})"})
    expected = room.explain({})["derivation"]
    drawn = room.result(f"{data}def loss(x=0.3, y=0.3):\n    d = [{term}]\n    return mean(d)")
    found = room.explain({})["derivation"]
    assert [step["tex"] for step in found] == [step["tex"] for step in expected]
    assert {name for step in found for name in step["nodes"]} <= {
        node["id"] for node in drawn["graph"]["nodes"]}


def test_random_losses_agree_between_run_and_evaluate(room):
    chance = random.Random(4)
    for _ in range(5):
        a, b = chance.uniform(0.5, 2), chance.uniform(-2, 2)
        result = room.result(f"def loss(x={a}, y={b}):\n    return (x * y + {b}) ** 2 / x - y")
        found = room.evaluate({"point": [a, b]})
        assert found["loss"] == pytest.approx(result["loss"], rel=1e-14)
        assert found["gradient"] == pytest.approx(
            [parameter["gradient"] for parameter in result["parameters"]], rel=1e-12)


def test_the_end_of_a_descent_is_compared_with_the_engine(room, drain, monkeypatch):
    seen = []
    room.result(BOWL)
    monkeypatch.setattr(room._study.route.jit, "check", lambda *point: seen.append(list(point)))
    _, end = drain(room.descend({**DESCENT, "start": [3.0, -2.0]}))
    assert seen == [end["point"]]


def test_a_landscape_s_corners_and_centre_are_compared_with_floats(room, drain, monkeypatch):
    seen = {}

    def check(points, values):
        seen.update(zip(map(tuple, points), values, strict=True))

    room.result(BOWL)
    monkeypatch.setattr(room._study.route.jit, "check_values", check)
    args = {"x": 0, "y": 1, "held": [0, 0], "xRange": [-1, 1], "yRange": [-2, 2], "width": 5,
            "height": 3}
    drain(room.landscape(args))
    corners = [(-1, -2), (1, -2), (-1, 2), (1, 2), (0, 0)]
    assert seen == {(x, y): x * x + 2 * y * y for x, y in corners}


def test_an_evaluation_that_python_answers_may_be_compared(room, monkeypatch):
    seen = []
    room.result(BOWL)
    monkeypatch.setattr(room._study.route.jit, "sample", lambda *point: seen.append(point))
    room.evaluate({"point": [1.0, 2.0]})
    assert seen == [(1.0, 2.0)]
