"""Keys that arrive in one piece, as over a slow line, do what they say or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from store.model import Span
from tests.terminal.conftest import Open
from tests.terminal.steps import leave, place, tag_count
from tests.terminal.terminal import Terminal

TEXT = "Captain Yusra Halabi\n\ndid undo the redo.\n"


@pytest.fixture
def listed(open_app: Open, tmp_path: Path) -> Terminal:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    library = Library.open(tmp_path / "library", "ann", create=True)
    list(library.import_paths([tmp_path / "a.txt"]))
    library.tagging(library.summaries()[0].id).tag(Span(0, 7), "Person")
    terminal = open_app("--library", library.folder)
    terminal.wait_for("1 report")
    return terminal


def test_enter_twice_opens_a_report_once(listed: Terminal) -> None:
    listed.press("enter", "enter")
    listed.wait_for(lambda t: place(t) == "1:1")
    assert leave(listed) == 0


def test_the_letters_of_a_note_are_no_commands(listed: Terminal) -> None:
    listed.press("enter")
    listed.wait_for(lambda t: place(t) == "1:1")
    listed.press("m", "dubious; ddd", "enter")
    listed.wait_for("Noted: Captain")
    listed.press("right")
    listed.wait_for("“dubious; ddd”")
    assert tag_count(listed) == "1 tag"
    assert leave(listed) == 0


def test_a_whole_visit_may_arrive_in_one_piece(listed: Terminal, tmp_path: Path) -> None:
    listed.press("enter", "w", "v", "w", "2", "b", "m", "seen", "enter", "q", "q")
    assert listed.wait_exit() == 0
    library = Library.open(tmp_path / "library", "ann")
    tags = library.tags(library.summaries()[0].id)
    assert [(tag.quote, tag.label, tag.note) for tag in tags] == [
        ("Captain", "Person", ""),
        ("Yusra", "Organisation", "seen"),
    ]


def test_a_picker_takes_what_was_typed_before_enter(listed: Terminal) -> None:
    listed.press("enter")
    listed.wait_for(lambda t: place(t) == "1:1")
    listed.press("t")
    listed.wait_for("type to find")
    listed.press("frequen", "enter")
    listed.wait_for("Tagged Frequency: Captain")
    assert leave(listed) == 0


def test_a_field_takes_letters_and_editing_keys_in_their_order(listed: Terminal) -> None:
    listed.press("enter")
    listed.wait_for(lambda t: place(t) == "1:1")
    listed.press("m")
    listed.wait_for("Note on Person: Captain")
    listed.press("lost", "ctrl+u", "abx", "backspace", "cd", "left", "left", "Z", "enter")
    listed.wait_for("Noted: Captain")
    listed.press("left")
    listed.wait_for("“abZcd”")
    assert leave(listed) == 0
