"""The commands that find words in the report."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import ClassVar

from store.search import occurrences, starts
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
        self._found: tuple[str, str, Sequence[int]] = ("", "", ())
        """A text, a phrase, and where that begins: the next step asks for the same."""

    def action_find(self) -> None:
        """Ask for words and go to the next place that has them."""
        title = "Find (a capital letter makes case count)"
        self._screen.app.push_screen(Ask(title, self.phrase, afresh=True), self._find)

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
        found = self._places()
        if not found:
            self._screen.tell(f"Not found: {self.phrase}")
            return
        cursor = view.cursor
        # While marking, a match is what one selects up to, as with any motion.
        selected = None if cursor.marking else cursor.span
        offset = selected.start if selected else cursor.head
        index = chosen(found, offset, direction)
        match = next(occurrences(view.text, self.phrase, found[index]))
        if match == selected and direction > 0:
            index = chosen(found, offset + 1, direction)
            match = next(occurrences(view.text, self.phrase, found[index]))
        onward = match.end if direction > 0 else match.start
        view.move_to(cursor.moved(onward) if cursor.marking else cursor.selecting(match))
        self._screen.tell(f"Match {index + 1:,} of {len(found):,}: {self.phrase}")

    def _places(self) -> Sequence[int]:
        text, phrase, found = self._found
        if text is not self._view.text or phrase != self.phrase:
            text, phrase = self._view.text, self.phrase
            found = starts(text, phrase, LIMIT)
            self._found = text, phrase, found
        return found


def chosen(found: Sequence[int], offset: int, direction: int) -> int:
    """Return the index of the first place from an offset on, or the last before it; goes round."""
    index = bisect_left(found, offset)
    return index % len(found) if direction > 0 else (index - 1) % len(found)
