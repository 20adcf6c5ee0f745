"""A sample of terminals, locales and sizes; `tests/bench/terminals.py` goes through all of them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.matrix import make_library, usable, walk, wrong
from tests.terminal.steps import leave, place
from tests.terminal.terminal import Terminal
from tui.wire.pace import QUESTION, SLOW_SECONDS

SAMPLE = [
    {"TERM": "xterm", "LANG": "C"},
    {"TERM": "linux", "LANG": "C.UTF-8"},
    {"TERM": "tmux-256color", "LANG": "C", "NO_COLOR": "1"},
    {"TERM": "never-heard-of", "LANG": "C.UTF-8"},
]
ANSWER = b"\x1b[1;1R"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return make_library(tmp_path)


@pytest.mark.parametrize("variables", SAMPLE, ids=lambda v: "-".join(v.values()))
def test_it_is_usable_or_says_why_not(
    variables: dict[str, str], open_app: Open, library: Library
) -> None:
    terminal = open_app("--library", library.folder, library.summaries()[0].id, **variables)
    terminal.wait_for(usable)
    walk(terminal)
    assert wrong(terminal, variables) == []


def test_without_utf8_letters_keep_their_cells(open_app: Open, library: Library) -> None:
    shown = []
    for lang in ("C.UTF-8", "C"):
        terminal = open_app("--library", library.folder, library.summaries()[0].id, LANG=lang)
        terminal.wait_for("ller said")
        shown.append([line for line in terminal.lines() if "ller said" in line][-1])
        assert leave(terminal) == 0
    assert shown[1].startswith(' M?ller said "yes" - in Kyiv (????), ????? and ???? on 5 March')
    assert shown[0].endswith("…")
    assert shown[1].endswith("~")


def asked(times: int, terminal: Terminal) -> bool:
    return terminal.raw.count(QUESTION.encode()) == times


def late(open_app: Open, library: Library, *options: str, answers: int = 3) -> bytes:
    """Open over a line that answers late, and return all that was sent."""
    terminal = open_app(
        *("--library", library.folder, *options, library.summaries()[0].id),
        columns=120,
        SSH_CONNECTION="10.0.0.1 1 10.0.0.2 22",
    )
    for number in range(1, answers + 1):
        terminal.wait_for(partial(asked, number))
        terminal.watch(SLOW_SECONDS + 0.05)
        terminal.send(ANSWER)
    if not options:
        terminal.wait_for("The line is slow")
    terminal.wait_for(usable if options else (lambda t: True))
    terminal.press("down")
    terminal.wait_for(place)
    assert leave(terminal) == 0
    assert asked(answers, terminal)
    return terminal.raw


def test_a_line_that_answers_late_is_spared(open_app: Open, library: Library) -> None:
    raw = late(open_app, library)
    before, _, after = raw.partition(b"The line is slow")
    assert b"38;5;" in before
    assert b"38;5;" not in after


def test_a_late_line_is_left_alone_where_that_is_forbidden(
    open_app: Open, library: Library
) -> None:
    raw = late(open_app, library, "--low-bandwidth=no")
    assert b"The line is slow" not in raw


def test_a_line_that_answers_soon_is_asked_no_more(open_app: Open, library: Library) -> None:
    terminal = open_app("--library", library.folder, SSH_TTY="/dev/pts/1")
    terminal.wait_for(partial(asked, 1))
    terminal.send(ANSWER)
    terminal.wait_for("1 report")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert asked(1, terminal)


def test_the_switch_spares_the_line_from_the_first_frame(open_app: Open, library: Library) -> None:
    terminal = open_app("--low-bandwidth", "--library", library.folder)
    terminal.wait_for("1 report")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert b"38;5;" not in terminal.raw
    assert QUESTION.encode() not in terminal.raw
