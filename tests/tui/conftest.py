"""What tests of the app share: an app on a small library, and ways to wait for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field

import pytest
from textual import _wait
from textual.message import Message
from textual.pilot import Pilot

from keymaps import load
from store.library import Library
from store.model import Report, ReportId
from tui.app import SpantagApp
from tui.screens.library import LibraryScreen
from tui.screens.reading import ReadingScreen
from tui.widgets.bars import KeyBar, StatusLine

TEXT = """Drones seen near Albukamal

BAGHDAD, 14 March 2024 (SANA) - On December 28, 2023, Hajj Abbas of the IRGC met
fighters of the Hizbullah Brigades in Deir Al-Zour. He praised the drones.

Nothing else happened. The end.
"""
TURN_SECONDS = 0.01
IDLE_SECONDS = 0.004
PATIENCE_TURNS = 1000
OTHER = "A second report\n\nKyiv was quiet on 3 May 2024.\n"


@pytest.fixture(autouse=True)
def quick_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pilot look for idleness every few milliseconds, as each key waits for it thrice."""
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", IDLE_SECONDS)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", IDLE_SECONDS / 20)


@dataclass
class Session:
    """A running app, what was posted in it, and short words for what tests do."""

    pilot: Pilot[None]
    messages: list[Message] = field(default_factory=list)

    @property
    def app(self) -> SpantagApp:
        assert isinstance(self.pilot.app, SpantagApp)
        return self.pilot.app

    @property
    def reading(self) -> ReadingScreen:
        assert isinstance(self.app.screen, ReadingScreen)
        return self.app.screen

    @property
    def listing(self) -> LibraryScreen:
        assert isinstance(self.app.screen, LibraryScreen)
        return self.app.screen

    @property
    def status(self) -> str:
        line = self.app.screen.query_one(StatusLine)
        return line.message or line.text

    @property
    def keys(self) -> str:
        return self.app.screen.query_one(KeyBar).render().plain

    async def press(self, *keys: str) -> None:
        """Press keys and wait until what they ask for has happened."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def settle(self) -> None:
        """Wait for keys, workers, saves and messages."""
        await self.pilot.pause()
        while self.app.type_ahead.busy:
            await self.pilot.pause(TURN_SECONDS)
        await self.app.workers.wait_for_complete()
        self.app.saver.wait()
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, for half a minute at most, and not for the saver."""
        for _ in range(PATIENCE_TURNS):
            if holds():
                return
            await self.pilot.pause(TURN_SECONDS)
        raise AssertionError("it never came to hold")


Opened = AbstractAsyncContextManager[Session]


@pytest.fixture
def filled(library: Library, report_of: Callable[..., Report]) -> Library:
    """A library with two reports."""
    library.add(report_of(TEXT, title="Drones seen near Albukamal", origin="/in/1.txt"))
    library.add(report_of(OTHER, title="A second report", origin="/in/2.txt"))
    return library


@pytest.fixture
def running() -> Callable[..., Opened]:
    """What runs an app on a library, at a size."""

    @asynccontextmanager
    async def run(
        library: Library,
        size: tuple[int, int] = (80, 24),
        report: ReportId | None = None,
        notice: str = "",
    ) -> AsyncIterator[Session]:
        app = SpantagApp(library, load("default"), report, notice)
        messages: list[Message] = []
        async with app.run_test(size=size, message_hook=messages.append) as pilot:
            session = Session(pilot, messages)
            await session.settle()
            yield session

    return run


@pytest.fixture
def reading(
    library: Library, id_: ReportId, running: Callable[..., Opened]
) -> Callable[..., Opened]:
    """What runs an app at the one report of a test, `id_`, at a size."""
    return lambda size=(80, 24): running(library, size, id_)
