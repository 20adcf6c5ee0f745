"""A text that may deceive says so on a line of its own, and its places can be gone through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from threading import Event
from typing import Any

import pytest
from textual.geometry import Region

from store.library import Library
from store.model import Report
from store.suspects import Suspect, find
from tui.screens.reading import ReadingScreen
from tui.screens.suspect_commands import LOOKING, NOTHING, described
from tui.widgets.bars import WarningBar

Running = Callable[..., AbstractAsyncContextManager[Any]]
TEXT = "From Kh\u0430rkiv came invoice\u202egnp.exe and pa\u200bypal.\n"


def banner(session: Any) -> WarningBar:
    found = session.reading.query_one(WarningBar)
    assert isinstance(found, WarningBar)
    return found


async def test_a_text_that_may_deceive_says_so(
    running: Running, library: Library, report_of: Callable[..., Report]
) -> None:
    library.add(report := report_of(TEXT))
    async with running(library, report=report.id) as session:
        await session.until(lambda: banner(session).display)
        assert "1 direction control, 1 invisible, 1 look-alike word" in banner(session).text
        assert "! shows them" in banner(session).text
        spans = []
        for _ in range(4):
            await session.press("!")
            spans.append(session.reading.view.cursor.span.of(TEXT))
        assert spans == ["Kh\u0430rkiv", "\u202e", "\u200b", "Kh\u0430rkiv"]
        assert session.status.startswith("1 of 3: look-alike word (U+0430)")


async def test_the_warning_is_whole_at_80_columns(
    running: Running, library: Library, report_of: Callable[..., Report]
) -> None:
    library.add(report := report_of(TEXT + "\x1b"))
    async with running(library, report=report.id) as session:
        await session.until(lambda: banner(session).display)
        width, height = banner(session).outer_size
        strips = banner(session).render_lines(Region(0, 0, width, height))
        shown = " ".join("".join(one.text for one in strip).strip() for strip in strips)
        assert shown == (
            "This text may deceive you: 1 direction control, 1 invisible, 1 control, "
            "1 look-alike word; ! shows them"
        )


async def test_a_text_of_no_guile_has_no_such_line(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("!")
        assert not banner(session).display
        assert "Nothing in this text" in session.status


async def test_a_text_that_was_not_looked_through_yet_is_not_called_harmless(
    running: Running, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slow(text: str) -> Iterator[Suspect]:
        go_on.wait(60)
        return find(text)

    monkeypatch.setattr("store.suspects.find", slow)
    async with running(filled) as session:
        try:
            await session.pilot.press("enter")
            await session.until(lambda: isinstance(session.app.screen, ReadingScreen))
            await session.until(lambda: session.reading.report is not None)
            await session.pilot.press("!")
            await session.until(lambda: session.status.startswith(LOOKING))
        finally:
            go_on.set()
        await session.until(lambda: not session.status.startswith(LOOKING))
        await session.press("!")
        assert session.status.startswith(NOTHING)


async def test_the_next_report_has_its_own_line(
    running: Running, library: Library, report_of: Callable[..., Report]
) -> None:
    library.add(report_of(TEXT, origin="1", title="A"))
    library.add(report_of("Nothing happened.\n", origin="2", title="B"))
    async with running(library) as session:
        await session.press("enter")
        first = session.reading.report
        await session.until(lambda: banner(session).display == (first.title == "A"))
        await session.press(">" if session.reading.index == 0 else "<")
        assert session.reading.report.title != first.title
        await session.until(lambda: banner(session).display == (first.title == "B"))


def test_a_suspect_is_named_by_its_code_points() -> None:
    text = "a\u202e\u202d\x1b\u200b\u200b\u200b\u200b\u200b b"
    assert [described(one, text) for one in find(text)] == [
        "direction control (U+202E U+202D)",
        "control (U+001B)",
        "invisible (U+200B U+200B U+200B U+200B …)",
    ]


async def test_the_warning_names_the_key_of_the_keymap_that_is_switched_to(
    running: Running, library: Library, report_of: Callable[..., Report]
) -> None:
    library.add(report := report_of(TEXT))
    async with running(library, report=report.id) as session:
        await session.until(lambda: banner(session).display)
        await session.press("ctrl+k", *"vim", "enter")
        assert "] s shows them" in banner(session).text
        await session.press("ctrl+k", *"emacs", "enter")
        assert "Ctrl+C ! shows them" in banner(session).text
