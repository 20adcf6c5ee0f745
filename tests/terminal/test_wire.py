"""What goes over the wire, from the real app to a real terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.steps import place
from tests.terminal.terminal import Terminal
from tests.terminal.tokens import looks

LINES = "".join(f"Line {number} of a text that is longer than a screen\n" for number in range(90))
ROW = 400
"""Bytes that a row of 80 columns in 256 colours may cost, with the status line."""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "a.txt").write_text(LINES)
    made = Library.open(tmp_path / "library", "ann", create=True)
    list(made.import_paths([tmp_path / "a.txt"]))
    return made


def opened(open_app: Open, library: Library, **variables: str) -> Terminal:
    """Return the app at the report's end of the first screen."""
    terminal = open_app("--library", library.folder, library.summaries()[0].id, **variables)
    terminal.wait_for(lambda t: place(t) == "1:1")
    go_to(terminal, 20)
    return terminal


def go_to(terminal: Terminal, line: int) -> None:
    """Press down up to a line."""
    at = int((place(terminal) or "").partition(":")[0])
    terminal.press(*["down"] * (line - at))
    terminal.wait_for(lambda t: place(t) == f"{line}:1")


@pytest.mark.parametrize("term", ["xterm-256color", "screen", "linux", "vt100", "unheard-of"])
def test_a_row_that_comes_in_is_all_that_is_sent(
    term: str, open_app: Open, library: Library
) -> None:
    terminal = opened(open_app, library, TERM=term)
    go_to(terminal, 30)
    before = len(terminal.raw)
    go_to(terminal, 31)
    assert [line.strip() for line in terminal.lines()[1:22]] == LINES.split("\n")[10:31]
    if term != "unheard-of":
        assert len(terminal.raw) - before < ROW


def test_a_terminal_without_colours_gets_none(open_app: Open, library: Library) -> None:
    terminal = opened(open_app, library, TERM="vt100")
    assert not {*range(30, 50), *range(90, 108)} & looks(terminal.raw)


def test_the_screen_is_painted_anew_when_asked(open_app: Open, library: Library) -> None:
    terminal = opened(open_app, library)
    shown = terminal.lines()
    terminal.screen.erase_in_display(2)
    terminal.press("\x0c")
    terminal.wait_for(lambda t: t.lines() == shown)


def test_a_size_that_lasted_but_a_moment_leaves_nothing_behind(
    open_app: Open, library: Library
) -> None:
    terminal = opened(open_app, library)
    shown = terminal.lines()
    terminal.resize(60, 20)
    terminal.resize(80, 24)
    terminal.wait_for(lambda t: t.lines() == shown)


def test_nothing_is_sent_while_nothing_happens(open_app: Open, library: Library) -> None:
    terminal = opened(open_app, library)
    terminal.wait_for(lambda t: re.search(r"\b0/\d+ ", t.text) is not None)  # all entities
    before = -1
    while before != len(terminal.raw):
        before = len(terminal.raw)
        terminal.watch(1)
    terminal.send(b"\x1b[O\x1b[I\x1b[O\x1b[I")
    terminal.watch(0.5)
    assert len(terminal.raw) == before
    assert not {1003, 1004} & terminal.modes


def test_keys_are_obeyed_while_the_terminal_takes_nothing(open_app: Open, library: Library) -> None:
    terminal = opened(open_app, library)
    # More than a terminal's buffer holds would be painted for them.
    terminal.send(b"\x0cl" * 60 + b"g" + b"j" * 40)
    terminal.wait_for(lambda t: place(t) == "41:1")
    assert "Line 40 of" in terminal.text
