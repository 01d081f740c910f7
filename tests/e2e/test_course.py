"""The course as a student meets it: exercises, what is kept, what is taken along."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Watch
from tests.e2e.course_driver import (
    LESSONS,
    PATIENCE,
    Card,
    card,
    chapters,
    engine_steps,
    open_chapter,
    settings,
    text,
)
from tests.e2e.engines.profiles import eventually
from tests.e2e.kept import FULL, ROOM_AGAIN, TRY_AGAIN
from tests.e2e.lab_driver import open_lab, until_still
from tests.e2e.warm import link_to

Open = Callable[..., Page]
FIRST = "01-the-problem/distance"
CHAPTER = "course-01-the-problem.html"


@pytest.fixture(params=["desktop", pytest.param("phone", marks=pytest.mark.long)])
def first(request: pytest.FixtureRequest, site: str, visitor: Open) -> Card:
    """The course's first exercise, at a desktop's size; and in the long run at a phone's too."""
    return card(visitor(site + CHAPTER, request.param), FIRST)


def test_starter_and_wrong_answer_earn_their_messages_and_the_solution_passes(
    first: Card, site: str
) -> None:
    assert "None" in first.check()
    assert not first.passed
    name = next((LESSONS / FIRST / "wrong").glob("*.py")).name
    wrong = text(FIRST, f"wrong/{name}")
    first.write(wrong)
    stated = wrong.partition("\n")[0].removeprefix("# message: ").replace("`", "")
    assert stated in first.check()
    assert not first.passed
    first.write(text(FIRST, "solution.py"))
    assert settings(FIRST)["passed"].replace("`", "") in first.check()
    assert first.passed
    assert first.state == "passed"
    # The header and the list of chapters know of it.
    page = first.page
    expect(page.locator("a.engine-diagram")).to_have_attribute("data-passed", "1")
    page.goto(site + "course.html")
    states = page.locator(".chapters .dot")
    expect(states.first).to_have_attribute("data-state", "passed")
    expect(states.first).to_have_attribute("title", re.compile("passed"))
    expect(states.nth(1)).to_have_attribute("data-state", "new")


def show_hint(first: Card, shown: int) -> None:
    """Ask for the next hint, of which so many are seen."""
    count = len(text(FIRST, "hints.md").split("\n---\n"))
    hints = first.root.locator(".exercise-hint")
    expect(first.at("hint")).to_contain_text(f"{shown} of {count} seen", use_inner_text=True)
    expect(hints.nth(shown)).to_be_hidden()
    first.at("hint").click()
    expect(hints.nth(shown).locator("p").first).to_be_visible()
    if shown + 1 == count:
        expect(first.at("hint")).to_have_count(0)


def test_hints_solution_and_code_are_there_after_a_reload_and_so_is_what_one_began_anew(
    first: Card,
) -> None:
    show_hint(first, 0)
    summary = first.root.locator(".exercise-solution > summary")
    expect(summary).not_to_contain_text("opened", use_inner_text=True)
    summary.click()
    expect(summary).to_contain_text("you have opened it", use_inner_text=True)
    first.write(text(FIRST, "solution.py"))
    first.check()
    first.write("# half a thought\n")
    first.page.reload()
    first.until_live()
    assert first.code == "# half a thought\n"
    assert first.state == "passed"
    expect(summary).to_contain_text("you have opened it", use_inner_text=True)
    for shown in range(1, len(text(FIRST, "hints.md").split("\n---\n"))):
        show_hint(first, shown)
    first.at("start-menu").click()
    first.at("start-again").click()
    assert first.code == text(FIRST, "starter.py")
    first.page.reload()
    first.until_live()
    assert first.code == text(FIRST, "starter.py")
    first.at("start-menu").click()
    first.at("take-back").first.click()
    assert first.code == "# half a thought\n"


