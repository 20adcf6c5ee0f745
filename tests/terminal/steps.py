"""What one does in the app again and again, each step waiting for what the screen then says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from tests.terminal.terminal import Terminal

_STATUS = re.compile(r" (?P<place>\d+:\d+)?.* (?P<tags>\d+ tags?)  (?P<percent>\d+) %")


def write_reports(folder: Path, texts: Mapping[str, str]) -> Path:
    """Write files of these names and texts, and return their folder."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def retype(terminal: Terminal, old: str, new: str) -> None:
    """Replace what stands in the field of a dialog."""
    terminal.press("ctrl+u")
    # Keys of a field are slower than letters: letters sent along would be deleted too.
    terminal.wait_for(lambda t: old not in t.text)
    terminal.press(new)


def import_folder(terminal: Terminal, folder: Path, count: int) -> None:
    """Import a folder from the list of reports by typing its path."""
    terminal.press("i")
    terminal.wait_for("Import a file")
    terminal.press("ctrl+u")
    terminal.wait_for("/path/to/reports/")
    terminal.press(str(folder), "enter")
    terminal.wait_for(min(path.name for path in folder.iterdir()))
    terminal.press("enter")
    terminal.wait_for(f"{count} imported")
    terminal.press("enter")
    terminal.wait_for(f"{count} report")


def open_first(terminal: Terminal) -> None:
    """Open the first report of the list, and wait until its entities are underlined."""
    terminal.press("home", "enter")
    terminal.wait_for(lambda t: place(t) == "1:1" and underlined(t))


def underlined(terminal: Terminal) -> bool:
    """Tell whether some character on the screen is underlined."""
    rows = terminal.screen.buffer.values()
    return any(cell.underscore for row in rows for cell in row.values())


def leave(terminal: Terminal) -> int:
    """Go from an open report to the list, quit there, and return the exit status."""
    terminal.press("q")
    terminal.wait_for("spantag  ")
    terminal.press("q")
    return terminal.wait_exit()


def place(terminal: Terminal) -> str | None:
    """Return the line and column in the status line; None while it says something else."""
    return _status(terminal, "place")


def tag_count(terminal: Terminal) -> str | None:
    """Return how many tags the status line counts, in its words."""
    return _status(terminal, "tags")


def percent(terminal: Terminal) -> str | None:
    """Return how far the cursor is into the text."""
    return _status(terminal, "percent")


def _status(terminal: Terminal, part: str) -> str | None:
    match = _STATUS.fullmatch(terminal.lines()[-2])
    return match[part] if match else None


def to_entity(terminal: Terminal, label: str, limit: int = 12) -> None:
    """Press Tab until the cursor is on an entity of a label."""
    for _ in range(limit):
        terminal.press("tab")
        # The percentage stands there whatever message takes the place of the rest.
        terminal.wait_for(partial(_moved_from, percent(terminal)))
        if f"{label}?" in terminal.lines()[-2]:
            return
    raise AssertionError(f"no entity {label}; the screen:\n{terminal.text}")


def _moved_from(before: str | None, terminal: Terminal) -> bool:
    return place(terminal) is not None and percent(terminal) != before
