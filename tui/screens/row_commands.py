"""The commands of the list that change the report under its cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from store.library import Library
from store.model import Status, Summary
from tui.messages import Saved

if TYPE_CHECKING:
    from tui.screens.library import LibraryScreen


class RowCommands:
    """Has the report of the row changed; the screen hears `Saved`, or `Failed`."""

    SCOPES: ClassVar[Sequence[str]] = ("library",)

    def __init__(self, screen: LibraryScreen) -> None:
        self._screen = screen

    def action_edit_details(self) -> None:
        """Edit the title, source and date."""
        from tui.screens.details import edit_details  # not before it is wanted, as the others

        if isinstance(line := self._screen.rows.current, Summary):
            edit_details(self._screen, line)

    def action_mark_done(self) -> None:
        """Mark the report as done, or as what it was before it was done."""
        self._change(lambda library, line: f"Marked as {library.tagging(line.id).toggle_done()}")

    def action_mark_unread(self) -> None:
        """Mark the report as unread."""

        def mark(library: Library, line: Summary) -> str:
            library.set_status(line.id, Status.UNREAD)
            return f"Marked as {Status.UNREAD}"

        self._change(mark)

    def action_undo(self) -> None:
        """Take the last edit of the report back."""
        from tui.screens.steps import undone

        self._change(lambda library, line: undone(library, line.id, self._screen.key_for).said)

    def action_redo(self) -> None:
        """Make the edit of the report that was undone last again."""
        from tui.screens.steps import redone

        self._change(lambda library, line: redone(library, line.id, self._screen.key_for).said)

    def _change(self, work: Callable[[Library, Summary], str]) -> None:
        screen = self._screen
        if not isinstance(line := screen.rows.current, Summary):
            return

        def change(library: Library) -> Saved:
            return Saved(f"{work(library, line)}: {line.title}")

        screen.submit(change, line.id)