def test_an_exercise_is_answered_by_touch(site: str, visitor: Open) -> None:
    page = visitor(site + CHAPTER, "phone")
    one = card(page, FIRST)
    one.at("editor").tap()
    one.write(text(FIRST, "solution.py"))
    one.at("check").tap()
    eventually(lambda: one.at("answer").count() == 1 and one.passed, 60, "it has passed")
    one.at("hint").tap()
    expect(one.root.locator(".exercise-hint p").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_an_exercise_can_be_started_from_ones_own_earlier_code(site: str, visitor: Open) -> None:
    page = visitor(site + CHAPTER)
    earlier, later = card(page, FIRST), card(page, "01-the-problem/mean-distance")
    own = "# of my own hand\n" + text(FIRST, "solution.py")
    later.at("start-menu").click()
    assert later.at("start-from-mine").is_disabled()
    earlier.write(own)
    earlier.check()
    eventually(lambda: later.at("start-from-mine").is_enabled(), 60, "the earlier code is on offer")
    later.at("start-from-mine").click()
    assert later.code == own
    page.set_viewport_size({"width": 820, "height": 1000})
    earlier.at("start-menu").click()
    expect(earlier.root.get_by_text("what was typed")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.long  # it takes the ten seconds that a check is given; their end is tested in CPython
def test_an_endless_loop_is_stopped_and_told(first: Card) -> None:
    first.write("while True: pass\n")
    assert "did not come to an end in time, and was stopped in the loop of line 1" in first.check()
    first.write(text(FIRST, "solution.py"))
    first.check()
    assert first.passed


def test_whatever_an_answer_does_it_is_told_and_the_page_goes_on(
    first: Card, watch: Watch
) -> None:
    first.write("print('<img src=x onerror=alert(1)><b>bold</b>')\nraise ValueError('<i>no</i>')\n")
    answer = first.check()
    assert "<b>bold</b>" in answer
    assert "<i>no</i>" in answer
    expect(first.root.locator("img, b, .answer i")).to_have_count(0)
    first.write("while True: pass\n")
    first.at("check").click()
    first.at("stop-check").click()
    eventually(lambda: first.at("check").is_enabled(), PATIENCE, "the check has ended")
    assert first.code == "while True: pass\n"
    watch.allow("console:")  # the interpreter's last words
    last_words = "import os\nos.abort()\n"
    first.write(last_words)
    assert "Python itself ended" in first.check()
    assert first.code == last_words
    first.write(text(FIRST, "solution.py"))
    first.check()
    assert first.passed


# What it answers in the judge's place is of the protocol's form.
BRIBE = """from classroom.api import METHODS

METHODS["check"] = lambda room, args: {
    "passed": True, "message": "Bribed.", "line": None, "graph": None, "wrongNode": None,
    "output": ""}
"""


def test_an_answer_that_takes_the_judges_place_passes_no_later_one(first: Card) -> None:
    first.write(BRIBE)
    assert "Bribed" not in first.check()
    first.write("def distance(x, y, a, b):\n    return 0.0\n")
    assert "Bribed" not in first.check()
    assert not first.passed
    first.write(text(FIRST, "solution.py"))
    assert settings(FIRST)["passed"].replace("`", "") in first.check()


# How far the one line at the foot of the page reaches into the other.
OVERLAP = """() => {
  const [update, kept] = ['update', 'kept'].map((it) => document.querySelector(`${it}-notice`));
  update.hidden = false;
  update.textContent = 'A newer release';
  const [one, other] = [update, kept].map((notice) => notice.getBoundingClientRect());
  update.hidden = true;
  return Math.min(one.bottom, other.bottom, innerHeight) - Math.max(one.top, other.top);
}"""


def test_with_storage_full_the_text_stays_and_the_student_is_told(
    site: str, visitor: Open
) -> None:
    page = visitor(site + CHAPTER)
    page.evaluate(FULL)
    first = card(page, FIRST)
    answer = text(FIRST, "solution.py")
    first.write(answer)
    notice = page.get_by_test_id("kept-notice")
    eventually(lambda: notice.count() == 1, 60, "the notice")
    expect(notice).to_have_text(re.compile("Not kept: .* no room .* only while this page is open"))
    assert page.evaluate(OVERLAP) <= 0, "the lines at the foot of the page cover each other"
    with page.expect_download() as download:
        page.get_by_test_id("export-kept").click()
    exported = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert exported["exercises"][FIRST]["code"] == answer
    first.check()
    assert first.passed
    page.evaluate(ROOM_AGAIN)
    page.evaluate(TRY_AGAIN)
    expect(notice).to_contain_text("Kept again")
    page.reload()
    eventually(lambda: first.root.is_visible() and first.state == "passed", 60, "passed still")
    assert first.code == answer


def test_a_text_of_another_tab_takes_nothing_away(site: str, visitor: Open) -> None:
    page = visitor(site + CHAPTER)
    first = card(page, FIRST)
    other = page.context.new_page()
    other.goto(site + CHAPTER)
    card(other, FIRST).write("# other\n")
    eventually(lambda: first.code == "# other\n", 60, "the other tab's text is here")
    first.write("# here\n")
    eventually(lambda: card(other, FIRST).code == "# here\n", 60, "and back")


def test_a_prediction_does_not_show_the_number_before_it_is_right_and_can_be_had_back(
    site: str, visitor: Open
) -> None:
    exercise = "01-the-problem/on-a-road"
    guess = card(visitor(site + CHAPTER), exercise)
    assert guess.kind == "predict"
    guess.write("21.2")
    assert "best place" not in guess.check()
    assert not guess.passed
    guess.write(text(exercise, "solution.py"))
    guess.check()
    assert guess.passed
    guess.at("start-menu").click()
    guess.at("take-typed").filter(has_text="21.2").click()
    assert guess.at("prediction").input_value() == "21.2"


def test_code_in_the_text_runs_and_can_be_changed(site: str, visitor: Open) -> None:
    page = visitor(site + CHAPTER)
    card(page, FIRST)
    block = page.locator("code-block").last
    block.get_by_test_id("run-block").click()
    # The page has the output from the build: this one is of the run.
    expect(block.get_by_test_id("console")).to_have_text("16,679,880,978,201\n")
    expect(block.locator("pre.output")).to_have_count(1)
    block.get_by_text("Change it").click()
    block.get_by_test_id("editor").focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text("print(6 * 7)")
    block.get_by_test_id("run-block").click()
    expect(block.get_by_test_id("console")).to_have_text("42\n")
    page.reload()
    expect(block.get_by_test_id("editor")).to_have_text("print(6 * 7)")
    block.get_by_test_id("as-printed").click()
    expect(block.get_by_test_id("editor")).not_to_have_text("print(6 * 7)")
    expect(block.get_by_test_id("as-printed")).to_have_count(0)


def test_a_figure_lives(site: str, visitor: Open) -> None:
    page = visitor(site + CHAPTER)
    figure = page.locator("course-figure").first
    loss = figure.get_by_test_id("figure-loss")
    eventually(lambda: loss.count() == 1, PATIENCE, "the figure is drawn")
    eventually(lambda: figure.locator(".figure-stills").count() == 0, PATIENCE, "it is live")
    assert float(loss.get_attribute("data-value") or "nan") == pytest.approx(
        0.443052824475648, abs=1e-14
    )
    start = figure.locator(".map-start")
    box = start.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] - 40, steps=6)
    page.mouse.up()
    eventually(
        lambda: float(loss.get_attribute("data-value") or "nan") < 0.44,
        20,
        "the loss of the new place",
    )


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_live_figure_takes_the_place_of_its_still_and_of_nothing_else(
    site: str, visitor: Open, size: str
) -> None:
    page = visitor(site + "course-02-slopes.html", size)
    figure = page.locator("course-figure").first
    still = figure.locator(".figure-stills")
    assert still.locator("svg >> visible=true").count() > 0
    before = figure.evaluate("e => e.offsetHeight")
    figure.scroll_into_view_if_needed()
    eventually(lambda: still.count() == 0, PATIENCE, "the figure is live")
    assert figure.get_by_test_id("figure-slope").is_visible()
    assert figure.evaluate("e => e.offsetHeight") == before


