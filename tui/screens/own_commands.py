"""The analyst's say on what is highlighted: own terms, stops, and what is switched off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from store.errors import SpantagError
from store.model import Entity, Span
from store.reviewing import Reviewing
from tui.cells import counted, cut, fit
from tui.messages import Failed
from tui.screens.dialogs import Choice, Picker
from tui.screens.messages import OwnChanged
from tui.screens.status import LOOKING
from tui.screens.telling import Told, shortened
from tui.screens.ticking import TickList
from tui.styles import UNKNOWN_FILL
from tui.widgets.reader_view import ReaderView
from tui.widgets.rows import Cells

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen
    from tui.screens.switches import Switch

T = TypeVar("T")
NAME = 20
"""Cells for what a row begins with."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of own terms, in words."""

    folder: Path
    name: str
    help: str


class OwnCommands:
    """Changes what the recogniser knows; the open report is then looked at again."""

    SCOPES: ClassVar[Sequence[str]] = ("text", "reading")

    def __init__(self, screen: ReadingScreen, view: ReaderView) -> None:
        self._screen = screen
        self._view = view

    def action_add_term(self) -> None:
        """Make the words a term of a label, in this library or for the user."""
        if (span := self._screen.does.occurrences.words()) is None:
            return
        words = span.of(self._view.text)
        item = self._screen.does.here.current
        # The label that it has already is the likeliest.
        labels = sorted(self._screen.labels, key=lambda one: item is None or one.name != item.label)
        rows = [
            _row((place, label.name), label.name, place.name, place.help, label.colour)
            for place in self._places()
            for label in labels
        ]

        def add(choice: tuple[Place, str] | None) -> None:
            if choice is not None:
                place, label = choice
                said = f"Highlighted {place.name} as {label}: {shortened(words)}{self._way_back}"
                self._change(partial(_add_term, place.folder, words, label), said)

        title = f"Highlight from now on: {shortened(words)}"
        self._screen.app.push_screen(Picker(title, rows), add)

    def action_stop_words(self) -> None:
        """Never highlight the words again: in this report, in this library, or for the user."""
        if (span := self._screen.does.occurrences.words()) is None:
            return
        words = span.of(self._view.text)
        rows: list[Choice[Callable[[], None]]] = [
            _row(partial(self._stop_here, span), "Never", "in this report", "can be undone")
        ]
        for place in self._places():
            said = f"Never highlighted {place.name}: {shortened(words)}{self._way_back}"
            stop = partial(self._change, partial(_stop, place.folder, words), said)
            rows.append(_row(stop, "Never", place.name, place.help))

        def carry_out(stop: Callable[[], None] | None) -> None:
            if stop is not None:
                stop()

        title = f"Never highlight again: {shortened(words)}"
        self._screen.app.push_screen(Picker(title, rows), carry_out)

    def _stop_here(self, span: Span) -> None:
        item = self._screen.does.here.current
        suggested = Entity(span, item.label if item else "-", "")
        said = f"Never highlighted in this report: {shortened(span.of(self._view.text))}"

        def work(tagging: Reviewing) -> str:
            tagging.stop(suggested)
            return said

        self._view.move_to(self._view.cursor.dropped())
        self._screen.edit(work)

    def action_switches(self) -> None:
        """Switch labels, rules and own terms on or off; open again what was rejected here."""
        # Imported late: with the files of own terms it takes a tenth of a second.
        from store.entities.own import library_folder
        from tui.screens import switches

        screen = self._screen
        if screen.recogniser is None:
            screen.tell(LOOKING)
            return
        folder = library_folder(screen.library.folder)
        gone = switches.rejected(self._view.text, screen.does.suggestions.state.rejected)
        rows = [*gone, *switches.offered(screen.recogniser, screen.labels, folder)]
        off = [at for at, row in enumerate(rows) if not row.value.on]

        def switch(ticked: Sequence[Switch] | None) -> None:
            if ticked is None:
                return
            if again := switches.reopened(ticked):
                self._reopen(again)
            if changes := switches.changed(rows, ticked):
                said = f"{counted(len(changes), 'thing')} switched in this library"
                self._change(lambda: [change() for change in changes], said)

        screen.app.push_screen(TickList("What is highlighted", rows, off), switch)

    def _reopen(self, rejected: Sequence[Entity]) -> None:
        """Take verdicts back; an edit like others."""

        def work(tagging: Reviewing) -> Told:
            tagging.reopen(rejected)
            said = f"{counted(len(rejected), 'suggestion')} open again"
            return Told(said, rejected[0].span.start)

        self._screen.edit(work)

    @property
    def _way_back(self) -> str:
        """What a message ends with of what undo does not take back, as it is not of a report."""
        return f"; {self._screen.key_for('reading.switches')} takes it back"

    def _places(self) -> list[Place]:
        from store.entities.own import library_folder, user_folder

        library = library_folder(self._screen.library.folder)
        return [
            Place(library, "in this library", "for all who work in it"),
            Place(user_folder(), "in all of mine", "for me, whatever the library"),
        ]

    def _change(self, change: Callable[[], object], said: str) -> None:
        """Change files of own terms off the thread that paints; then `OwnChanged` comes."""
        screen = self._screen

        def work() -> None:
            try:
                change()
            except SpantagError as error:
                screen.post_message(Failed(error))
            else:
                screen.post_message(OwnChanged(said))

        self._view.move_to(self._view.cursor.dropped())
        screen.run_worker(work, thread=True, group="own", exit_on_error=False)


def _add_term(folder: Path, words: str, label: str) -> None:
    from store.entities import own

    own.add_term(folder, words, label)


def _stop(folder: Path, words: str) -> None:
    from store.entities import own

    own.stop(folder, words)


def _row(value: T, name: str, place: str, help_: str, colour: str = "") -> Choice[T]:
    def cells(width: int) -> Cells:
        room = min(NAME, width)
        said = cut(f" {place}: {help_}", max(0, width - room))
        return ((fit(f" {name}", room), colour or UNKNOWN_FILL), (said, ""))

    return Choice(value, f"{name} {place}", help_, cells)
