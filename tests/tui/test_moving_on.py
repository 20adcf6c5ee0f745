"""Unread reports, the way back, and places that are remembered, across restarts too."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from store.library import Library
from store.model import Report, ReportId, Status
from tui.places import KEPT, Place, Places
from tui.screens.messages import ReportLoaded
from tui.screens.moving_on import MovingOn
from tui.widgets.bars import TitleBar

Running = Callable[..., AbstractAsyncContextManager[Any]]


@pytest.fixture
def ids(filled: Library, report_of: Callable[..., Report]) -> list[ReportId]:
    """The reports of a library of four, of which the second is done."""
    for name in ("Third", "Fourth"):
        filled.add(report_of(f"The {name.lower()} report\n\nof all", title=name, origin="/in/x"))
    found = [line.id for line in filled.summaries()]
    filled.set_status(found[1], Status.DONE)
    return found


async def test_the_next_unread_report_opens(
    running: Running, filled: Library, ids: list[ReportId]
) -> None:
    async with running(filled) as session:
        await session.press("enter", "J")
        assert session.reading.report.id == ids[2]
        await session.press("J", "K")
        assert session.status == "No other report of the list is unread"
        assert session.reading.report.id == ids[3]
        filled.set_status(ids[0], Status.UNREAD)
        filled.set_status(ids[2], Status.UNREAD)
        await session.press("K")
        assert session.reading.report.id == ids[2]
        await session.press("K")
        assert session.reading.report.id == ids[0]
        loaded = [m.report.id for m in session.messages if isinstance(m, ReportLoaded)]
        assert loaded == [ids[0], ids[2], ids[3], ids[2], ids[0]]


async def test_one_goes_back_through_each_report(
    running: Running, filled: Library, ids: list[ReportId]
) -> None:
    async with running(filled) as session:
        await session.press("enter", ">", ">", ">")
        for expected in (ids[2], ids[1], ids[0]):
            await session.press("ctrl+o")
            assert session.reading.report.id == expected


async def test_the_way_back_crosses_reports(
    running: Running, filled: Library, ids: list[ReportId]
) -> None:
    async with running(filled) as session:
        await session.press("enter", "right", "right", "G", ">", "down", "ctrl+o")
        assert session.reading.report.id == ids[0]
        end = len(session.reading.view.text)
        assert session.reading.view.cursor.head == end
        await session.press("ctrl+o")
        assert session.reading.view.cursor.head == 2
        await session.press("ctrl+o")
        assert session.status == "Nowhere to go back to"
        await session.press("ctrl+n", "ctrl+n")
        assert session.reading.report.id == ids[1]
        await session.press("q", "end", "enter", "ctrl+o")
        assert session.reading.report.id == ids[1]


async def test_one_goes_back_from_a_report_that_cannot_be_read(
    running: Running, filled: Library, ids: list[ReportId]
) -> None:
    (filled.folder / "texts" / f"{ids[1]}.txt").unlink()
    async with running(filled) as session:
        await session.press("enter", "right", ">")
        assert session.status.endswith("from a copy")
        await session.press("ctrl+o")
        assert session.reading.report.id == ids[0]
        assert session.reading.view.cursor.head == 1
        await session.press("ctrl+n")
        assert session.status == "Nowhere to go forward to"


async def test_a_search_is_gone_back_from(
    running: Running, filled: Library, ids: list[ReportId]
) -> None:
    async with running(filled, report=ids[0]) as session:
        await session.press("right", "/", *"the", "enter", "n", "n", "ctrl+o", "ctrl+o")
        assert session.reading.view.cursor.head == 1
        assert session.reading.view.cursor.span is None


async def test_place_and_panel_are_there_again_after_a_restart(
    running: Running, filled: Library, ids: list[ReportId], tmp_path: Path
) -> None:
    async with running(filled, (120, 30)) as session:
        await session.press("enter", "right", "right", "right", "p", "l", "h", ">", "ctrl+q")
    file = tmp_path / "home" / "cache" / "spantag" / "places.json"
    assert file.stat().st_mode & 0o777 == 0o600
    async with running(filled, (120, 30), report=ids[0]) as session:
        view = session.reading.view
        assert (view.cursor.head, view.badges, view.entities_shown) == (3, True, False)
        assert not session.reading.panel.display
        await session.press("p")
        assert session.reading.panel.display


def test_places_of_two_sessions_come_together(tmp_path: Path) -> None:
    one, other = Places(tmp_path / "c" / "places.json"), Places(tmp_path / "c" / "places.json")
    a, b = ReportId("a"), ReportId("b")
    one.save()
    assert not (tmp_path / "c").exists()
    one.keep(a, Place(1))
    other.keep(b, Place(2, panel=True))
    one.save()
    other.save()
    again = Places(tmp_path / "c" / "places.json")
    assert (again.of(a), again.of(b)) == (Place(1), Place(2, panel=True))
    assert again.of(ReportId("c")) is None


def test_only_so_many_places_are_kept(tmp_path: Path) -> None:
    places = Places(tmp_path / "places.json")
    for number in range(KEPT + 5):
        places.keep(ReportId(str(number)), Place(number))
    places.keep(ReportId("0"), Place(7))
    places.save()
    again = Places(tmp_path / "places.json")
    assert again.of(ReportId("5")) is None
    assert again.of(ReportId("0")) == Place(7)


@pytest.mark.parametrize(
    "content",
    ["", "[", "[[1]]", '[["a", -1, null, false, true]]', '[["a", "x", 1, 1, 1]]', "3", "[" * 9999],
)
def test_a_file_that_holds_no_places_is_passed_over(tmp_path: Path, content: str) -> None:
    file = tmp_path / "places.json"
    file.write_text(content)
    places = Places(file)
    assert places.of(ReportId("a")) is None
    places.keep(ReportId("a"), Place(3))
    places.save()
    assert json.loads(file.read_text()) == [["a", 3, None, False, True]]


def test_a_disk_that_takes_nothing_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("")
    places = Places(tmp_path / "c" / "places.json")
    places.keep(ReportId("a"), Place(3))
    places.save()
    assert places.of(ReportId("a")) == Place(3)


async def test_a_report_that_one_starts_with_goes_on_to_the_others_of_the_list(
    running: Running, filled: Library, ids: list[ReportId]
) -> None:
    async with running(filled) as session:
        shown = session.listing.shown
    assert set(shown) == set(ids)
    first, last = shown[0], shown[-1]
    async with running(filled, report=shown[1]) as session:
        await session.until(lambda: session.reading.listed)
        assert session.reading.query_one("#title", TitleBar).text.endswith("2 of 4")
        await session.press("<")
        assert session.reading.report.id == first
        await session.press("<")
        assert session.status == "This is the first report of the list"
        await session.press(">", ">", ">", ">")
        assert session.reading.report.id == last
        assert session.status == "This is the last report of the list"
    filled.set_status(first, Status.UNREAD)
    async with running(filled, report=last) as session:
        await session.press("J")
        assert session.reading.report.id == first


async def test_the_next_report_is_there_before_the_list_that_is_read_beside(
    running: Running, filled: Library, ids: list[ReportId], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MovingOn, "begin_list", lambda _: None)
    async with running(filled, report=ids[1]) as session:
        title = session.reading.query_one("#title", TitleBar)
        assert " of " not in title.text
        before = session.reading.report.id
        await session.press(">")
        assert session.reading.report.id != before
        assert title.text.endswith(" of 4")