def exported(page: Page, site: str) -> str:
    page.goto(site + "course.html")
    with page.expect_download() as download:
        page.get_by_test_id("export").click()
    return Path(download.value.path()).read_text("utf-8")


def imported(page: Page, site: str, content: str) -> None:
    page.goto(site + "course.html")
    file = {"name": "progress.json", "mimeType": "application/json", "buffer": content.encode()}
    page.get_by_test_id("import").set_input_files([file])


def test_an_export_is_imported_on_another_device_and_merged(site: str, visitor: Open) -> None:
    page = visitor(site + CHAPTER)
    first = card(page, FIRST)
    first.write(text(FIRST, "solution.py"))
    first.check()
    content = exported(page, site)

    fresh = visitor(site + CHAPTER, "phone")
    mine = card(fresh, FIRST)
    mine.write("# on the other device\n")
    mine.check()
    imported(fresh, site, content)
    eventually(
        lambda: (
            "1 exercise, 1 of them passed" in fresh.get_by_test_id("transfer-told").inner_text()
        ),
        10,
        "told",
    )
    open_chapter(fresh, site, "01-the-problem")
    both = card(fresh, FIRST)
    assert both.state == "passed"
    assert both.code == "# on the other device\n"
    both.at("start-menu").click()
    both.at("take-back").first.click()
    assert both.code == text(FIRST, "solution.py")


