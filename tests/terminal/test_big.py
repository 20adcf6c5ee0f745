"""A report of some megabytes is there at once, and nobody waits for its entities."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from tests.terminal.conftest import Open
from tests.terminal.steps import leave, place, tag_count
from tests.terminal.terminal import Terminal

WORDS = "General Haddad said on 3 May 2024 that drones were seen near Baghdad. "


def text_of(separator: str) -> str:
    """Return a text for whose entities the recogniser needs many seconds."""
    half = separator.join([WORDS * 2] * 12_000)
    return f"the aardvark{separator}{half} quetzalcoatl {half}{separator}zymurgy"


@pytest.fixture(params=["\n", " "], ids=["lines", "one line"])
def opened(request: pytest.FixtureRequest, open_app: Open, tmp_path: Path) -> Terminal:
    (tmp_path / "big.txt").write_text(text_of(request.param), encoding="utf-8")
    library = Library.open(tmp_path / "library", "ann", create=True)
    list(library.import_paths([tmp_path / "big.txt"]))
    terminal = open_app("--library", library.folder, library.summaries()[0].id)
    terminal.wait_for("aardvark")
    return terminal


def test_a_big_report_is_gone_through_and_left_while_entities_are_looked_for(
    opened: Terminal,
) -> None:
    opened.press("G")
    opened.wait_for("zymurgy")
    opened.press("g")
    opened.wait_for(lambda t: place(t) == "1:1")
    opened.press("/")
    opened.wait_for("Find (")
    opened.press("quetzalcoatl", "enter")
    opened.wait_for("Match 1 of 1")
    opened.press("1")
    opened.wait_for(lambda t: tag_count(t) == "1 tag")
    assert leave(opened) == 0
