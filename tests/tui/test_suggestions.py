"""Deciding on suggestions: one key a decision, on to the next, undone with a return."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from store.entities.of_library import of
from store.library import Library
from store.model import Entity, Report, ReportId, Span
from store.reviews import Verdict
from tui.reader.spans import SpanIndex
from tui.screens import loading, postponing, status
from tui.screens.messages import EntitiesFound
from tui.screens.ticking import TickList

Running = Callable[..., AbstractAsyncContextManager[Any]]

TEXT = """Hajj Abbas met the IRGC near Albukamal.

Later the IRGC and Hajj  Abbas left Baghdad. The IRGC stayed.
"""


@pytest.fixture
def id_(library: Library, report_of: Callable[..., Report]) -> ReportId:
    report = report_of(TEXT)
    library.add(report)
    return report.id


def words(session: Any) -> str:
    """Return what the current suggestion covers."""
    item = session.reading.does.here.current
    assert isinstance(item, Entity)
    return item.span.of(TEXT)


def go(session: Any, at: int) -> None:
    view = session.reading.view
    view.move_to(view.cursor.dropped().moved(at))


async def test_a_key_decides_and_goes_on_and_undo_returns(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        go(session, TEXT.index("IRGC"))
        total = len(session.reading.view.entities)
        assert f"0/{total}" in session.status
        await session.press("a")
        assert session.status.startswith("Tagged Organisation: IRGC  Now: Location?")
        assert words(session) == "Albukamal"
        await session.press("x")
        assert session.status.startswith("Rejected Location: Albukamal  Now: ")
        assert str(session.reading.does.suggestions.state) == f"2 of {total}"
        assert [tag.quote for tag in library.tags(id_)] == ["IRGC"]
        assert "Albukamal" not in [one.span.of(TEXT) for one in session.reading.view.entities]
        await session.press("u")
        assert session.status.startswith("Undone: rejection of Albukamal")
        assert words(session) == "Albukamal"
        await session.press("u")
        assert session.reading.view.cursor.head == TEXT.index("IRGC")
        assert library.tags(id_) == []
        assert library.reviews(id_) == []


async def test_what_is_tagged_by_hand_alters_no_suggestion_when_the_report_is_opened_again(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        before = [*session.reading.view.entities]
        for name in ("Abbas", "Abbas met the IRGC"):
            at = TEXT.index(name)
            view = session.reading.view
            view.move_to(view.cursor.selecting(Span(at, at + len(name))))
            await session.press("1")
        progress = str(session.reading.does.suggestions.state)
        assert len(library.tags(id_)) == 2
        session.reading.open(0)
        await session.until(lambda: session.reading.report is not None)
        await session.settle()
        assert [*session.reading.view.entities] == before
        assert str(session.reading.does.suggestions.state) == progress


async def test_the_next_suggestion_is_one_that_is_open_and_goes_round(reading: Running) -> None:
    async with reading() as session:
        await session.press("a")
        found = session.reading.does.suggestions.state
        first, last = found.open[0], found.open[-1]
        await session.press("'")
        assert session.reading.view.cursor.head == last.span.start
        assert "(from the end)" in session.status
        await session.press(";")
        assert session.reading.view.cursor.head == first.span.start
        assert "(from the top)" in session.status
        go(session, last.span.start)
        await session.press("a")
        assert f"{len(found.open) - 1} open above: ;" in session.status
        await session.press(*"a" * (len(found.all) + 1))


async def test_all_reviewed_is_said(reading: Running) -> None:
    async with reading() as session:
        total = len(session.reading.view.entities)
        go(session, session.reading.does.suggestions.state.open[0].span.start)
        await session.press(*"x" * total)
        assert session.status.startswith("Rejected")
        assert "All reviewed" in session.status
        await session.press(";")
        assert session.status.startswith(f"All {total} are reviewed")
        await session.press("a")
        assert session.status.startswith("No entity here; ; goes to the next suggestion")


async def test_another_label_is_the_verdict_on_a_suggestion(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        go(session, TEXT.index("Albukamal"))
        await session.press("y")
        assert session.status.startswith("Not Location but:")
        await session.press("o")
        (tag,) = library.tags(id_)
        assert (tag.label, tag.quote) == ("Organisation", "Albukamal")
        assert [one.verdict for one in library.reviews(id_)] == [Verdict.ACCEPTED]
        await session.press("u")
        assert (library.tags(id_), library.reviews(id_)) == ([], [])
        go(session, TEXT.index("Albukamal"))
        await session.press("2")
        assert [one.verdict for one in library.reviews(id_)] == [Verdict.ACCEPTED]


async def test_all_the_same_are_decided_on_after_a_look(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        go(session, TEXT.index("IRGC"))
        await session.press("Y")
        assert isinstance(session.app.screen, TickList)
        assert len(session.app.screen.chosen) == 3
        await session.press("down", "space", "enter")
        starts = [TEXT.index("IRGC"), TEXT.rindex("IRGC")]
        assert [tag.span.start for tag in library.tags(id_)] == starts
        assert session.status.startswith("Tagged 2 Organisation: IRGC  Now: ")
        await session.press("u")
        assert library.tags(id_) == []
        go(session, TEXT.index("IRGC"))
        await session.press("X", "enter")
        assert session.status.startswith("Rejected 3 Organisation: IRGC")
        assert len(library.reviews(id_)) == 3
        await session.press("u")
        assert library.reviews(id_) == []


async def test_what_is_not_ticked_is_left_alone(reading: Running, library: Library) -> None:
    async with reading() as session:
        go(session, TEXT.index("IRGC"))
        await session.press("X", "a")
        assert session.app.screen.chosen == []
        await session.press("a")
        assert len(session.app.screen.chosen) == 3
        await session.press("a", "enter")
        assert library.reviews(session.reading.report.id) == []
        await session.press("X", "escape")
        assert library.reviews(session.reading.report.id) == []


async def test_a_wide_screen_says_the_progress_in_words(reading: Running) -> None:
    async with reading((120, 40)) as session:
        total = len(session.reading.view.entities)
        await session.press("right")
        assert f"0 of {total} reviewed" in session.status


async def test_a_verdict_of_a_colleague_shows(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        one = session.reading.view.entities.at(TEXT.index("Albukamal"))[0]
        Library.open(library.folder, "bob").tagging(id_).reject([one])
        await session.until(lambda: one in session.reading.does.suggestions.state.rejected)
        assert one not in list(session.reading.view.entities)


async def test_spans_one_in_the_other_are_gone_through(
    reading: Running, library: Library, id_: ReportId
) -> None:
    start = TEXT.index("met")
    tagging = library.tagging(id_)
    wide, narrow = Span(start, start + 12), Span(start, start + 3)
    for span, label in ((wide, "Person"), (narrow, "Weapon"), (narrow, "Location")):
        tagging.tag(span, label)
    async with reading() as session:
        go(session, start)
        await session.press("right", "left")
        assert "1 of 3: " in session.status
        seen = []
        for _ in range(4):
            seen.append(session.reading.does.here.tag.label)
            await session.press("f")
        assert seen[0] == seen[3]
        assert sorted(seen[:3]) == ["Location", "Person", "Weapon"]
        assert "2 of 3: " in session.status
        label = session.reading.does.here.tag.label
        await session.press("d")
        assert label not in [tag.label for tag in library.tags(id_)]
        await session.press("end", "home", "f", "f")


async def test_of_what_lies_here_the_first_words_are_told(
    reading: Running, library: Library, id_: ReportId
) -> None:
    tagging = library.tagging(id_)
    tagging.tag(Span(15, 18), "Weapon", note="why")
    tagging.tag(Span(0, 39), "Location")
    async with reading() as session:
        go(session, 15)
        await session.settle()
        said = "1 of 2: Weapon: the “why” · Location: Hajj Abbas met the …"
        assert said in session.status


def test_of_an_entity_among_others_the_first_words_are_told() -> None:
    entity = Entity(Span(0, 10), "Person", "rule", "Abbas")
    other = Entity(Span(0, 39), "Organisation", "rule")
    assert status.here([entity, other], 0, TEXT) == [
        "1 of 2: Person? Hajj Abbas = Abbas (rule)",
        "Organisation? Hajj Abbas met the … (rule)",
    ]
    assert status.here([entity], 0, TEXT) == ["Person? = Abbas (rule)"]


async def test_what_is_accepted_already_is_said_to_be_and_is_no_edit(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        start = TEXT.index("IRGC")
        go(session, start)
        await session.press("a")
        assert session.status.startswith("Tagged Organisation: IRGC  Now: Location?")
        go(session, start)
        await session.press("a")
        assert session.status.startswith("Already tagged Organisation: IRGC  Now: Location?")
        go(session, start)
        await session.press("y", "o")
        assert session.status.startswith("Already tagged Organisation: IRGC")
        assert len(library.edits(id_)) == 1


async def test_what_is_tagged_otherwise_before_is_accepted_so_without_another_tag(
    reading: Running, library: Library, id_: ReportId
) -> None:
    async with reading() as session:
        start = TEXT.index("IRGC")
        session.reading.edit(lambda tagging: tagging.tag(Span(start, start + 4), "Person").label)
        await session.settle()
        go(session, start)
        await session.press("y", "p")
        assert session.status.startswith("Accepted as Person: IRGC")
        assert [tag.label for tag in library.tags(id_)] == ["Person"]
        await session.press("u")
        assert [tag.label for tag in library.tags(id_)] == ["Person"]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """What entities wait for; the first search, around the cursor, waits and finds none."""
    gate, find = threading.Event(), loading.recognise

    def late(library: Library, report: Report, *more: Any) -> Iterator[EntitiesFound]:
        gate.wait(20)
        yield from find(library, report, *more)

    monkeypatch.setattr(loading, "recognise", late)
    yield gate
    gate.set()


async def test_until_all_are_found_a_decision_says_that_they_are_looked_for(
    running: Running, library: Library, id_: ReportId, gate: threading.Event
) -> None:
    async with running(library) as session:
        await session.pilot.press("enter")
        await session.until(lambda: session.reading.report is not None)
        none = EntitiesFound(id_, SpanIndex([]), all=False, by=of(library.folder))
        session.reading.post_message(none)
        for key in ("tab", "a", "x", "y", "Y", "X", ";", "f", "W"):
            await session.pilot.press(key)
            await session.pilot.pause()
            assert session.status == "Entities are still being looked for", key
        gate.set()
        await session.settle()
        assert session.status.startswith("1:1  Person? (persons.titled)")


async def test_keys_typed_before_any_are_found_wait_for_them_in_their_order(
    running: Running, library: Library, id_: ReportId, gate: threading.Event
) -> None:
    async with running(library) as session:
        for key in ("enter", ";", "a", ";", "x"):
            await session.pilot.press(key)
        await session.until(lambda: session.reading.report is not None)
        assert session.status == "Entities are still being looked for"
        assert library.tags(id_) == []
        gate.set()
        await session.settle()
        (tag,) = library.tags(id_)
        (review,) = library.reviews(id_)
        assert review.span.start > tag.span.start


async def test_a_command_that_no_entity_comes_for_is_given_up(
    running: Running,
    library: Library,
    id_: ReportId,
    gate: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(postponing, "PATIENCE_SECONDS", 0.05)
    async with running(library) as session:
        for key in ("enter", ";", "v", "w"):
            await session.pilot.press(key)
        await session.until(lambda: bool(session.reading.view.cursor.span))
        gate.set()
        await session.settle()
        assert session.reading.view.cursor.span