@pytest.mark.parametrize(
    "content",
    ["", "[]", '{"kind": "x"}', '{"kind": "autograd-from-scratch progress", "version": 2}'],
)
def test_a_file_that_is_no_export_is_refused_with_the_reason(
    site: str, visitor: Open, content: str
) -> None:
    page = visitor(site + "course.html")
    imported(page, site, content)
    problem = page.get_by_test_id("transfer-problem")
    eventually(lambda: problem.count() == 1 and "file" in problem.inner_text(), 60, "the reason")


def test_a_hostile_import_is_harmless(site: str, visitor: Open) -> None:
    page = visitor(site + "course.html")
    markup = "<img src=x onerror=\"document.title='taken'\">"
    record = {
        "version": 1,
        "code": markup,
        "earlier": [{"code": markup, "at": markup}],
        "passed": markup,
    }
    imported(
        page,
        site,
        json.dumps(
            {
                "kind": "autograd-from-scratch progress",
                "version": 1,
                "engine": markup,
                "exercises": {FIRST: record, "__proto__": record, markup: record},
            }
        ),
    )
    eventually(
        lambda: "1 exercise" in page.get_by_test_id("transfer-told").inner_text(), 60, "told"
    )
    open_chapter(page, site, "01-the-problem")
    assert card(page, FIRST).code == markup
    page.goto(site + "engine.html")
    eventually(lambda: page.get_by_test_id("test-engine").count() == 1, 60, "my engine")
    assert page.title() != "taken"
    expect(page.locator("img")).to_have_count(0)


# Of each exercise: what it says and shows, closed; and its hints and solution, once opened.
READABLE = """() => [...document.querySelectorAll('.exercise')].map((exercise) => {
  const seen = (selector) => {
    const found = exercise.querySelector(selector);
    return Boolean(found?.checkVisibility() && found.innerText.trim());
  };
  const drawn = ['find', 'fill'].includes(exercise.dataset.kind);
  const work = drawn ? '.exercise-task table' : '.exercise-work pre';
  const always = ['.exercise-task', work];
  const opened = ['.exercise-hint p', '.exercise-solution pre'];
  const closed = opened.map((selector) => !seen(selector));
  for (const details of exercise.querySelectorAll('details')) details.open = true;
  return [exercise.dataset.exercise, ...closed, ...[...always, ...opened].map(seen)];
})"""


# Of each figure: that something is drawn, what it says, and how much there is to press.
STILLS = """() => [...document.querySelectorAll('course-figure')].map((figure) => {
  const seen = (selector) =>
    [...figure.querySelectorAll(selector)].filter((part) => part.checkVisibility()).length;
  const says = figure.querySelector('figcaption').innerText.trim();
  return [says, seen('svg, pre, table') > 0, seen('button, input')];
})"""


def test_the_whole_course_can_be_read_without_javascript(site: str, open_page: Open) -> None:
    page = open_page(site + "course.html", java_script_enabled=False)
    titles = {chapter["title"] for chapter in chapters()}
    links = page.get_by_role("heading").get_by_role("link").evaluate_all(
        "links => links.map(({innerText, href}) => [innerText.trim(), href])"
    )
    assert {title for title, _ in links} >= titles
    exercises = figures = 0
    for title, address in links:
        if title not in titles:
            continue
        page.goto(address)
        expect(page.locator("h1")).to_have_text(title, use_inner_text=True)
        for name, *readable in page.evaluate(READABLE):
            assert readable == [True] * 6, name
            exercises += 1
        for says, drawn, to_press in page.evaluate(STILLS):
            assert (bool(says), drawn, to_press) == (True, True, 0), says
            figures += 1
    assert exercises >= 40
    assert figures >= 12
    page.locator("summary", has_text="Hint 1").first.click()  # opened above, as a person would
    assert not page.locator(".exercise-hint p").first.is_visible()




