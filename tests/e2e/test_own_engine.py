"""The engine stays the student's: their code in each step, any engine in any names, a bench."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import SUB_PATH
from tests.e2e.course_driver import PATIENCE, card, engine_steps, open_chapter, settings, text
from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import open_lab
from tests.e2e.warm import link_to
from tests.unit.classroom.test_dialects import SET_AND_CLOSURES

Open = Callable[..., Page]
STEPS = engine_steps()
SCOPE = f"autograd-from-scratch:{SUB_PATH}:"


def record(code: str) -> dict[str, Any]:
    return {"version": 1, "code": code, "changed": 1, "passed": 1, "passedCode": code,
            "passedAt": 1, "attempts": 1, "hints": 0, "solutionOpened": False, "earlier": []}


def having_passed(page: Page, **answers: str) -> None:
    """Put passed answers where the page keeps them; the page is then to be opened anew."""
    kept = {f"{SCOPE}course:{name}": json.dumps(record(code)) for name, code in answers.items()}
    page.evaluate("kept => Object.assign(localStorage, kept)", kept)


def solutions(last: str) -> dict[str, str]:
    return {step: text(step, "solution.py") for step in STEPS[: STEPS.index(last) + 1]}


def there(locator: Locator, what: str, patience: float = PATIENCE) -> Locator:
    eventually(lambda: locator.count() >= 1, patience, what)
    return locator


def drawn(bench: Locator) -> list[str]:
    """Each node of a bench's graph, in words."""
    words: list[str] = bench.locator(".graph-node").evaluate_all(
        "nodes => nodes.map(node => node.getAttribute('aria-label'))"
    )
    return words


def test_any_engine_is_pasted_on_the_first_visit_tested_and_used(
    site: str, visitor: Open
) -> None:
    page = visitor(site + "engine.html")
    ghost = there(page.get_by_test_id("ghost"), "the class to be built")
    expect(ghost.locator("li.is-built")).to_have_count(0)
    assert {line.get_attribute("data-step") for line in ghost.locator("li").all()} == set(STEPS)
    page.get_by_test_id("editor").focus()
    page.keyboard.insert_text(SET_AND_CLOSURES)
    there(page.locator(".bench .graph-node"), "its graph")
    page.get_by_test_id("test-engine").click()
    verdict = page.get_by_test_id("engine-verdict")
    eventually(lambda: verdict.count() == 1, PATIENCE, "the engine is tested")
    rows = page.locator(".verdicts > li")
    expect(rows).to_have_count(len(STEPS))
    assert rows.nth(1).get_attribute("data-state") == "passed"
    expect(rows.nth(0).locator(".verdict-why")).to_contain_text("Value(3).data")
    page.get_by_test_id("choose-engine").check()
    page.goto(site + link_to({"code": "def loss(x=3.0, y=2.0):\n    return (x * y - 1) ** 2\n"}))
    lab = open_lab(page)
    lab.run()
    assert lab.number("gradient-x") == 20
    lab.at("tab-race").click()
    lab.at("race").click()
    laps = there(page.get_by_test_id("race-laps"), "the laps")
    eventually(lambda: "your engine" in laps.inner_text(), PATIENCE, "their lap")


def test_the_ghost_fills_and_a_newer_step_loses_no_method(site: str, visitor: Open) -> None:
    page = visitor(site + "engine.html")
    halved = "    def halved(self):\n        return self.value / 2\n\n    def __repr__"
    mine = text("05-operators/add", "solution.py").replace("    def __repr__", halved)
    having_passed(page, **{"05-operators/node": text("05-operators/node", "solution.py"),
                           "05-operators/add": mine})
    page.reload()
    editor = there(page.get_by_test_id("editor"), "the file")
    expect(editor).to_contain_text("halved", use_inner_text=True)
    page.locator(".engine-outline > summary").click()
    built = page.locator(".ghost li.is-built")
    assert {line.get_attribute("data-step") for line in built.all()} == set(STEPS[:2])
    having_passed(page, **{"05-operators/subtract": text("05-operators/subtract", "solution.py")})
    page.reload()
    carried = there(page.get_by_test_id("carried"), "what was carried over")
    expect(carried).to_contain_text("Node.halved", use_inner_text=True)
    origin = page.locator(".chapter-question")
    expect(origin).to_contain_text(settings("05-operators/subtract")["title"], use_inner_text=True)
    page.get_by_test_id("versions").locator("summary").click()
    before = page.locator(".version-list button").first
    expect(before).to_contain_text(settings("05-operators/add")["title"], use_inner_text=True)
    before.click()
    expect(there(page.get_by_test_id("difference"), "the difference")).to_contain_text("__sub__")
    page.get_by_test_id("take-earlier").click()
    eventually(lambda: "__sub__" not in editor.inner_text(), 60, "the earlier text stands")


