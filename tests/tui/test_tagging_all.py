"""Tagging words wherever they stand: in the report, in all reports, spelt as one likes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from itertools import pairwise
from threading import Event
from typing import Any

import pytest

from store.library import Library
from store.model import Report, ReportId, Tag
from store.occurrences import Mode, occurrences
from store.reviewing import Reviewing
from tui.screens.occurrence_list import OccurrenceList

Running = Callable[..., AbstractAsyncContextManager[Any]]

TEXT = """The Dayr az-Zawr road was cut. the DAYR AZ-ZAWR road again.

Deir ez-Zor, as others write; Dayr
az-Zawr over a line end.
"""
OTHER = "A note from Dayr az-Zawr. Dayr az-Zawr twice.\n"


@pytest.fixture
def id_(library: Library, report_of: Callable[..., Report]) -> ReportId:
    for number, text in enumerate((TEXT, OTHER, "Nothing of it here.\n")):
        report = report_of(text, title=f"Report {number}", origin=f"/in/{number}.txt")
        library.add(report)
    return library.summaries()[0].id


async def opened(session: Any, words: str = "Dayr az-Zawr") -> OccurrenceList:
    """Select words, and ask for all places of them as a Location."""
    view = session.reading.view
    start = view.text.index(words)
    view.move_to(view.cursor.dropped().moved(start).moved(start + len(words), select=True))
    await session.press("*", "l")
    assert isinstance(session.app.screen, OccurrenceList)
    return session.app.screen


async def test_all_places_of_a_report_are_one_edit(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        places = await opened(session)
        assert [row.words for row in places.items] == ["Dayr az-Zawr", "Dayr\naz-Zawr"]
        assert places.items[0].before == "The "
        await session.press("enter")
        assert session.status.startswith("Tagged 2 places Location: Dayr az-Zawr")
        assert len(library.edits(id_)) == 1
        await session.press("u")
        assert library.tags(id_) == []


async def test_tagging_many_places_is_told_at_once_and_keys_do_not_wait_for_it(
    running: Running, library: Library, id_: ReportId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.occurrence_commands.MANY", 2)
    monkeypatch.setattr("tui.saving.LONG_SECONDS", 0.0)
    saved, tag_all = Event(), Reviewing.tag_all

    def held_up(*all_: Any, **named: Any) -> list[Tag]:
        saved.wait(60)
        return tag_all(*all_, **named)

    monkeypatch.setattr(Reviewing, "tag_all", held_up)
    async with running(library, report=id_) as session:
        await opened(session)
        await session.pilot.press("enter")
        await session.pilot.pause()
        view = session.reading.view
        head = view.cursor.head
        try:
            assert session.status.startswith("Tagging 2 places …")
            await session.pilot.press("right")
            assert view.cursor.head == head + 1
            assert session.reading.tags == []
        finally:
            saved.set()
        await session.settle()
        assert session.status.startswith("Tagged 2 places Location: Dayr az-Zawr")
        assert len(session.reading.tags) == 2


async def test_one_can_compare_otherwise_and_untick(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        places = await opened(session)
        await session.press("m")
        assert len(places.items) == 3
        await session.press("m")
        found = [row.words for row in places.items]
        assert found == ["Dayr az-Zawr", "DAYR AZ-ZAWR", "Deir ez-Zor", "Dayr\naz-Zawr"]
        await session.press("down", "down", "space", "enter")
        quotes = [tag.quote for tag in library.tags(id_)]
        assert quotes == ["Dayr az-Zawr", "DAYR AZ-ZAWR", "Dayr\naz-Zawr"]
        assert len(library.edits(id_)) == 1


async def test_what_was_unticked_stays_so_however_one_looks(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        places = await opened(session)
        await session.press("down", "x", "m", "w", "w")
        await session.until(lambda: len(places.items) == 3)
        assert [place.span for place in places.chosen] == [
            row.value.span for row in places.items[:2]
        ]
        await session.press("a", "a")
        assert len(places.chosen) == 3


async def test_what_is_tagged_so_already_is_not_offered(
    running: Running, library: Library, id_: ReportId
) -> None:
    library.tagging(id_).tag(occurrences(TEXT, "Dayr az-Zawr")[0], "Location")
    async with running(library, report=id_) as session:
        assert len((await opened(session)).items) == 1


async def everywhere(session: Any) -> None:
    """Tag the places in all reports."""
    places = await opened(session)
    await session.press("w")
    assert len(places.items) == 4
    assert session.status.startswith("Looked into 3 reports")
    assert places.rows.items
    await session.press("enter")
    await session.until(lambda: session.app.screen is not places)
    await session.settle()


async def test_all_reports_are_tagged_and_that_is_undone_in_one_step(
    running: Running, library: Library, id_: ReportId
) -> None:
    other = library.summaries()[1].id
    async with running(library, report=id_) as session:
        await everywhere(session)
        assert session.status.startswith("Tagged 4 places in 2 reports; u takes all back")
        assert [len(library.edits(one)) for one in (id_, other)] == [1, 1]
        assert len(session.reading.tags) == 2
        await session.press("u")
        assert session.status.startswith("Undone: tagging of Dayr az-Zawr in 2 reports")
        assert (library.tags(id_), library.tags(other), session.reading.tags) == ([], [], [])
        await session.press("U")
        assert session.status.startswith("Redone: tagging of Dayr az-Zawr in 2 reports")
        assert (len(library.tags(id_)), len(library.tags(other))) == (2, 2)
        await session.press("q", "u")
        assert session.status.startswith("Undone: tagging of Dayr az-Zawr in 2 reports")
        assert library.tags(other) == []


async def test_reports_that_a_colleague_has_changed_are_left_and_told(
    running: Running, library: Library, id_: ReportId
) -> None:
    other = library.summaries()[1].id
    async with running(library, report=id_) as session:
        await everywhere(session)
        bob = Library.open(library.folder, "bob").tagging(other)
        bob.annotate(library.tags(other)[0].id, "seen")
        await session.press("u")
        assert session.status.startswith(
            "Undone: tagging of Dayr az-Zawr in 1 report, not in 1: changed since"
        )
        assert (len(library.tags(id_)), len(library.tags(other))) == (0, 2)


async def test_it_is_undone_from_a_report_in_which_nothing_was_ticked(
    running: Running, library: Library, id_: ReportId
) -> None:
    other = library.summaries()[1].id
    async with running(library, report=id_) as session:
        places = await opened(session)
        await session.press("w")
        inside = {row.value for row in places.items if row.value.report == id_}
        places._unticked |= inside
        await session.press("enter")
        await session.until(lambda: session.app.screen is not places)
        await session.settle()
        assert (len(library.tags(id_)), len(library.tags(other))) == (0, 2)
        await session.press("u")
        assert session.status.startswith("Undone: tagging in 1 report")
        assert library.tags(other) == []


async def test_a_search_in_all_reports_is_given_up_for_this_one(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        places = await opened(session)
        await session.press("w", "w")
        assert len(places.items) == 2
        await session.press("w", "escape")
        assert session.reading.tags == []


async def test_the_words_may_be_an_entity_or_must_be_selected(
    running: Running, library: Library, id_: ReportId
) -> None:
    async with running(library, report=id_) as session:
        view = session.reading.view
        view.move_to(view.cursor.moved(TEXT.index("cut")))
        await session.press("*")
        assert session.status.startswith("Select words first (v)")
        view.move_to(view.cursor.moved(TEXT.index("Dayr")))
        await session.press("*", "l")
        assert len(session.app.screen.items) >= 1


async def test_a_long_selection_is_refused_in_words(
    running: Running, library: Library, report_of: Callable[..., Report]
) -> None:
    report = report_of("many words " * 80, origin="/in/long.txt")
    library.add(report)
    async with running(library, report=report.id) as session:
        await session.press("v", "ctrl+end", "*", "l")
        assert session.status.startswith("Select 1 to 500 characters")
        await session.press("enter", "escape")
        assert library.tags(report.id) == []


def test_spellings_are_found_in_order_and_none_in_another() -> None:
    spans = occurrences(TEXT, "Dayr az-Zawr", Mode.WHOLE_WORDS | Mode.SPELLING)
    assert [one.of(TEXT) for one in spans] == [
        "Dayr az-Zawr", "DAYR AZ-ZAWR", "Deir ez-Zor", "Dayr\naz-Zawr",
    ]  # fmt: skip
    assert all(a.end <= b.start for a, b in pairwise(spans))


async def test_space_offers_the_label_that_the_words_have(
    running: Running, filled: Library
) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        view = session.reading.view
        for words, own in (("Hizbullah Brigades", "Organisation"), ("Deir Al-Zour", "Location")):
            view.move_to(view.cursor.dropped().moved(view.text.index("Nothing")))
            await session.press("s", "w", "1", "u")
            view.move_to(view.cursor.dropped().moved(view.text.index(words)))
            await session.press("*")
            assert session.status.startswith(f"Tag all as:  Space {own}")
            await session.press("space")
            assert isinstance(session.app.screen, OccurrenceList)
            await session.press("enter")
            assert {tag.label for tag in session.reading.tags} == {own}
            await session.press("u")
