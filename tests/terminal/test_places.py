"""The place in a report is there again, whether one left or the line dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.steps import place

TEXT = "Captain Yusra Halabi\n\nwas seen in Tall Najma on 3 May 2024.\n"


@pytest.mark.parametrize("dropped", [False, True])
def test_the_place_is_remembered(open_app: Open, tmp_path: Path, *, dropped: bool) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(tmp_path / "library", "ann", create=True)
    list(library.import_paths([tmp_path / "a.txt"]))
    report = library.summaries()[0].id
    terminal = open_app("--library", library.folder, report)
    terminal.wait_for(lambda t: place(t) == "1:1")
    terminal.press("down", "down", "right")
    terminal.wait_for(lambda t: place(t) == "3:2")
    if dropped:
        terminal.hang_up()
        terminal.status()
    else:
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    again = open_app("--library", library.folder, report)
    again.wait_for(lambda t: place(t) == "3:2")


def test_a_demo_begins_anew_and_leaves_no_place(open_app: Open) -> None:
    for _ in range(2):
        terminal = open_app("demo")
        terminal.wait_for("8 reports")
        terminal.press("enter")
        terminal.wait_for(lambda t: place(t) == "1:1")
        terminal.press("down", "down")
        terminal.wait_for(lambda t: place(t) == "2:1")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