def test_a_step_opens_with_ones_own_code_and_ours_is_one_click_away(
    site: str, visitor: Open
) -> None:
    page = visitor(site + "course-05-operators.html")
    mine = "# of my own hand\n" + text("05-operators/node", "solution.py")
    having_passed(page, **{"05-operators/node": mine})
    page.reload()
    step = card(page, "05-operators/add")
    assert step.code == mine
    expect(step.at("opened-with")).to_contain_text(settings("05-operators/node")["title"])
    step.at("compare").click()
    difference = step.at("difference").inner_text()
    assert "# of my own hand" in difference
    assert "__add__" in difference
    step.at("take-ours").click()
    assert step.code == text("05-operators/add", "starter.py")
    step.at("start-menu").click()
    step.at("take-back").first.click()
    assert step.code == mine


def test_run_prints_and_is_no_attempt(site: str, visitor: Open) -> None:
    step = card(visitor(site + "course-01-the-problem.html"), "01-the-problem/distance")
    step.write("print('seen', 6 * 7)\n")
    step.at("run").click()
    eventually(lambda: "seen 42" in step.at("run-output").inner_text(), PATIENCE, "the print")
    step.write("print('a')\n\n1 / 0\n")
    step.at("run").click()
    eventually(lambda: step.at("run-problem").count() == 1, PATIENCE, "the error")
    said = step.at("run-problem").inner_text()
    assert "line 3" in said
    assert "division by zero" in said
    assert step.root.evaluate("card => card.record.attempts") == 0
    expect(step.at("answer")).to_have_count(0)


def test_the_graph_is_drawn_as_one_writes_and_a_node_can_be_nudged(
    site: str, visitor: Open
) -> None:
    page = visitor(site + "course-08-order.html")
    step = card(page, "08-order/backward")
    right = text("08-order/backward", "solution.py")
    step.write(right)
    bench = step.at("bench")
    bench.scroll_into_view_if_needed()
    eventually(lambda: "4" in " ".join(drawn(bench)), PATIENCE, "gradients are drawn")
    step.write(right.replace("(other.value, self.value)", "(other.value, other.value)"))
    word = there(step.at("bench-word"), "the slip is told")
    expect(word).to_contain_text("times as much", use_inner_text=True)
    expect(bench.locator(".graph-node.is-lit")).to_have_count(1)
    step.write(right)
    eventually(lambda: step.at("bench-word").count() == 0, PATIENCE, "it is right again")
    step.at("bench-expression").fill("a * a")
    eventually(lambda: len(drawn(bench)) == 2, PATIENCE, "another expression")
    leaf = bench.locator(".graph-node").first
    leaf.focus()
    page.keyboard.press("Enter")
    there(step.at("nudge-more"), "the nudge").focus()
    page.keyboard.press("Enter")
    told = step.at("nudge-told")
    eventually(lambda: "Foretold" in told.inner_text(), PATIENCE, "the nudge is told")
    expect(told).to_contain_text("2 → 2.1, and the result 4 → 4.41: it changed by 0.41.")
    expect(told).to_contain_text("Foretold: 4 × 0.1 = 0.4.", use_inner_text=True)
    step.at("nudge-back").click()
    expect(step.at("nudge-back")).to_have_count(0)
    assert step.root.evaluate("card => card.record.attempts") == 0


