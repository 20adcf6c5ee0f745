"""The side panel begins where the text's cursor is, and stays on its tag."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from keymaps import Dispatcher, load
from store.library import Library
from store.model import Report, ReportId, Span, Tag, TagId
from tui.widgets.panel import row_of

Running = Callable[..., AbstractAsyncContextManager[Any]]

TEXT = "one two three four five six seven eight nine ten\n" * 3
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def id_(library: Library, report_of: Callable[..., Report]) -> ReportId:
    report = report_of(TEXT)
    library.add(report)
    tagging = library.tagging(report.id)
    for words in ("one", "two three four", "three", "six"):
        start = TEXT.index(words)
        tagging.tag(Span(start, start + len(words)), "Weapon")
    return report.id


def quotes(library: Library, id_: ReportId) -> list[str]:
    return [tag.quote for tag in library.tags(id_)]


def row(session: Any) -> str:
    tag = session.reading.panel.rows.current
    assert isinstance(tag, Tag)
    return tag.quote


async def go(session: Any, words: str) -> None:
    view = session.reading.view
    view.move_to(view.cursor.dropped().moved(TEXT.index(words)))
    await session.settle()


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (120, 40)])
@pytest.mark.parametrize(
    ("name", "enter", "delete"),
    [("default", "f6", "d"), ("vim", "ctrl+w w", "d d"), ("emacs", "ctrl+x o", "ctrl+d")],
)
async def test_the_panel_begins_at_the_tag_under_the_cursor(
    running: Running, library: Library, id_: ReportId,
    name: str, enter: str, delete: str, size: tuple[int, int],
) -> None:  # fmt: skip
    async with running(library, size, id_) as session:
        session.app.dispatcher = Dispatcher(load(name))
        await go(session, "three")
        await session.press(*enter.split(), *delete.split())
        assert session.reading.panel.rows.has_focus
        assert quotes(library, id_) == ["one", "two three four", "six"]


async def test_it_begins_at_what_the_status_names_or_at_the_next_tag_or_the_last(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        await go(session, "three")
        await session.press("f")
        assert session.reading.does.here.tag.quote == "two three four"
        await session.press("f6")
        assert row(session) == "two three four"
        await session.press("escape")
        await go(session, "five")
        await session.press("f6")
        assert row(session) == "six"
        await session.press("escape")
        await go(session, "ten")
        await session.press("f6")
        assert row(session) == "six"


async def test_a_narrow_screen_opens_it_there_too(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, (60, 20), id_) as session:
        await go(session, "three")
        await session.press("p")
        assert session.reading.panel.rows.has_focus
        assert row(session) == "three"
        await session.press("down")
        await session.pilot.resize_terminal(50, 20)
        await session.settle()
        assert row(session) == "six"


async def test_the_panel_stays_on_its_tag_when_others_come_above_it(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        await go(session, "six")
        await session.press("f6")
        Library.open(library.folder, "bob").tagging(id_).tag(Span(0, 7), "Person")
        await session.until(lambda: len(session.reading.tags) == 5)
        assert row(session) == "six"
        await session.press("d")
        assert quotes(library, id_) == ["one two", "one", "two three four", "three"]


async def test_undo_in_the_panel_goes_to_what_it_brings_back(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        await go(session, "two")
        await session.press("f6", "d")
        assert row(session) == "three"
        await session.press("u")
        assert row(session) == "two three four"


async def test_in_the_next_report_the_panel_is_where_the_text_is(
    running: Running, library: Library, id_: ReportId, report_of: Callable[..., Report]
) -> None:
    other = report_of(TEXT + "more\n", origin="2")
    library.add(other)
    for start in (0, 4, 8):
        library.tagging(other.id).tag(Span(start, start + 3), "Weapon")
    async with running(library) as session:
        await session.press("enter")
        if session.reading.report.id != id_:
            await session.press(">" if session.reading.index == 0 else "<")
        await go(session, "six")
        await session.press("f6")
        assert row(session) == "six"
        await session.press(">" if session.reading.index == 0 else "<")
        assert session.reading.report.id == other.id
        assert session.reading.panel.rows.cursor == 0


def test_the_row_of_a_tag_or_of_the_next() -> None:
    first = Tag(TagId("a"), ReportId("r"), Span(1, 3), "Weapon", "ab", "", "ann", NOW, NOW)
    inner = replace(first, id=TagId("b"), span=Span(1, 2))
    tags = [first, inner, replace(first, id=TagId("c"), span=Span(5, 7))]
    assert row_of(tags, inner, 1) == 1
    assert [row_of(tags, None, at) for at in (0, 1, 4, 5)] == [0, 2, 2, 3]
    assert row_of(tags, replace(first, id=TagId("gone")), 3) == 2
    assert row_of([], None, 3) == 0
