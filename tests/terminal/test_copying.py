"""Text goes to the terminal's clipboard on the user's key alone, and only once it is allowed."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.steps import leave, place
from tests.terminal.terminal import Terminal
from tests.terminal.tokens import kinds

TEXT = "first\x1b]52;c;cHduZWQ=\x07 words\nof a report\n"
SHOWN = "first␛]52;c;cHduZWQ=␇ words"
COPIED = re.compile(rb"\x1b\]52;c;([^\x07]*)\x07")
ASKS = "Copy to your terminal's clipboard?"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "a.txt").write_text(TEXT)
    made = Library.open(tmp_path / "library", "ann", create=True)
    list(made.import_paths([tmp_path / "a.txt"]))
    return made


@pytest.fixture
def settings(environment: dict[str, str]) -> Path:
    return Path(environment["XDG_CONFIG_HOME"], "spantag", "settings.toml")


def copied(terminal: Terminal) -> list[str]:
    """Return what the terminal was told to keep."""
    return [base64.b64decode(found).decode() for found in COPIED.findall(terminal.raw)]


def copy_first_line(terminal: Terminal) -> None:
    """Select the first line of the report and press the key."""
    terminal.wait_for(lambda t: place(t) == "1:1")
    terminal.press("v", "end")
    terminal.wait_for("MARK")
    terminal.press("y")


def test_it_asks_once_and_keeps_the_answer(
    open_app: Open, library: Library, settings: Path
) -> None:
    report = library.summaries()[0].id
    terminal = open_app("--library", library.folder, report)
    copy_first_line(terminal)
    terminal.wait_for(ASKS)
    assert copied(terminal) == []
    terminal.press("escape")
    terminal.wait_for(lambda t: ASKS not in t.text)
    assert copied(terminal) == []
    assert not settings.exists()
    terminal.press("y")
    terminal.wait_for(ASKS)
    terminal.press("enter")
    terminal.wait_for("Copied ")
    assert copied(terminal) == [SHOWN]
    assert settings.read_text().strip() == 'copy = "on"'
    terminal.press("home")
    copy_first_line(terminal)
    terminal.wait_for(lambda t: len(copied(t)) == 2)
    assert leave(terminal) == 0
    oscs = {kind for kind in kinds(terminal.raw) if kind.startswith("osc") and "'22;" not in kind}
    assert {kind.partition(";c;")[0] for kind in oscs} == {"osc '52"}


def test_it_stays_off(open_app: Open, library: Library, settings: Path) -> None:
    settings.parent.mkdir(parents=True)
    settings.write_text('copy = "off" # we may not\n')
    terminal = open_app("--library", library.folder, library.summaries()[0].id, columns=120)
    copy_first_line(terminal)
    terminal.wait_for("Copying is off")
    assert leave(terminal) == 0
    assert b"\x1b]52" not in terminal.raw
    assert settings.read_text() == 'copy = "off" # we may not\n'


def test_what_is_too_long_is_not_cut_but_refused(
    open_app: Open, tmp_path: Path, settings: Path
) -> None:
    settings.parent.mkdir(parents=True)
    settings.write_text('copy = "on"\n')
    (tmp_path / "long.txt").write_text("word " * 2_000)
    library = Library.open(tmp_path / "library", "ann", create=True)
    list(library.import_paths([tmp_path / "long.txt"]))
    terminal = open_app(
        "--library", library.folder, library.summaries()[0].id, TERM="screen-256color"
    )
    terminal.wait_for(lambda t: place(t) == "1:1")
    terminal.press("v", "G", "y")
    terminal.wait_for("Too long to copy")
    assert b"\x1b]52" not in terminal.raw


@pytest.mark.parametrize("key", ["\x03", "\x18"], ids=["ctrl+c", "ctrl+x"])
def test_what_is_cut_in_a_field_stays_in_the_app(
    key: str, open_app: Open, library: Library
) -> None:
    terminal = open_app("--library", library.folder)
    terminal.wait_for("1 report")
    terminal.press("/")
    terminal.wait_for("words of the title")
    terminal.press("secret")
    terminal.wait_for("secret")
    terminal.press("\x1b[1;2H", key, "end", "z")
    terminal.wait_for("z" if key == "\x18" else "secretz")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert b"\x1b]52" not in terminal.raw
