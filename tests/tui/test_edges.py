"""The edges of a tag are moved by any motion, and saved as one edit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from keymaps import Dispatcher, load
from store.library import Library
from store.model import Report, ReportId, Span

Running = Callable[..., AbstractAsyncContextManager[Any]]
TEXT = "The old harbour master, he said, left. 👩🏽\u200d💻 stayed.\n"
OLD = Span(4, 7)


@pytest.fixture
def id_(library: Library, report_of: Callable[..., Report]) -> ReportId:
    report = report_of(TEXT)
    library.add(report)
    library.tagging(report.id).tag(OLD, "Person", note="kept")
    return report.id


def quotes(library: Library, id_: ReportId) -> list[tuple[str, str]]:
    return [(tag.quote, tag.note) for tag in library.tags(id_)]


@pytest.mark.parametrize(
    ("name", "begin", "word", "swap"),
    [
        ("default", "e", "w", "o"),
        ("vim", "M", "w", "o"),
        ("emacs", "e", "ctrl+right", "ctrl+x ctrl+x"),
    ],
)
async def test_both_edges_move_in_every_keymap(
    running: Running, library: Library, id_: ReportId,
    name: str, begin: str, word: str, swap: str,
) -> None:  # fmt: skip
    async with running(library, report=id_) as session:
        session.app.dispatcher = Dispatcher(load(name))
        view = session.reading.view
        view.move_to(view.cursor.moved(OLD.start))
        await session.press(begin)
        assert session.status.startswith("Move the edge by motions;")
        await session.press(word, word, word, *swap.split(), "right")
        assert session.status.startswith("1:6  EDGES 19")
        await session.press("enter")
        assert quotes(library, id_) == [("ld harbour master", "kept")]
        assert view.cursor.span is None
        assert len(library.edits(id_)) == 2
        await session.press(*{"emacs": ["ctrl+x", "u"]}.get(name, ["u"]))
        assert quotes(library, id_) == [("old", "kept")]
        assert view.cursor.head == OLD.start


async def test_the_key_itself_saves_too_and_escape_drops(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        view = session.reading.view
        view.move_to(view.cursor.moved(OLD.start))
        await session.press("e", "left", "e")
        assert quotes(library, id_) == [("ol", "kept")]
        await session.press("e", "right", "right", "escape", "right")
        assert session.status.startswith("1:")
        assert "EDGES" not in session.status
        assert quotes(library, id_) == [("ol", "kept")]


@pytest.mark.parametrize("key", ["escape", "ctrl+g"])
async def test_giving_up_goes_back_to_where_the_cursor_was(
    running: Running, library: Library, id_: ReportId, key: str
) -> None:
    async with running(library, report=id_) as session:
        view = session.reading.view
        view.move_to(view.cursor.moved(OLD.start + 1))
        await session.press("e", "right", "down", key)
        assert (view.cursor.head, view.cursor.span) == (OLD.start + 1, None)
        assert session.status.startswith("The tag stays as it was")
        await session.press("v", "right", key)
        assert view.cursor.head == OLD.start + 2
        assert quotes(library, id_) == [("old", "kept")]


async def test_nothing_left_and_nothing_there_are_said(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        view = session.reading.view
        view.move_to(view.cursor.moved(OLD.start))
        await session.press("e", "left", "left", "left", "enter")
        assert session.status.startswith("Nothing is left of the tag")
        assert quotes(library, id_) == [("old", "kept")]
        await session.press("home", "e")
        assert session.status.startswith("No tag here")


async def test_edges_do_not_cut_what_is_one_character(
    running: Running, library: Library, id_: ReportId
) -> None:
    emoji = TEXT.index("👩")
    library.tagging(id_).tag(Span(emoji, emoji + 4), "Weapon")
    async with running(library, report=id_) as session:
        view = session.reading.view
        view.move_to(view.cursor.moved(emoji))
        await session.press("e", "left", "right", *["right"] * 7, "enter")
        assert ("👩🏽\u200d💻 stayed", "") in quotes(library, id_)


async def test_growing_keeps_the_edges_moving(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        view = session.reading.view
        view.move_to(view.cursor.moved(OLD.start))
        await session.press("e", "+", "enter")
        assert quotes(library, id_)[0][0].startswith("The old harbour master")


async def test_a_span_that_has_that_label_already_is_an_error(
    running: Running, library: Library, id_: ReportId
) -> None:
    library.tagging(id_).tag(Span(4, 6), "Person")
    async with running(library, report=id_) as session:
        view = session.reading.view
        view.move_to(view.cursor.moved(OLD.start))
        await session.press("f", "e", "left", "enter")
        assert "tagged Person already" in session.status
        assert len(library.tags(id_)) == 2