def test_a_chapter_prints_its_text_and_nothing_to_press(site: str, visitor: Open) -> None:
    page = visitor(site + "course-02-slopes.html")
    card(page, "02-slopes/forward-difference")
    page.emulate_media(media="print")
    assert page.locator(".exercise-task").first.is_visible()
    assert page.locator(".katex").first.is_visible()
    assert page.locator("course-figure svg").locator("visible=true").count() > 0
    for pressed in (".site-header", ".exercise-actions", ".turning", ".exercise-solution"):
        assert not page.locator(pressed).first.is_visible()
    paper = page.pdf()
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) >= 3


def test_my_engine_says_where_it_begins_before_there_is_one(site: str, visitor: Open) -> None:
    page = visitor(site + "engine.html")
    eventually(
        lambda: page.get_by_test_id("no-engine").count() == 1, 60, "the way to the first step"
    )
    page.locator("[data-testid=no-engine] a").first.click()
    assert engine_steps()[0].split("/")[1] in page.url


def answer(page: Page, exercise: str) -> None:
    one = card(page, exercise)
    if one.kind != "find":
        one.write(text(exercise, "starter.py") or "0") if one.kind in ("write", "fix") else None
        if one.kind in ("write", "fix"):
            one.check()
            assert not one.passed, f"the starter of {exercise} passes"
    one.write(text(exercise, "solution.py"))
    if one.kind == "fill":  # its last number is the check
        eventually(lambda: one.passed, PATIENCE, f"{exercise} is passed")
        return
    said = one.check()
    assert one.passed, f"{exercise}: {said}"


# To write, to predict and to fill in have tests of their own; to fix is to write what stands there.
ONE_OF_EACH_OTHER_KIND = {
    "fix": "02-slopes/on-a-house",
    "order": "03-downhill/noisy-descent",
    "find": "07-chain-rule/wrong-gradient",
}


@pytest.mark.parametrize(
    ("kind", "exercise"),
    [
        pytest.param(*one, marks=pytest.mark.long if one[0] == "fix" else ())
        for one in ONE_OF_EACH_OTHER_KIND.items()
    ],
)
def test_each_kind_of_exercise_is_answered(
    site: str, visitor: Open, kind: str, exercise: str
) -> None:
    page = visitor(f"{site}course-{exercise.split('/')[0]}.html")
    assert card(page, exercise).kind == kind
    answer(page, exercise)


SAYS_SO = "\nprint('my own engine speaks')\n"


def test_a_finished_engine_is_tested_taken_along_and_chosen_for_the_lab_and_ours_again(
    site: str, visitor: Open
) -> None:
    page = visitor(site + "course.html")
    engine = text(engine_steps()[-1], "solution.py") + SAYS_SO
    import_engine(page, site, engine)
    choose_the_finished_engine(page, site, engine)
    page.goto(site + link_to({"code": "def loss(x=3.0):\n    return x * x\n"}))
    lab = open_lab(page)
    expect(lab.at("engine-note")).to_contain_text("your own engine", use_inner_text=True)
    lab.run()
    assert lab.number("gradient-x") == 6
    expect(lab.at("console")).to_contain_text("my own engine speaks", use_inner_text=True)
    lab.at("use-ours").click()
    lab.run("def loss(x=4.0):\n    return x * x\n")
    assert lab.number("gradient-x") == 8
    expect(lab.at("console")).not_to_contain_text("my own engine speaks", use_inner_text=True)
    expect(lab.at("engine-note")).to_have_count(0)


def import_engine(page: Page, site: str, engine: str) -> None:
    """Import a file of progress with this engine in it, and nothing else."""
    kind = "autograd-from-scratch progress"
    imported(
        page, site, json.dumps({"kind": kind, "version": 1, "engine": engine, "exercises": {}})
    )
    told = page.get_by_test_id("transfer-told")
    eventually(lambda: "0 exercises" in told.inner_text(), 60, "told")