def test_gradients_filled_in_by_hand_are_judged_one_by_one_and_stay(
    site: str, visitor: Open
) -> None:
    page = visitor(site + "course-07-chain-rule.html", "phone")
    fill = card(page, "07-chain-rule/fill-in")
    word = fill.at("fill-word")
    fill.write("z = 1\nu = 15")
    eventually(lambda: "each use counts" in word.inner_text(), PATIENCE, "the forgotten path")
    expect(fill.root.locator(".gradient-field.is-right")).to_have_count(1)
    expect(fill.root.locator(".gradient-field.is-wrong")).to_have_count(1)
    page.reload()
    there(fill.root.locator(".gradient-field.is-wrong"), "it is kept")
    assert fill.at("fill-u").input_value() == "15"
    fill.write(text("07-chain-rule/fill-in", "solution.py"))
    eventually(lambda: fill.state == "passed", PATIENCE, "the last one passes it")
    assert fill.root.evaluate("card => card.record.attempts") == 1
    fill.at("start-menu").click()
    fill.at("take-typed").filter(has_text="u = 15").first.click()
    there(fill.root.locator(".gradient-field.is-wrong"), "it is there again, judged")


@pytest.mark.long  # it takes the checks of all the steps before that one
def test_a_figure_knows_the_step_that_is_passed_beside_it(site: str, visitor: Open) -> None:
    page = visitor(site + "course-09-solve.html")
    having_passed(page, **solutions("08-order/call-it-twice"))
    page.reload()
    figure = page.locator("course-figure.is-race")
    figure.scroll_into_view_if_needed()
    there(figure.get_by_test_id("race"), "the race is live")
    assert figure.evaluate("it => it.ranEngine").count("def mean") == 0
    step = card(page, "09-solve/total-and-mean")
    step.write(text("09-solve/total-and-mean", "solution.py"))
    step.check(PATIENCE * 2)
    assert step.passed
    eventually(lambda: figure.evaluate("it => it.ranEngine").count("def mean") == 1, PATIENCE,
               "the figure runs on the new step")


def test_an_export_carries_the_engine_and_a_merge_says_where_it_went(
    site: str, open_page: Open
) -> None:
    page = open_page(site + "engine.html")
    having_passed(page, **solutions("05-operators/subtract"))
    page.reload()
    there(page.get_by_test_id("choose-engine"), "the engine").check()
    page.goto(site + "course.html")
    assert page.evaluate("'own' in document.documentElement.dataset"), "so the Lab begins with it"
    with page.expect_download() as download:
        there(page.get_by_test_id("export"), "the export").click()
    kept = json.loads(Path(download.value.path()).read_text("utf-8"))["engine"]
    assert (kept["step"], kept["chosen"]) == ("05-operators/subtract", True)
    other = open_page(site + "course.html")
    having_passed(other, **solutions("05-operators/node"))
    other.reload()
    there(other.get_by_test_id("import"), "the import").set_input_files(download.value.path())
    told = other.get_by_test_id("transfer-told")
    eventually(lambda: "Imported" in told.inner_text(), 60, "it is told")
    title = settings("05-operators/subtract")["title"]
    expect(told).to_contain_text(f"The file’s engine (of “{title}”", use_inner_text=True)
    expect(told).to_contain_text("is now My engine; the one that stood here is in its History.")
    open_chapter(other, site, "06-graph")
    assert card(other, "06-graph/parents").state == "new"


def test_a_node_of_a_figure_and_of_the_lab_can_be_nudged(site: str, visitor: Open) -> None:
    page = visitor(site + "course-07-chain-rule.html")
    figure = page.locator("course-figure.is-stepper").first
    figure.scroll_into_view_if_needed()
    nodes = figure.locator("graph-view .graph-node")
    eventually(lambda: nodes.count() > 0 and figure.locator(".is-waiting").count() == 0, PATIENCE,
               "the figure is live")
    nodes.first.click()
    there(figure.get_by_test_id("nudge-more"), "the nudge").click()
    told = figure.get_by_test_id("nudge-told")
    eventually(lambda: "it changed by" in told.inner_text(), PATIENCE, "what follows")
    expect(told).to_contain_text("0.3 → 0.4", use_inner_text=True)
    page.goto(site + link_to({"code": "def loss(x=3.0):\n    return x * x\n"}))
    lab = open_lab(page)
    lab.run()
    page.locator(".hero-graph .graph-node").first.click()
    there(lab.at("nudge-more"), "the nudge").click()
    eventually(lambda: "9 → 9.61" in lab.at("nudge-told").inner_text(), PATIENCE, "what follows")
    lab.run("def loss(x=4.0):\n    return x * x\n")
    expect(lab.at("nudge-back")).to_have_count(0)
