"""A report is there before its entities are, and those around the cursor before the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store.entities import find
from store.errors import LibraryError
from store.library import Library
from store.model import Report, ReportId, Span
from store.room import Stopped, make_room
from tui.screens import loading
from tui.screens.loading import (
    BIG,
    LONG,
    LOOK_SECONDS,
    PAUSES,
    WORK_SECONDS,
    load,
    politely,
    room_beside,
)
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
    loaded, found = load(library, report.id, 0, never, never)
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
    _, near, found = load(library, report.id, offset, never, never)
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

    found = [
        one for one in load(library, report.id, 0, stop, never) if isinstance(one, EntitiesFound)
    ]
    assert asked == answers
    assert not any(one.all for one in found)


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.naps: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(loading, "sleep", clock.sleep)
    monkeypatch.setattr(loading, "monotonic", clock.monotonic)
    return clock


def test_a_search_waits_while_somebody_types_but_not_for_ever(clock: Clock) -> None:
    typing = False
    wait = politely(never, lambda: typing)
    wait()
    assert clock.naps == []
    typing = True
    wait()
    assert clock.naps == []  # it has just looked
    clock.now += LOOK_SECONDS
    wait()
    assert len(clock.naps) == PAUSES
    wait()
    assert len(clock.naps) == PAUSES  # it works a little, however much is typed
    clock.now += WORK_SECONDS
    wait()
    assert len(clock.naps) == 2 * PAUSES


def test_a_search_goes_on_as_soon_as_nobody_types_any_more(clock: Clock) -> None:
    politely(never, lambda: len(clock.naps) < 3)()
    assert len(clock.naps) == 3


@pytest.mark.parametrize("naps", [0, 2])
def test_a_search_that_waits_is_given_up_at_once(clock: Clock, naps: int) -> None:
    with pytest.raises(Stopped):
        politely(lambda: len(clock.naps) == naps, lambda: True)()
    assert len(clock.naps) == naps


def test_also_a_search_that_need_not_wait_is_given_up(clock: Clock) -> None:
    with pytest.raises(Stopped), room_beside("short", lambda: True, lambda: True):
        make_room()
    assert clock.naps == []


@pytest.mark.parametrize(("length", "waits"), [(BIG, False), (BIG + 1, True)])
def test_room_is_made_beside_big_texts_only(clock: Clock, length: int, waits: bool) -> None:
    with room_beside("x" * length, never, lambda: True):
        make_room()
    assert bool(clock.naps) == waits


def test_every_step_of_a_search_through_a_big_text_makes_room(
    library: Library, report_of: Callable[..., Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two looks whether somebody types, no more than some milliseconds may pass."""
    monkeypatch.setattr(loading, "BIG", 0)
    monkeypatch.setattr(loading, "LOOK_SECONDS", 0)
    report = report_of(LINE * 100)
    library.add(report)
    asked = 0

    def typing() -> bool:
        nonlocal asked
        asked += 1
        return False

    _, found = load(library, report.id, 0, never, typing)
    assert isinstance(found, EntitiesFound)
    rules = found.by.rules
    assert asked > len([rule for rule in rules if not rule.on])


def test_a_report_that_is_not_there_is_an_error(library: Library) -> None:
    with pytest.raises(LibraryError):
        list(load(library, ReportId("none"), 0, never, never))
