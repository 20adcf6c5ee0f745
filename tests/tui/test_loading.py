"""A report is there before its entities are, and those around the cursor before the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store.entities import find
from store.errors import LibraryError
from store.library import Library
from store.model import Report, ReportId, Span
from tui.screens import loading
from tui.screens.loading import FREE, LONG, PAUSES, load, politely
from tui.screens.messages import EntitiesFound, ReportLoaded

LINE = "Drones were seen near Baghdad by the IRGC on 3 May 2024.\n"


def never() -> bool:
    return False


def test_a_short_report_comes_with_its_tags_and_then_all_its_entities(
    library: Library, report_of: Callable[..., Report]
) -> None:
    report = report_of(LINE)
    library.add(report)
    tag = library.tagging(report.id).tag(Span(0, 6), "Weapon")
    loaded, found = load(library, report.id, 0, never)
    assert isinstance(loaded, ReportLoaded)
    assert (loaded.report.text, loaded.tags, len(loaded.lines)) == (LINE, [tag], 2)
    assert isinstance(found, EntitiesFound)
    assert found.all
    assert {one.span for one in find(LINE)} <= {one.span for one in found.entities}


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0, 9.0])
def test_of_a_long_report_the_entities_around_the_cursor_come_first(
    library: Library, report_of: Callable[..., Report], share: float
) -> None:
    report = report_of(LINE * (LONG // len(LINE) + 200))
    library.add(report)
    offset = int(len(report.text) * share)
    _, near, found = load(library, report.id, offset, never)
    assert isinstance(near, EntitiesFound)
    assert isinstance(found, EntitiesFound)
    assert (near.all, found.all) == (False, True)
    assert 0 < len(near.entities) < len(found.entities)
    place = min(offset, len(report.text))
    assert all(abs(entity.span.start - place) < LONG for entity in near.entities)


@pytest.mark.parametrize("answers", [1, 2, 3])
def test_nothing_more_comes_once_it_is_stopped(
    library: Library, report_of: Callable[..., Report], answers: int
) -> None:
    report = report_of(LINE * (2 * LONG // len(LINE)))
    library.add(report)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked >= answers

    found = [one for one in load(library, report.id, 0, stop) if isinstance(one, EntitiesFound)]
    assert asked == answers
    assert not any(one.all for one in found)


def test_a_search_waits_while_somebody_types_but_neither_at_once_nor_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept, typing = list[float](), True
    monkeypatch.setattr(loading, "sleep", slept.append)
    answer = politely(never, lambda: typing)
    assert not any(answer() for _ in range(FREE))
    assert slept == []
    assert not answer()
    assert len(slept) == PAUSES
    typing = False
    assert not answer()
    assert len(slept) == PAUSES


def test_a_search_that_waits_is_stopped_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = False

    def stop_while_asleep(_: float) -> None:
        nonlocal stopped
        assert not stopped
        stopped = True

    monkeypatch.setattr(loading, "sleep", stop_while_asleep)
    answer = politely(lambda: stopped, lambda: True)
    assert [answer() for _ in range(FREE + 1)] == [False] * FREE + [True]


def test_a_report_that_is_not_there_is_an_error(library: Library) -> None:
    with pytest.raises(LibraryError):
        list(load(library, ReportId("none"), 0, never))
