"""The compiler of the lessons: what it makes, and how it tells a mistake."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from classroom.prerender.stills import answer
from tools.differences import made_whole

WEB = Path(__file__).resolve().parents[2] / "web"
NODE = os.environ.get("NODE_PROGRAM") or shutil.which("node") or "node"
LESSON = "# One\n\nText with $x^2$.\n\n```exercise\nadd\n```\n\n## Second part\n\nEnd.\n"
COURSE = """\
title = "T"
question = "What for?"
engine = ["01-one/add"]

[[chapter]]
folder = "01-one"
title = "One"
question = "Why?"
minutes = 5
"""
EXERCISE = {
    "exercise.toml": """\
kind = "write"
title = "Add"
minutes = 3
task = "Write `add`, so that $a + b$."
passed = "Yes."
""",
    "starter.py": "def add(a, b):\n    ...\n",
    "solution.py": "def add(a, b):\n    return a + b\n",
    "check.py": "",
    "hints.md": "First.\n\n---\n\nSecond, with $y$.\n",
    "wrong/minus.py": "# message: no\n",
    "wrong/times.py": "# message: never\n",
}


def figure_block(
    view: str, code: str = "01-one/loss.py", caption: str = 'caption = "c"\n', more: str = ""
) -> str:
    head = f'```figure\nview = "{view}"\ncode = "{code}"\n{caption}'
    return f'{head}claim = "loss > 0"\n{more}\n```'


def write(root: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """A course of one chapter with one exercise, without mistakes."""
    root = tmp_path / "lessons"
    write(
        root,
        {
            "course.toml": COURSE,
            "01-one/lesson.md": LESSON,
            "01-one/loss.py": "def loss(x=1.0):\n    return x * x\n",
        },
    )
    write(root / "01-one" / "add", EXERCISE)
    return root


@lru_cache(maxsize=1)
def started() -> subprocess.Popen[str]:
    """The compiler, to be asked again and again: most of a run's time is its start."""
    command = [NODE, Path(__file__).with_name("lessons_tool.mjs")]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    yield
    if started.cache_info().currsize:
        with started():
            pass
        started.cache_clear()


def mistakes(lessons: Path, *options: str) -> str:
    """The mistakes that the compiler tells of a course, made whole as the build does it."""
    whole, misfits = made_whole(lessons)
    assert misfits == []
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers.json"
        answers.write_text(json.dumps(whole), encoding="utf-8")
        words = ["--lessons", str(lessons), "--answers", str(answers), *options]
        tool = started()
        assert tool.stdin
        assert tool.stdout
        print(json.dumps(words), file=tool.stdin, flush=True)
        answer: dict[str, str] = json.loads(tool.stdout.readline())
    return answer["mistakes"]


def compiled(lessons: Path, out: Path) -> None:
    """Compile a course without mistakes."""
    assert mistakes(lessons, "--out", str(out)) == ""


def problems(lessons: Path) -> list[str]:
    """What the compiler says of a course with mistakes."""
    return mistakes(lessons, "--only-check").splitlines()


def lesson(lessons: Path, text: str) -> None:
    write(lessons, {"01-one/lesson.md": text})


