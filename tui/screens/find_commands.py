"""The commands that find words in the report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import ClassVar

from store.model import Span
from store.search import occurrences
from tui.screens.base import CommandScreen
from tui.screens.dialogs import Ask
from tui.widgets.reader_view import ReaderView

LIMIT = 100_000
"""Matches that are counted."""


class FindCommands:
    """Finds a phrase; a match is selected, so that it can be tagged at once."""

    SCOPES: ClassVar[Sequence[str]] = ("reading",)

    def __init__(self, screen: CommandScreen[None], view: ReaderView) -> None:
        self._screen = screen
        self._view = view
        self.phrase = ""

    def action_find(self) -> None:
        """Ask for words and go to the next place that has them."""
        title = "Find (a capital letter makes case count)"
        self._screen.app.push_screen(Ask(title, self.phrase), self._find)

    def _find(self, phrase: str | None) -> None:
        if phrase:
            self.phrase = phrase
            self._step(1)

    def action_find_next(self) -> None:
        """Go to the next match, from the top again after the last."""
        self._step(1)

    def action_find_previous(self) -> None:
        """Go to the previous match, from the end again before the first."""
        self._step(-1)

    def _step(self, direction: int) -> None:
        if not self.phrase:
            self.action_find()
            return
        view = self._view
        found = list(islice(occurrences(view.text, self.phrase), LIMIT))
        if not found:
            self._screen.tell(f"Not found: {self.phrase}")
            return
        current = view.cursor.span.start if view.cursor.span else view.cursor.head
        index = chosen(found, current, view.cursor.span, direction)
        view.move_to(view.cursor.selecting(found[index]))
        self._screen.tell(f"Match {index + 1} of {len(found)}: {self.phrase}")


def chosen(found: Sequence[Span], offset: int, selected: Span | None, direction: int) -> int:
    """Return the index of the match to go to; one that is selected already is passed over."""
    if direction > 0:
        ahead = (i for i, span in enumerate(found) if span.start >= offset and span != selected)
        return next(ahead, 0)
    behind = (i for i in reversed(range(len(found))) if found[i].start < offset)
    return next(behind, len(found) - 1)
