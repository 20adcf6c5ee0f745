"""What in the open report may deceive its reader: a line that says so, and the way to each."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, Final

from textual.worker import get_current_worker

from keymaps import TEXT_CHAIN
from store import suspects
from store.model import Report
from store.room import Stopped
from store.suspects import Suspect
from tui.screens.loading import room_beside
from tui.widgets.bars import WarningBar

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen

LIMIT: Final = 10_000
"""Runs and words that are counted; a text that holds more needs no exact figure."""
LOOKING: Final = "What may deceive is still being looked for"
NOTHING: Final = "Nothing in this text is known to deceive"


class SuspectCommands:
    """Looks for what may deceive, off the thread that paints, and goes from one to the next."""

    SCOPES: ClassVar[Sequence[str]] = ("text",)

    def __init__(self, screen: ReadingScreen, banner: WarningBar) -> None:
        self._screen = screen
        self._banner = banner
        self._found: Sequence[Suspect] = ()
        self._warning = ""
        self._looking = False

    def look(self, report: Report) -> None:
        """Forget what the last report had, and look at this one."""
        self._found, self._warning, self._looking = (), "", True
        self._banner.warn("")

        def work() -> None:
            worker = get_current_worker()
            with (
                suppress(Stopped),
                room_beside(report.text, lambda: worker.is_cancelled, self._screen.typing),
            ):
                found = list(islice(suspects.find(report.text), LIMIT))
                self._screen.call_later(self._show, report, found)

        self._screen.run_worker(work, thread=True, exclusive=True, group="suspects")

    def _show(self, report: Report, found: list[Suspect]) -> None:
        if self._screen.report is not report:
            return
        self._looking = False
        self._screen.untell(LOOKING)
        if not found:
            return
        self._found = sorted(found, key=lambda suspect: suspect.span.start)
        words = suspects.in_words(suspects.counted(found))
        more = "more than " if len(found) == LIMIT else ""
        self._warning = f"This text may deceive you: {more}{words}"
        self.keys_changed()

    def keys_changed(self) -> None:
        """Name the key that leads to each, in the keymap as it is."""
        keys = self._screen.dispatcher.keys_for("text.next_suspect", TEXT_CHAIN)
        self._banner.warn(self._warning, f"{keys[0]} shows them" if keys else "")

    def action_next_suspect(self) -> None:
        """Select the next thing that may deceive, from the top again after the last."""
        if not self._found:
            self._screen.tell(LOOKING if self._looking else NOTHING)
            return
        view = self._screen.view
        head = view.cursor.span.end if view.cursor.span else view.cursor.head
        ahead = (i for i, one in enumerate(self._found) if one.span.start >= head)
        index = next(ahead, 0)
        suspect = self._found[index]
        view.move_to(view.cursor.selecting(suspect.span))
        self._screen.tell(f"{index + 1:,} of {len(self._found):,}: {described(suspect, view.text)}")


def described(suspect: Suspect, text: str) -> str:
    """Return what a suspect is, and by which code points."""
    codes = [f"U+{ord(char):04X}" for char in suspect.span.of(text) if char > "\x7f" or char < " "]
    more = " …" if len(codes) > 4 else ""
    return f"{suspect.kind} ({' '.join(codes[:4])}{more})"