def test_a_course_without_mistakes_compiles(lessons: Path, tmp_path: Path) -> None:
    compiled(lessons, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").glob("*.html")} == {
        "course.html",
        "course-01-one.html",
        "engine.html",
    }


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [(LESSON, 0, ""), ("# Other\n", 1, "lessons/01-one/lesson.md:1: the lesson should begin with")],
    ids=["without mistakes", "with one"],
)
def test_the_program_says_by_its_status_and_on_stderr_what_the_compiler_tells(
    lessons: Path, text: str, status: int, said: str
) -> None:
    lesson(lessons, text)
    program = WEB / "tools" / "lessons.mjs"
    command = [NODE, program, "--lessons", lessons, "--only-check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert done.stderr.startswith(said)
    assert bool(done.stderr) == bool(said)


def test_a_page_holds_the_text_the_task_the_hints_and_the_solution(
    lessons: Path, tmp_path: Path
) -> None:
    compiled(lessons, tmp_path / "out")
    page = (tmp_path / "out" / "course-01-one.html").read_text("utf-8")
    for part in (
        "Text with",
        "Second part",
        "Write <code>add</code>",
        "First.",
        "Second, with",
        "return",
    ):
        assert part in page
    assert "message: no" not in page, "wrong answers stay with the author"


def test_markup_in_names_and_code_is_text(lessons: Path, tmp_path: Path) -> None:
    settings = EXERCISE["exercise.toml"].replace('"Add"', "'Add <b>it</b>'")
    write(lessons, {"01-one/add/exercise.toml": settings})
    lesson(lessons, LESSON + "\n```text\n<i>no</i>\n```\n")
    compiled(lessons, tmp_path / "out")
    page = (tmp_path / "out" / "course-01-one.html").read_text("utf-8")
    assert "Add &lt;b&gt;it&lt;/b&gt;" in page
    assert "&lt;i&gt;no&lt;/i&gt;" in page
    assert "<b>it" not in page
    assert "<i>no" not in page


def test_math_is_typeset_without_style_attributes(lessons: Path, tmp_path: Path) -> None:
    lesson(lessons, LESSON + "\n$$\\frac{1}{N} \\sum_i \\sqrt{x_i}$$\n")
    compiled(lessons, tmp_path / "out")
    page = (tmp_path / "out" / "course-01-one.html").read_text("utf-8")
    assert "<math" in page
    assert 'class="katex' in page
    assert not re.search(r"<[^>]* style=", page)
    styles = next((tmp_path / "out" / "assets").glob("math-*.css")).read_text("utf-8")
    for name in set(re.findall(r'class="(m\w+) ', page)) - {
        "mord",
        "mrel",
        "mbin",
        "mop",
        "mopen",
        "mclose",
        "mspace",
        "mfrac",
        "mpunct",
    }:
        assert f".{name}." in styles


def test_the_exercises_are_data_for_the_page(lessons: Path, tmp_path: Path) -> None:
    compiled(lessons, tmp_path / "out")
    [file] = (tmp_path / "out" / "assets").glob("course-*.json")
    data = json.loads(file.read_text("utf-8"))
    assert data["engine"] == ["01-one/add"]
    assert data["chapters"][0]["exercises"] == ["01-one/add"]
    exercise = data["exercises"]["01-one/add"]
    assert exercise["hints"] == 2
    assert set(exercise["files"]) == {"exercise.toml", "starter.py", "solution.py", "check.py"}
    assert file.name in (tmp_path / "out" / "course-01-one.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("added", "line", "said"),
    [
        ("$\\frac{1$", 13, "math:"),
        ("one\ntwo $\\nosuch$", 14, "math:"),
        ("$$\n\\begin{x}\n$$", 13, "math:"),
        ("[x](../02-two/lesson.md)", 13, "leads nowhere"),
        ("[x](#nowhere)", 13, "anchor that is not there"),
        ("[x](javascript:alert)", 13, ""),
        ("![a picture](none.png)", 13, "no picture none.png"),
        ("```exercise\nnone\n```", 14, "no exercise folder 01-one/none"),
        ("```exercise\nadd\n```", 14, "second time"),
        ("```exercise\n../../etc\n```", 14, "no exercise folder"),
        ("```pyhton\nx\n```", 13, 'unknown block "pyhton"'),
        ("```output\n1\n```", 13, "does not follow"),
        ("```question\nWhy?\n```", 13, "write the question, a line ---, and the answer"),
        ("## Second part", 13, "two headings have the anchor #second-part"),
        (
            figure_block("globe"),
            14,
            'unknown view "globe"',
        ),
        (
            figure_block("map", code="01-one/none.py"),
            15,
            "01-one/none.py",
        ),
        (figure_block("map", caption=""), 14, '"caption" is missing'),
        (
            figure_block("map", more='speed = 3'),
            18,
            'unknown setting "speed"',
        ),
        (
            figure_block("map", more='rate = "fast"'),
            18,
            '"rate" should be a number',
        ),
        (
            figure_block("map", more='hide = ["sun"]'),
            18,
            'the view "map" has no part "sun"; it has path',
        ),
        (
            figure_block("graph", more='rate = 0.1'),
            18,
            'setting "rate"; known are view, code, caption, claim, try, hide, engine, start',
        ),
        ('```figure\nview = "map"\ncode = 01-one\n```', 15, "not TOML"),
    ],
)
def test_a_mistake_in_a_lesson_is_told_with_its_file_and_line(
    lessons: Path, added: str, line: int, said: str
) -> None:
    lesson(lessons, f"{LESSON}\n{added}\n")
    if not said:  # the parser makes no link of it: nothing to tell
        assert problems(lessons) == []
        return
    [told] = problems(lessons)
    assert told.startswith(f"lessons/01-one/lesson.md:{line}: ")
    assert said in told


@pytest.mark.parametrize(
    ("name", "content", "line", "said"),
    [
        (
            "exercise.toml",
            'kind = "guess"\ntitle = "A"\nminutes = 3\ntask = "t"\npassed = "p"\n',
            1,
            'unknown kind "guess"',
        ),
        (
            "exercise.toml",
            'kind = "write"\ntitle = "A"\nminutes = 3\ntask = "t"\npassed = "p"\nlevel = 1\n',
            6,
            'unknown setting "level"',
        ),
        (
            "exercise.toml",
            'kind = "write"\ntitle = "A"\nminutes = 3\ntask = "t"\n',
            1,
            '"passed" is missing',
        ),
        (
            "exercise.toml",
            'kind = "write"\ntitle = "A"\nminutes = 3\ntask = "t"\npassed = "p"\n'
            'continues = "01-one/later"\n',
            6,
            "not an exercise before",
        ),
        (
            "exercise.toml",
            'kind = "predict"\ntitle = "A"\nminutes = 3\ntask = "t"\npassed = "p"\n',
            1,
            "no program.py",
        ),
        (
            "exercise.toml",
            'kind = "write"\ntitle = "A"\nminutes = 3\ntask = "line\n',
            4,
            "not TOML",
        ),
        ("hints.md", "Fine.\n\n---\n\nNot $\\frac{1$ fine.\n", 5, "math:"),
        ("hints.md", "Only one.\n", 1, "at least two hints"),
        ("wrong/minus.py", "def add(a, b):\n    return a - b\n", 1, 'begin with "# message: "'),
    ],
)
def test_a_mistake_in_an_exercise_is_told_with_its_file_and_line(
    lessons: Path, name: str, content: str, line: int, said: str
) -> None:
    write(lessons / "01-one" / "add", {name: content})
    told = problems(lessons)
    assert any(
        one.startswith(f"lessons/01-one/add/{name}:{line}: ") and said in one for one in told
    ), told


def test_too_few_wrong_answers_are_told(lessons: Path) -> None:
    (lessons / "01-one" / "add" / "wrong" / "times.py").unlink()
    assert problems(lessons) == [
        "lessons/01-one/add/exercise.toml:1: write at least two wrong answers: wrong/NAME.py"
    ]


def test_an_exercise_that_no_lesson_names_is_told(lessons: Path) -> None:
    write(lessons / "01-one" / "other", EXERCISE)
    assert problems(lessons) == [
        "lessons/01-one/other/exercise.toml:1: "
        "name this exercise in 01-one/lesson.md, in a block ```exercise"
    ]


@pytest.mark.parametrize(
    "missing", ["starter.py", "solution.py", "check.py", "hints.md", "exercise.toml"]
)
def test_a_missing_file_of_an_exercise_is_told(lessons: Path, missing: str) -> None:
    (lessons / "01-one" / "add" / missing).unlink()
    assert any(f"no {missing}" in one for one in problems(lessons))


@pytest.mark.parametrize(
    ("course", "line", "said"),
    [
        (COURSE + 'needs = ["02-two"]\n', 6, 'needs "02-two"'),
        (COURSE.replace("01-one/add", "01-one/none"), 3, 'engine names "01-one/none"'),
        (
            COURSE
            + '\n[[chapter]]\nfolder = "02-two"\ntitle = "Two"\nquestion = "?"\nminutes = 5\n',
            12,
            "no 02-two/lesson.md",
        ),
        (COURSE.replace('title = "One"', 'title = "Other"'), 1, 'should begin with "# Other"'),
        (COURSE.replace("minutes = 5", 'minutes = "5"'), 6, '"minutes" should be a number'),
        ("title = \n", 1, "not TOML"),
        ('before = "[x](01-one/lesson.md#none)"\n' + COURSE, 1, "an anchor that is not there"),
    ],
)
def test_a_mistake_in_the_course_is_told(lessons: Path, course: str, line: int, said: str) -> None:
    write(lessons, {"course.toml": course})
    told = problems(lessons)
    assert any(f":{line}: " in one and said in one for one in told), told


def test_a_lesson_that_no_chapter_lists_is_told(lessons: Path) -> None:
    write(lessons, {"02-two/lesson.md": "# Two\n"})
    assert any("02-two has a lesson, and is not listed" in one for one in problems(lessons))


def test_the_list_of_chapters_says_what_the_course_asks_and_what_it_takes(
    lessons: Path, tmp_path: Path
) -> None:
    before = 'before = "Know *this*: [test](01-one/lesson.md#second-part)."\n'
    write(lessons, {"course.toml": before + COURSE})
    compiled(lessons, tmp_path / "out")
    page = (tmp_path / "out" / "course.html").read_text("utf-8")
    assert "What for?" in page
    link = '<a href="course-01-one.html#second-part">test</a>'
    assert f"Know <em>this</em>: {link}." in page


def test_links_between_chapters_lead_to_pages_and_anchors(lessons: Path, tmp_path: Path) -> None:
    lesson(
        lessons,
        LESSON
        + "\n[a](lesson.md#second-part) [b](#exercise-add) [c](engine.html) [d](https://example.org/)\n",
    )
    compiled(lessons, tmp_path / "out")
    page = (tmp_path / "out" / "course-01-one.html").read_text("utf-8")
    for href in (
        "course-01-one.html#second-part",
        "#exercise-add",
        "engine.html",
        "https://example.org/",
    ):
        assert f'href="{href}"' in page


def with_stills(lessons: Path, out: Path) -> str:
    """As the build does it, in this process: the questions, Python's answers, the pages."""
    figures, stills = out.parent / "figures.json", out.parent / "stills.json"
    assert mistakes(lessons, "--figures", str(figures)) == ""
    answers = [answer(figure) for figure in json.loads(figures.read_text("utf-8"))]
    stills.write_text(json.dumps(answers, allow_nan=False))
    return mistakes(
        lessons, "--out", str(out), "--figures", str(figures), "--stills", str(stills)
    )


def figure_of(lessons: Path, figure: str, claim: str) -> None:
    head = f'```figure\ncode = "01-one/loss.py"\ncaption = "c"\nclaim = "{claim}"\n'
    lesson(lessons, f"{LESSON}\n{head}{figure}\n```\n")


def still_of(lessons: Path, out: Path, figure: str) -> str:
    figure_of(lessons, figure, claim="loss > 0")
    assert with_stills(lessons, out) == ""
    page = (out / "course-01-one.html").read_text("utf-8")
    return page.partition('<div class="figure-body">')[2].partition("<figcaption>")[0]


NOTEBOOK = """\
# %% [markdown]
# # Both
#
# Text.

# %% 01-one/add
# %%writefile mine.py

# %%
from mine import add

print(add(1, 2))
"""


def test_a_notebook_is_made_of_a_python_file_and_can_be_downloaded(
    lessons: Path, tmp_path: Path
) -> None:
    write(lessons, {"01-one/both.py": NOTEBOOK})
    lesson(lessons, LESSON + "\n[notebook](both.ipynb)\n")
    compiled(lessons, tmp_path / "out")
    [file] = (tmp_path / "out" / "assets").glob("both-*.ipynb")
    page = (tmp_path / "out" / "course-01-one.html").read_text("utf-8")
    assert f'href="assets/{file.name}" download="both.ipynb"' in page
    notebook = json.loads(file.read_text("utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]] == [
        ("markdown", "# Both\n\nText."),
        ("code", "%%writefile mine.py\ndef add(a, b):\n    return a + b"),
        ("code", "from mine import add\n\nprint(add(1, 2))"),
    ]
    assert len({cell["id"] for cell in notebook["cells"]}) == 3


@pytest.mark.parametrize(
    ("source", "file", "line", "said"),
    [
        (None, "lesson.md", 13, "there is no both.py in 01-one to make both.ipynb of"),
        ("x = 1\n", "both.py", 1, "a notebook begins with a cell"),
        ("# %%\n\n# %% 01-one/sub\n", "both.py", 3, "there is no exercise 01-one/sub"),
        ("# %% [markdown]\n# A\nB\n", "both.py", 1, "does not begin with #: B"),
    ],
)
def test_a_mistake_in_a_notebook_is_told_with_its_file_and_line(
    lessons: Path, source: str | None, file: str, line: int, said: str
) -> None:
    if source:
        write(lessons, {"01-one/both.py": source})
    lesson(lessons, LESSON + "\n[notebook](both.ipynb)\n")
    [told] = problems(lessons)
    assert told.startswith(f"lessons/01-one/{file}:{line}: ")
    assert said in told


@pytest.mark.parametrize(
    ("figure", "said", "shown"),
    [
        ('view = "slope"\nstart = [3.0]', "its tangent at x = 3, of slope 6.", "line-tangent"),
        ('view = "slope"\nsecant = 1.0', "the one 1 further on.", "line-secant"),
        ('view = "map"\nstart = [3.0]\nsteps = 2', "The descent of 2 steps ends", "line-loss"),
        ('view = "graph"\nstart = [3.0]', "At x = 3", "node-value"),
        ('view = "stepper"\nstart = [3.0]', "x × x = 3 × 3 = 9", "node-gradient"),
        ('view = "curve"\nsteps = 5', "At the start the loss is 1.", "curve-line"),
    ],
)
def test_a_figure_is_drawn_as_a_still_at_its_own_start_and_said_in_words(
    lessons: Path, tmp_path: Path, figure: str, said: str, shown: str
) -> None:
    still = still_of(lessons, tmp_path / "out", figure)
    words = re.search(r'role="img" aria-label="([^"]*)"', still)
    assert words
    assert said.lower() in words[1].lower()
    assert f'class="{shown}' in still
    assert "<svg" in still
    assert not re.search(r"tabindex|data-testid|<script| style=| id=", still)


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ('view = "table"\nstart = [3.0]', ">9<"),
        ('view = "numbers"\nstart = [3.0]', "x = 3"),
        ('view = "derivation"', "<math"),
        ('view = "code"', "def value_and_gradient(x)"),
        ('view = "race"\nlaps = { "by hand" = 0.002 }', "2 ms"),
    ],
)
def test_a_figure_of_text_is_there_as_text(
    lessons: Path, tmp_path: Path, figure: str, shown: str
) -> None:
    assert shown in still_of(lessons, tmp_path / "out", figure)


