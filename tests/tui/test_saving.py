"""A change that does not reach the disk is kept, tried again, and never called saved before."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from store import locks
from store.files import replace_file
from store.library import Library
from store.model import ReportId, Status, Tag
from store.reviewing import Reviewing
from tui.screens.dialogs import Ask
from tui.screens.library import LibraryScreen

Running = Callable[..., AbstractAsyncContextManager[Any]]


class Disk:
    """A disk of a library that can be full."""

    def __init__(self, library: Library, patch: pytest.MonkeyPatch) -> None:
        self.full = False

        def guarded(path: Path, data: bytes) -> None:
            if self.full and library.folder in path.parents:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            replace_file(path, data)

        patch.setattr("store.database.replace_file", guarded)


@pytest.fixture
def disk(filled: Library, monkeypatch: pytest.MonkeyPatch) -> Disk:
    monkeypatch.setattr("tui.saving.RETRY_SECONDS", 0.05)
    return Disk(filled, monkeypatch)


async def type_ahead(session: Any, *keys: str) -> None:
    """Press keys without waiting for the saver, which may be held up."""
    for key in keys:
        await session.pilot.press(key)
        for _ in range(10):
            await session.pilot.pause(0.01)


async def test_a_tag_that_is_not_saved_is_told_kept_and_saved_in_the_end(
    running: Running, filled: Library, disk: Disk
) -> None:
    id_ = filled.summaries()[0].id
    path = filled.folder / "reports" / f"{id_}.json"
    async with running(filled, report=id_) as session:
        await session.press("tab")
        old = path.read_bytes()
        disk.full = True
        await type_ahead(session, "a")
        assert "No space left on device" in session.status
        assert path.read_bytes() == old
        assert len(session.reading.view.tags) == 0
        await type_ahead(session, "tab", "a", "left")
        assert "2 changes not saved  0 tags" in session.status
        disk.full = False
        await session.settle()
        await session.until(lambda: len(session.reading.view.tags) == 2)
        assert session.status.startswith("Tagged")
    assert len(filled.tags(id_)) == 2


async def test_a_tag_waits_for_a_lock_that_somebody_holds(
    running: Running, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.saving.RETRY_SECONDS", 0.05)
    monkeypatch.setattr(locks, "LOCK_SECONDS", 0.02)
    id_ = filled.summaries()[0].id
    async with running(filled, report=id_) as session:
        await session.press("tab")
        with locks.locked(filled.folder / ".lock"):
            await type_ahead(session, "a")
            assert f"process {os.getpid()}) has been holding" in session.status
            assert filled.tags(id_) == []
        await session.settle()
        await session.until(lambda: len(session.reading.view.tags) == 1)
    assert len(filled.tags(id_)) == 1


async def test_a_change_that_takes_long_is_told(
    running: Running, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("saving.LONG_SECONDS", "saving.SLOW_SECONDS", "screens.base.SLOW_SECONDS"):
        monkeypatch.setattr(f"tui.{name}", 0.01)
    saved, accept = Event(), Reviewing.accept

    def held_up(*all_: Any, **named: Any) -> list[Tag]:
        saved.wait(60)
        return accept(*all_, **named)

    monkeypatch.setattr(Reviewing, "accept", held_up)
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("tab")
        try:
            await type_ahead(session, "a")
            await session.until(lambda: session.status.startswith("Still saving"))
            await type_ahead(session, "left")
            await session.until(lambda: "1 change not saved  0 tags" in session.status)
        finally:
            saved.set()
        await session.settle()
        assert session.status.startswith("Tagged")


async def test_no_key_waits_until_it_is_recorded_that_a_report_was_opened(
    running: Running, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("saving.LONG_SECONDS", "typing.PATIENCE_SECONDS"):
        monkeypatch.setattr(f"tui.{name}", 60)
    recorded, begin = Event(), Library.begin

    def held_up(library: Library, id_: ReportId) -> None:
        recorded.wait(60)
        begin(library, id_)

    monkeypatch.setattr(Library, "begin", held_up)
    async with running(filled) as session:
        try:
            await type_ahead(session, "enter", "right")
            await session.until(lambda: session.reading.view.cursor.head == 1)
            assert session.app.saver.waiting == 1
        finally:
            recorded.set()
        await session.settle()
        assert filled.summary(session.reading.report.id).status is Status.READING


async def test_on_leaving_another_folder_is_offered(
    running: Running, filled: Library, disk: Disk, tmp_path: Path
) -> None:
    id_ = filled.summaries()[0].id
    other = tmp_path / "rescue"
    async with running(filled, report=id_) as session:
        await session.press("tab")
        disk.full = True
        await type_ahead(session, "a", "ctrl+q")
        dialog = session.app.screen
        assert isinstance(dialog, Ask)
        await type_ahead(session, "escape")
        assert session.reading.view.has_focus
        await type_ahead(session, "ctrl+q", "ctrl+u", *str(other), "enter")
    assert filled.tags(id_) == []
    rescued = Library.open(other, "ann")
    assert len(rescued.tags(id_)) == 1
    assert rescued.report(id_).text == filled.report(id_).text


async def test_changes_may_be_dropped(running: Running, filled: Library, disk: Disk) -> None:
    async with running(filled) as session:
        assert isinstance(session.app.screen, LibraryScreen)
        disk.full = True
        await type_ahead(session, "d", "q", "ctrl+u", "enter")
    disk.full = False
    assert [str(line.status) for line in filled.summaries()] == ["unread", "unread"]
