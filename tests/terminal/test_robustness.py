"""Other terminals, no terminal, no colours, a broken keymap, and a library that is thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.steps import leave, open_first, percent, tag_count, to_entity
from tests.terminal.terminal import Terminal, spantag
from tests.terminal.tokens import looks

TEXT = "Report of 5 March 2024\n\nSee https://wire.example/a1 and nothing else.\n"
COLOURS = {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108), 58}
"""The parameters of SGR that set a colour, but for 39 and 49, which are the terminal's own."""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    made = Library.open(tmp_path / "library", "ann", create=True)
    list(made.import_paths([tmp_path / "a.txt"]))
    return made.folder


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
@pytest.mark.parametrize("command", [[], ["demo"]], ids=["open", "demo"])
def test_without_a_terminal_there_is_one_line_and_no_app(
    command: list[str], stream: str, library: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    master, slave = os.openpty()
    streams = {"stdin": slave, "stdout": slave, "stderr": slave}
    reads, writes = os.pipe()
    streams[stream] = reads if stream == "stdin" else writes
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *spantag("--library", library, *command)],
        env=environment,
        cwd=tmp_path,
        stdin=streams["stdin"],
        stdout=streams["stdout"],
        stderr=streams["stderr"],
    )
    try:
        assert process.wait(10) == 2
        assert time.monotonic() - began < 2
    finally:
        process.kill()
        os.close(writes)
    said = os.read(reads if stream == "stderr" else master, 4096).decode()
    for descriptor in (reads, master, slave):
        os.close(descriptor)
    assert said.rstrip("\r\n").count("\n") == 0
    assert "needs a terminal" in said
    assert "\x1b" not in said


def test_the_demo_leaves_nothing_behind(open_app: Open, environment: dict[str, str]) -> None:
    terminal = open_app("demo")
    terminal.wait_for("reports")
    temporary = Path(environment["TMPDIR"])
    assert [path.name[:13] for path in temporary.iterdir()] == ["spantag-demo-"]
    open_first(terminal)
    terminal.press("v", "w", "1")
    terminal.wait_for(lambda t: tag_count(t) == "1 tag")
    assert leave(terminal) == 0
    assert list(temporary.iterdir()) == []
    assert not Path(environment["HOME"], "data").exists()


def cell(terminal: Terminal, word: str, after: int = 0) -> tuple[bool, ...]:
    """Return how a character of a word in the text looks: bold, underlined, reversed."""
    row = next(y for y, line in enumerate(terminal.lines()) if y > 0 and word in line)
    shown = terminal.screen.buffer[row][terminal.lines()[row].index(word) + after]
    assert (shown.fg, shown.bg) == ("default", "default")
    return shown.bold, shown.underscore, shown.reverse


def test_without_colours_everything_differs_by_attributes(open_app: Open, library: Path) -> None:
    terminal = open_app("--library", library, NO_COLOR="1")
    terminal.wait_for("1 report")
    open_first(terminal)
    to_entity(terminal, "Url")
    cursor, entity = cell(terminal, "https"), cell(terminal, "https", 1)
    plain = cell(terminal, "nothing")
    terminal.press("enter")
    terminal.wait_for("SELECTED")
    selected = cell(terminal, "https", 1)
    terminal.press("a")
    terminal.wait_for(lambda t: tag_count(t) == "1 tag")
    tag = cell(terminal, "https", 1)
    assert len({entity, plain, selected, tag}) == 4
    assert cursor not in (entity, plain, tag)
    assert leave(terminal) == 0
    assert looks(terminal.raw) & COLOURS == set()


@pytest.mark.parametrize("name", ["vt100", "linux", "screen", "dumb", "nonsense"])
def test_any_kind_of_terminal_will_do(name: str, open_app: Open, library: Path) -> None:
    terminal = open_app("--library", library, TERM=name)
    terminal.wait_for("1 report")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.modes == {7, 25}


@pytest.mark.parametrize("name", ["nosuch", "broken.toml"])
def test_with_a_wrong_keymap_the_default_is_used(
    name: str, open_app: Open, library: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken.toml").write_text("[text\n", encoding="utf-8")
    terminal = open_app("--library", library, "--keymap", name, columns=200)
    terminal.wait_for("The keymap default is in use")
    assert name in terminal.lines()[-2]
    open_first(terminal)
    terminal.press("G")
    terminal.wait_for(lambda t: percent(t) == "100")
    assert leave(terminal) == 0
