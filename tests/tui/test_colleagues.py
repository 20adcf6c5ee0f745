"""What others do in the same library shows by itself; a tag's history says who did what."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from store.library import Library
from store.model import Report, Span
from tui.screens.dialogs import Picker
from tui.screens.messages import TagsSaved

Running = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture(autouse=True)
def _looking_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.watching.SECONDS", 0.2)


@pytest.fixture
def bob(filled: Library) -> Library:
    return Library.open(filled.folder, "bob")


async def test_the_tag_of_another_shows_by_itself(
    running: Running, filled: Library, bob: Library
) -> None:
    id_ = filled.summaries()[0].id
    async with running(filled, report=id_) as session:
        await session.press("right")
        tag = bob.tagging(id_).tag(Span(0, 6), "Weapon")
        await session.until(lambda: list(session.reading.view.tags) == [tag])
        assert session.status.startswith("bob changed the tags")
        assert "1 tag" in session.reading.query_one("StatusLine").text


async def test_ones_own_tag_is_not_told_as_anothers(running: Running, filled: Library) -> None:
    id_ = filled.summaries()[0].id
    async with running(filled, report=id_) as session:
        await session.press("tab", "a")
        await session.pilot.pause(0.5)
        await session.settle()
        said = [m.said for m in session.messages if isinstance(m, TagsSaved)]
        assert not any(said[1:]), said
        assert session.status.startswith("Tagged")


async def test_undo_leaves_the_tags_of_another_alone(
    running: Running, filled: Library, bob: Library
) -> None:
    id_ = filled.summaries()[0].id
    async with running(filled, report=id_) as session:
        await session.press("tab", "a")
        theirs = bob.tagging(id_).tag(Span(0, 6), "Weapon")
        await session.press("u", "u")
        assert filled.tags(id_) == [theirs]
        assert session.status.startswith("Nothing to undo")


async def test_a_report_that_another_imports_is_listed(
    running: Running, filled: Library, bob: Library, report_of: Callable[..., Report]
) -> None:
    async with running(filled) as session:
        bob.add(report_of("A third one", title="Third"))
        await session.until(lambda: len(session.listing.rows.items) == 3)


async def test_the_history_of_a_tag_says_who_did_what(
    running: Running, filled: Library, bob: Library
) -> None:
    id_ = filled.summaries()[0].id
    tag = bob.tagging(id_).tag(Span(0, 6), "Weapon")
    async with running(filled, report=id_) as session:
        await session.press("r", "8", "m", *"seen", "enter", "u", "H")
        picker = session.app.screen
        assert isinstance(picker, Picker)
        rows = picker.rows
        lines = [rows.render_line(y).text.split("Z ")[1] for y in range(len(rows.items))]
        shown = [" ".join(line.split()) for line in lines]
        assert shown == [
            "bob tagged Weapon",
            "ann Weapon became MilitaryPlatform",
            "ann note “seen” (undone)",
        ]
        await session.press("escape")
        assert session.reading.view.has_focus
    assert filled.tags(id_)[0].id == tag.id
