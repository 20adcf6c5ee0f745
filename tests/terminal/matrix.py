"""What must hold of the app on every kind of terminal, at every size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from store.library import Library
from tests.terminal.steps import leave
from tests.terminal.terminal import Terminal
from tests.terminal.tokens import harmful, kinds, looks
from tui.wire.small import LEAST

TERMS = (
    *("xterm", "xterm-256color", "screen", "screen-256color", "tmux", "tmux-256color"),
    *("linux", "vt100", "rxvt", "rxvt-unicode", "never-heard-of"),
)
LOCALES = ("C.UTF-8", "C")
SIZES = ((100, 40), (1, 1), (20, 5), (39, 11), (40, 12), (132, 43), (300, 100))
TEXT = (
    "Müller said “yes” – in Kyiv (Київ), بيروت and 北京 on 5 March 2024 …\n"
    "q\u0301 ☕ \x1b]0;owned\x07 \x9b31m \u202eevil\u2066 [@click=app.quit]x[/]\n" * 30
)
COLOURS = {*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108)}
OWN = {"text", r"control '\r'", "escape 'D'", "escape 'M'", "osc '22;default'", "osc '22;text'"}
"""What is sent besides control sequences."""


def make_library(folder: Path) -> Library:
    """Make a library of one report in many scripts, which attacks the terminal."""
    (folder / "a.txt").write_text(TEXT, encoding="utf-8", newline="")
    library = Library.open(folder / "library", "ann", create=True)
    list(library.import_paths([folder / "a.txt"]))
    return library


def usable(terminal: Terminal) -> bool:
    """Tell whether title, status and keys are where they belong, or why nothing can be."""
    columns, rows = terminal.screen.columns, terminal.screen.lines
    lines = terminal.lines()
    if columns < LEAST[0] or rows < LEAST[1]:
        said = " ".join(line for line in lines if line)
        full = f"spantag needs 40x12 cells; here are {columns}x{rows}."
        return bool(said) and full.replace(" ", "").startswith(said.replace(" ", ""))
    return (
        lines[-1].startswith((" Tab Entity", " Enter Open"))
        and lines[-2].rstrip().endswith("%")
        and "1 of 1" in lines[0]
    )


def walk(terminal: Terminal, sizes: Iterable[tuple[int, int]] = SIZES) -> None:
    """Take sizes in turn, with a key in each, and leave; each must be usable.

    Raises:
        AssertionError: if one is not.
    """
    for columns, rows in sizes:
        terminal.resize(columns, rows)
        terminal.press("down")
        terminal.wait_for(usable)
    terminal.resize(80, 24)
    terminal.wait_for(usable)
    assert leave(terminal) == 0


def wrong(terminal: Terminal, variables: Mapping[str, str]) -> list[str]:
    """Return what was sent that this terminal should not have got."""
    raw = terminal.raw
    found = [f"sent {char!r}" for char in harmful(raw)]
    found += [kind for kind in kinds(raw) if not kind.startswith("CSI") and kind not in OWN]
    if variables.get("LANG") == "C" and not raw.isascii():
        found.append("more than ASCII")
    if ("NO_COLOR" in variables or variables.get("TERM") == "vt100") and COLOURS & looks(raw):
        found.append("colours")
    if "256" not in variables.get("TERM", "") and {38, 48} & looks(raw):
        found.append("more than 16 colours")
    if variables.get("TERM") == "linux" and set(range(100, 108)) & looks(raw):
        found.append("fills that the console does not have")
    if terminal.modes != {7, 25}:
        found.append(f"modes left on: {terminal.modes}")
    return found
