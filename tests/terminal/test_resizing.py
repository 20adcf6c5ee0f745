"""A terminal changes its size: the reading position stays, the side panel finds its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal.conftest import Open
from tests.terminal.steps import import_folder, leave, open_first, place, write_reports
from tests.terminal.terminal import Terminal

WORDS = 30
LINES = 80
LONG = "The long report of 5 March 2024\n\n" + "\n".join(
    " ".join(f"w{line:02}x{word:02}" for word in range(WORDS)) for line in range(3, LINES)
)
WORD = re.compile(r"w(\d\d)x(\d\d)")


@pytest.fixture
def reading(open_app: Open, tmp_path: Path) -> Terminal:
    terminal = open_app("--library", tmp_path / "library")
    terminal.wait_for("No reports yet.")
    import_folder(terminal, write_reports(tmp_path / "reports", {"a.txt": LONG}), 1)
    open_first(terminal)
    return terminal


def word_at(position: str) -> str:
    """Return the word that starts at a line and column, both counted from 1."""
    line, column = map(int, position.split(":"))
    return f"w{line:02}x{(column - 1) // 7:02}"


def test_the_reading_position_survives_every_size(reading: Terminal) -> None:
    reading.press("/")
    reading.wait_for("Find (")
    reading.press("w41x12", "enter")
    reading.wait_for("Match 1 of 1")
    reading.press("escape")
    reading.wait_for(place)
    position = place(reading) or ""
    assert position.startswith("41:")
    for columns, rows in ((40, 12), (120, 40), (80, 24)):
        reading.resize(columns, rows)
        reading.wait_for(lambda t: settled(t, position))
        assert word_at(position) in reading.text
        assert reading.lines()[0].endswith("1 of 1")
    assert leave(reading) == 0


def settled(terminal: Terminal, position: str) -> bool:
    """Tell whether all is painted: the bars in their rows, and every word of the text between."""
    lines = terminal.lines()
    if place(terminal) != position or not lines[-1].startswith(" Tab Entity"):
        return False
    shown = [(int(line), int(word)) for line, word in WORD.findall(terminal.text)]
    every = [(line, word) for line in range(3, LINES) for word in range(WORDS)]
    return all(lines[1:-2]) and shown == [w for w in every if shown[0] <= w <= shown[-1]]


def test_on_a_narrow_screen_the_panel_takes_the_place_of_the_text(reading: Terminal) -> None:
    reading.press("down", "down", "v", "w", "1")
    reading.wait_for("Tagged Person: w03x00")
    reading.resize(40, 12)
    reading.wait_for(lambda t: t.lines()[-1].startswith(" Tab Entity"))
    reading.press("f6")
    reading.wait_for("At the cursor")
    assert "w03x01" not in reading.text
    reading.wait_for(" Person        w03x00")
    reading.press("escape")
    reading.wait_for("w03x01")
    assert "At the cursor" not in reading.text
    reading.resize(120, 40)
    reading.wait_for("At the cursor")
    assert "w03x01" in reading.text
    assert leave(reading) == 0