def choose_the_finished_engine(page: Page, site: str, engine: str) -> None:
    """Test one's own engine, download it, and have the Lab use it."""
    page.goto(site + "engine.html")
    page.get_by_test_id("test-engine").click()
    verdict = page.get_by_test_id("engine-verdict")
    steps = len(engine_steps())
    eventually(lambda: verdict.count() == 1, PATIENCE * 3, "the engine is tested")
    expect(verdict).to_have_text(f"{steps} of {steps} passed.", use_inner_text=True)
    with page.expect_download() as download:
        page.get_by_test_id("download-engine").click()
    assert Path(download.value.path()).read_text("utf-8") == engine
    page.get_by_test_id("choose-engine").check()


@pytest.mark.long
def test_a_student_goes_through_the_whole_course_to_an_engine_of_their_own(
    site: str, visitor: Open
) -> None:
    page = visitor(site + "course.html")
    done = 0
    for chapter in chapters():
        open_chapter(page, site, chapter["folder"])
        for exercise in page.locator(".exercise").all():
            answer(page, exercise.get_attribute("data-exercise") or "")
            done += 1
    assert page.locator("a.engine-diagram").get_attribute("data-passed") == str(done)
    choose_the_finished_engine(page, site, text(engine_steps()[-1], "solution.py"))
    page.goto(site)
    lab = open_lab(page)
    assert lab.number("loss") == pytest.approx(0.443052824475648, rel=1e-12)
    assert lab.number("gradient-x") == pytest.approx(-0.3277744397151291, rel=1e-9)
    expect(lab.at("engine-note")).to_contain_text("your own engine", use_inner_text=True)


@pytest.mark.long  # in short: an engine with two names of its own, in tests/e2e/test_own_engine.py
def test_my_engine_is_tested_step_by_step_and_the_failing_check_says_why(
    site: str, visitor: Open
) -> None:
    page = visitor(site + "course.html")
    broken = text(engine_steps()[-1], "solution.py").replace("+=", "=", 1)
    import_engine(page, site, broken)
    page.goto(site + "engine.html")
    page.get_by_test_id("test-engine").click()
    verdict = page.get_by_test_id("engine-verdict")
    eventually(lambda: verdict.count() == 1, PATIENCE * 3, "the engine is tested")
    failed = page.locator(".verdicts > li[data-state=failed]")
    assert failed.count() >= 1
    assert len(failed.first.locator(".verdict-why").inner_text()) > 15


def test_a_step_of_the_engine_that_breaks_an_earlier_one_does_not_pass(
    site: str, visitor: Open
) -> None:
    step = card(visitor(site + "course-06-graph.html"), "06-graph/parents")
    solution = text("06-graph/parents", "solution.py")
    power = 'Error(f"{self.value} **'
    broken = solution.replace(f"raise Value{power}", f"raise Type{power}")
    assert broken != solution
    step.write(broken)
    said = step.check(PATIENCE * 3)
    assert not step.passed
    assert "should raise ValueError, and raised TypeError" in said
    step.write(solution)
    step.check(PATIENCE * 3)
    assert step.passed


AXE = LESSONS.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


AXE_SIZES = [("desktop", "light"), ("phone", "dark")]
AXE_PAGES = ["course.html", "course-07-chain-rule.html", "engine.html", "reference.html",
             "reference-sqrt.html"]  # fmt: skip
AT_EACH_CHANGE = [("course.html", *AXE_SIZES[0]), ("engine.html", *AXE_SIZES[0]),
                  ("course-07-chain-rule.html", *AXE_SIZES[1])]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "size", "theme"),
    [
        pytest.param(*one, marks=() if one in AT_EACH_CHANGE else pytest.mark.long)
        for one in ((name, *size) for name in AXE_PAGES for size in AXE_SIZES)
    ],
)
def test_axe_finds_nothing_on_the_pages_of_the_course(
    site: str, visitor: Open, name: str, size: str, theme: str
) -> None:
    page = visitor(site + name, size)
    page.emulate_media(color_scheme=theme)
    eventually(lambda: page.locator("main h1").count() == 1, 60, "the page is there")
    if name.startswith("course-"):
        card(page, "07-chain-rule/wrong-gradient")
    page.evaluate(f"{AXE.read_text('utf-8')};void 0")
    until_still(page)
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(({violations}) =>"
        " violations.map(({id, nodes}) => `${id}: ${nodes.map((n) => n.html).join(' ')}`))",
        RULES,
    )
    assert found == []