@pytest.mark.parametrize(
    ("code", "figure", "said"),
    [
        ("def loss(x=1.0):\n    return x / 0\n", "", "the loss of this figure fails: "),
        ("def loss(x=1.0):\n    return x\n", "start = [1.0, 2.0]\n", "start has 2 numbers"),
    ],
)
def test_a_figure_that_cannot_be_drawn_is_told_with_its_line(
    lessons: Path, tmp_path: Path, code: str, figure: str, said: str
) -> None:
    head = (
        '```figure\nview = "graph"\ncode = "01-one/loss.py"\ncaption = "c"\nclaim = "loss > 0"\n'
    )
    lesson(lessons, f"{LESSON}\n{head}{figure}```\n")
    write(lessons, {"01-one/loss.py": code})
    told = with_stills(lessons, tmp_path / "out")
    assert told.startswith("lessons/01-one/lesson.md:14: ")
    assert said in told


def test_a_claim_that_the_figure_does_not_bear_out_is_told_with_its_line(
    lessons: Path, tmp_path: Path
) -> None:
    figure_of(lessons, 'view = "curve"\nsteps = 5', "losses[-1] > losses[0]")
    told = with_stills(lessons, tmp_path / "out")
    assert told.startswith("lessons/01-one/lesson.md:16: the claim does not hold: ")


