"""Random keys in the reader: no exception, every quote right, undo gives the first state back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from textual.message import Message
from textual.pilot import Pilot

from keymaps import COMMANDS, Command, load
from store.library import Library
from store.model import Report, ReportId, Span
from tui.app import SpantagApp
from tui.messages import Failed
from tui.screens.base import CommandScreen
from tui.screens.reading import ReadingScreen

TEXT = """Hajj Abbas met the IRGC near Albukamal on 14 March 2024.

👩🏽\u200d💻 The Hizbullah Brigades (كتائب حزب الله) praised the IRGC\u202e; e\u0301tat 🇸🇾.
قال الحاج عباس إن الطائرات المسيّرة وصلت إلى دير الزور.

Later Hajj  Abbas left Baghdad for Dayr
az-Zawr, or Deir ez-Zor. UN resolutions name the IRGC.
"""
STAYING = ("text", "reading", "panel", "list", "dialog", "ticks")
"""The scopes of what happens in one report."""
LEFT_OUT = frozenset(
    {one.id for one in COMMANDS if one.scope not in STAYING}
    | {f"reading.{name}" for name in ("back", "labels", "export", "next_report", "next_unread")}
    | {"reading.previous_report", "reading.previous_unread"}
)
"""Commands that leave the report, or change what undo does not bring back."""
TYPED = (
    *"abcdefghijklmnopqrstuvwxyz0123456789",
    *("space", "enter", "enter", "backspace"),
    *("escape", "escape", "escape", "escape", "ctrl+g", "ctrl+g"),
)
AT_ONCE = 25
"""Keys after which quotes are looked at."""


def units(keymap: str) -> list[tuple[str, ...]]:
    """Return what a stream is made of: the keys of every command, and what one types."""
    bound = load(keymap).bindings
    found = {
        sequence
        for binding, sequences in bound.items()
        for sequence in sequences
        if binding not in LEFT_OUT
    }
    return [*sorted(found), *((key,) for key in TYPED)]


def library_in(folder: Path, report: Report) -> Library:
    """Return a library with one report, in which somebody else has tagged what overlaps."""
    library = Library.open(folder, "ann", create=True)
    library.add(report)
    bob = Library.open(folder, "bob").tagging(report.id)
    for start, end, label in ((0, 10, "Person"), (5, 30, "Location"), (5, 30, "Weapon")):
        bob.tag(Span(start, end), label)
    emoji, arabic = TEXT.index("👩"), TEXT.index("كتائب")
    bob.tag(Span(emoji, emoji + 4), "Person")
    bob.tag(Span(arabic, arabic + 14), "Organisation")
    bob.tag(Span(emoji, arabic + 5), "Quantity")
    return library


class Stream:
    """An app that is sent keys, and what went wrong in it."""

    def __init__(self, library: Library, report: ReportId, keymap: str) -> None:
        self._library = library
        self._report = report
        self._keymap = keymap
        self.problems: list[str] = []
        self.commands: set[str] = set()

    def _heard(self, message: Message) -> None:
        if isinstance(message, Failed) and message.error.message.startswith("Not saved"):
            self.problems.append(message.error.message)

    async def run(self, keys: Sequence[tuple[str, ...]]) -> None:
        """Send keys, then undo all; raise AssertionError if anything is wrong."""
        first = self._state()
        app = SpantagApp(self._library, load(self._keymap), self._report)
        perform, worker_changed = CommandScreen.perform, CommandScreen.on_worker_state_changed

        async def performing(screen: CommandScreen[Any], command: Command) -> None:
            if command.id not in LEFT_OUT:
                self.commands.add(command.id)
                await perform(screen, command)

        def changed(screen: CommandScreen[Any], event: Any) -> None:
            if event.worker.error is not None:
                self.problems.append(repr(event.worker.error))
            worker_changed(screen, event)

        with (
            patch.object(CommandScreen, "perform", performing),
            patch.object(CommandScreen, "on_worker_state_changed", changed),
        ):
            async with app.run_test(size=(80, 24), message_hook=self._heard) as pilot:
                await settle(pilot)
                for batch in batches(keys):
                    await pilot.press(*batch)
                    await settle(pilot)
                    self._check(batch)
                await self._undo_all(pilot)
        assert self._state() == first

    def _state(self) -> object:
        return self._library.tags(self._report), sorted(
            self._library.reviews(self._report), key=lambda review: review.id
        )

    def _check(self, batch: Sequence[str]) -> None:
        assert not self.problems, (self.problems, batch)
        for tag in self._library.tags(self._report):
            assert tag.quote == tag.span.of(TEXT), batch

    async def _undo_all(self, pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, SpantagApp)
        for _ in range(len(app.screen_stack)):
            if isinstance(app.screen, ReadingScreen):
                break
            assert isinstance(app.screen, CommandScreen)
            app.screen.dismiss(None)
            await settle(pilot)
        screen = app.screen
        assert isinstance(screen, ReadingScreen), app.screen_stack
        while done := self._done():
            screen.does.tags.action_undo()
            await settle(pilot)
            assert self._done() < done, (app.screen_stack, self._library.edits(self._report)[-3:])
        assert not self.problems

    def _done(self) -> int:
        """Return how many edits there are to undo."""
        edits = self._library.edits(self._report)
        return sum(one.author == "ann" and one.state == "done" for one in edits)


async def settle(pilot: Pilot[None]) -> None:
    """Wait for keys, workers, saves and messages."""
    app = pilot.app
    assert isinstance(app, SpantagApp)
    for _ in range(2):
        await pilot.pause()
        while app.type_ahead.busy:
            await pilot.pause(0.01)
        await app.workers.wait_for_complete()
        app.saver.wait()
    await pilot.pause()


def batches(keys: Sequence[tuple[str, ...]]) -> Iterator[list[str]]:
    """Yield the keys of whole units, some at a time."""
    for start in range(0, len(keys), AT_ONCE):
        yield [key for unit in keys[start : start + AT_ONCE] for key in unit]


def run(folder: Path, report: Report, keymap: str, keys: Sequence[tuple[str, ...]]) -> set[str]:
    """Send units of keys to a report in a new library; return the commands that were carried out.

    Raises:
        AssertionError: if anything is wrong afterwards.
    """
    stream = Stream(library_in(folder, report), report.id, keymap)
    asyncio.run(stream.run(keys))
    return stream.commands
