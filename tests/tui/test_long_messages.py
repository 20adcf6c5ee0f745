"""Messages that must be read whole, and lists of commands, fit on small screens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from msgspec.structs import replace
from textual.geometry import Region

from keymaps import COMMANDS, Dispatcher, available, load
from store.importing.outcome import Kind
from store.library import Library
from store.model import Entity, Span
from store.reviews import Suggestions
from tui.cells import cut, fit, wrapped
from tui.screens import status
from tui.screens.commands import by_keys, by_title, fitting
from tui.screens.importing import progress, summary
from tui.screens.telling_picker import TellingPicker
from tui.widgets import report_table
from tui.widgets.bars import StatusLine
from tui.widgets.kept import Kept

Running = Callable[..., AbstractAsyncContextManager[Any]]
LONG = (
    "The default keymap is in use: /home/analyst/.config/spantag/keymaps/mine.toml, line 3: error: "
    "w asks for text.word_right and text.note at once; give one of them another key, or false"
)


def painted(widget: Kept) -> list[str]:
    """Return the lines of a widget as they are on the screen."""
    width, height = widget.outer_size
    strips = widget.render_lines(Region(0, 0, width, height))
    return ["".join(segment.text for segment in strip).strip() for strip in strips]


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_an_error_is_shown_whole_until_the_next_command(
    running: Running, filled: Library, size: tuple[int, int]
) -> None:
    async with running(filled, size=size, report=filled.summaries()[0].id) as session:
        line = session.reading.query_one(StatusLine)
        session.app.notify(LONG, severity="error")
        await session.settle()
        shown = painted(line)
        assert len(shown) > 1
        assert "".join(shown).replace(" ", "") == LONG.replace(" ", "")
        assert session.reading.view.size.height == size[1] - 2 - len(shown)
        await session.press("down")
        assert len(painted(line)) == 1


@pytest.mark.parametrize("name", available())
async def test_what_to_do_first_is_said_whole(running: Running, filled: Library, name: str) -> None:
    id_ = filled.summaries()[0].id
    filled.tagging(id_).tag(Span(4, 8), "Person")
    async with running(filled, report=id_) as session:
        session.app.dispatcher = Dispatcher(load(name))
        view = session.reading.view
        view.move_to(view.cursor.moved(view.text.index("praised")))
        await session.settle()
        session.reading.does.tags.action_label_picker()
        await session.settle()
        assert session.status.endswith(" to an entity")
        assert " ".join(painted(session.reading.query_one(StatusLine))) == session.status
        view.move_to(view.cursor.moved(5))
        session.reading.does.edges.action_move_edges()
        await session.settle()
        assert session.status.endswith(" drop")
        assert session.status in " ".join(painted(session.reading.query_one(StatusLine)))


async def test_the_notice_of_the_start_is_told_over_a_report(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id, notice=LONG) as session:
        assert session.reading.query_one(StatusLine).message == LONG


async def test_what_is_long_but_no_error_takes_one_line(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        session.listing.tell(LONG)
        await session.settle()
        (shown,) = painted(session.listing.query_one(StatusLine))
        assert shown.endswith("sorted by import")


def test_a_text_that_was_cut_before_has_one_ellipsis() -> None:
    assert cut("one two…", 8) == "one two…"
    assert cut("one two… three", 9) == "one two…"
    assert fit("one two… three", 9) == "one two… "


def test_text_is_broken_at_blanks_where_there_are_some() -> None:
    assert wrapped("one two  three", 7, 9) == ["one two", "three"]
    assert wrapped("one twofold", 7, 9) == ["one", "twofold"]
    assert wrapped("abcdefghij k", 4, 9) == ["abcd", "efgh", "ij k"]
    assert wrapped("one two three", 5, 2) == ["one", "two …"]
    assert wrapped("日本語", 4, 9) == ["日本", "語"]
    assert wrapped("", 4, 9) == []


@pytest.mark.parametrize("name", available())
def test_no_row_of_help_and_palette_is_cut_at_80_columns(name: str) -> None:
    dispatcher = Dispatcher(load(name))
    for command in COMMANDS:
        keys = dispatcher.keys_for(command.id) or ("-",)
        for draw in (by_keys, by_title):
            row = "".join(text for text, _ in draw(command, keys, 74))
            assert "…" not in row
            assert len(row) <= 74


def test_keys_that_do_not_fit_are_left_out_whole() -> None:
    assert fitting(("Ctrl+W w", "Ctrl+W Ctrl+W", "F6"), 17) == "Ctrl+W w"
    assert fitting(("j", "Down", "x"), 9) == "j, Down"


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.parametrize("key", ["?", "ctrl+p"])
async def test_what_the_command_of_a_row_does_is_told_whole(
    running: Running, filled: Library, size: tuple[int, int], key: str
) -> None:
    async with running(filled, size=size, report=filled.summaries()[0].id) as session:
        await session.press(key, *"all the same", "down")
        picker = session.app.screen
        assert isinstance(picker, TellingPicker)
        line = picker.query_one(StatusLine)
        assert line.message == "X  Reject all of these words or this name, after a look."
        assert " ".join(painted(line)) == line.message
        await session.press("escape")


async def test_a_list_to_read_is_read_whole_on_a_small_screen(
    running: Running, filled: Library
) -> None:
    id_ = filled.summaries()[0].id
    filled.tagging(id_).tag(Span(0, 6), "MilitaryPlatform")
    async with running(filled, (40, 12), report=id_) as session:
        await session.press("H")
        assert " ".join(painted(session.app.screen.query_one(StatusLine))) == (
            "tagged MilitaryPlatform"
        )
        await session.press("enter", "W", "down")
        assert session.status == "set by hand"


async def test_the_description_of_a_label_is_told_whole(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("v", "w", "t")
        found = [label.description for label in filled.labels()]
        assert session.status == found[0]
        await session.press("down")
        assert session.status == found[1]
        await session.press(*"no such label")
        assert session.status == ""


def test_numbers_are_written_alike_wherever_they_stand(filled: Library) -> None:
    line = filled.summaries()[0]
    tags = next(column for column in report_table.COLUMNS if column.name == "tags")
    shown = [tags.text(replace(line, tags=count)) for count in (0, 987, 1600, 53_600)]
    assert shown == ["", "987", "1,600", "54k"]
    found = tuple(Entity(Span(at, at + 1), "Person", "rule") for at in range(8_000))
    assert str(Suggestions(found, found[1_600:], frozenset())) == "1,600 of 8,000"
    assert status.mode(1_600, marking=True) == "MARK 1,600"
    assert status.counts(1_600, 0, 1, 2) == "1,600 tags  50 %"
    assert progress(1_600, 8_000).endswith(" 1,600 of 8,000")
    assert summary(Counter({Kind.IMPORTED: 1_600})) == "1,600 imported"