def test_a_claim_that_holds_stays_with_the_author(lessons: Path, tmp_path: Path) -> None:
    figure_of(lessons, 'view = "curve"\nsteps = 5', "losses[-1] < losses[0] == loss")
    assert with_stills(lessons, tmp_path / "out") == ""
    assert "losses[-1]" not in (tmp_path / "out" / "course-01-one.html").read_text("utf-8")


def test_a_question_is_on_the_page_with_its_answer_folded(lessons: Path, tmp_path: Path) -> None:
    lesson(lessons, LESSON + "\n```question\nWhy $x$?\n\n---\n\nSo.\n```\n")
    compiled(lessons, tmp_path / "out")
    page = (tmp_path / "out" / "course-01-one.html").read_text("utf-8")
    asked, _, answer = page.partition("<details><summary>Answer</summary>")
    assert "Why" in asked
    assert answer.startswith("<p>So.</p>")


def test_markup_in_a_lesson_is_text(lessons: Path, tmp_path: Path) -> None:
    lesson(lessons, LESSON + "\n<script>alert(1)</script>\n")
    compiled(lessons, tmp_path / "out")
    assert "<script>alert" not in (tmp_path / "out" / "course-01-one.html").read_text("utf-8")


class Balance(HTMLParser):
    """Elements that are open, and whether each is closed in its turn."""

    VOID = frozenset({"meta", "link", "img", "br", "hr", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def test_every_page_of_our_course_is_well_formed_and_its_ids_are_unique(tmp_path: Path) -> None:
    compiled(WEB / "lessons", tmp_path)
    for page in tmp_path.glob("*.html"):
        balance = Balance()
        balance.feed(page.read_text("utf-8"))
        assert (balance.faults, balance.open) == ([], []), page.name
        assert len(set(balance.ids)) == len(balance.ids), page.name
