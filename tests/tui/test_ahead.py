"""Work begun ahead of the first frame is waited for, not long; its errors are left to others."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from store import entities
from store.errors import LibraryError
from tui import ahead
from tui.screens import loading


def test_what_is_done_is_had() -> None:
    assert ahead.Ahead(lambda: [1]).result() == [1]


def test_what_takes_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "PATIENCE", 0.01)
    done = Event()

    def slow() -> str:
        done.wait(10)
        return "there"

    work = ahead.Ahead(slow)
    assert work.result() is None
    done.set()
    work.wait()
    assert work.result() == "there"


@pytest.mark.parametrize("error", [LibraryError("no"), ZeroDivisionError()])
def test_what_fails_is_left_to_who_needs_it(error: Exception) -> None:
    def failing() -> None:
        raise error

    assert ahead.Ahead(failing).result() is None


@pytest.mark.parametrize("parts", [0, 1, 5])
def test_what_nobody_asked_for_yet_ends_when_a_report_is_opened(
    parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = list[int]()

    class Unprepared:
        def prepare(self) -> Iterator[None]:
            while len(prepared) < 100:
                prepared.append(1)
                yield

    # What it loads would keep the recogniser that only this test has.
    monkeypatch.setattr(loading, "load_recogniser", lambda: None)
    monkeypatch.setattr(loading, "LOOK_SECONDS", 0)
    monkeypatch.setattr(entities, "default", Unprepared)
    ahead.load_reader(lambda: len(prepared) >= parts, lambda: False).wait()
    assert len(prepared) == parts
