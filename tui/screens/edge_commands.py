"""Moving the edges of a tag: its span is selected, motions change it, and then it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from keymaps import MOVING_CHAIN
from store.model import Tag
from store.reviewing import Reviewing
from tui.reader.selection import trimmed
from tui.screens.telling import Told, shortened
from tui.widgets.reader_view import ReaderView

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen

AS_IT_WAS = "The tag stays as it was"


class EdgeCommands:
    """Carries out the moving of edges; to drop the selection gives it up, and goes back."""

    SCOPES: ClassVar[Sequence[str]] = ("text",)

    def __init__(self, screen: ReadingScreen, view: ReaderView) -> None:
        self._screen = screen
        self._view = view
        self._tag: Tag | None = None
        self._head = 0
        """Where the cursor was when it began."""

    def action_for(self, name: str) -> Callable[[], None] | None:
        """Return what gives the moving up, while there is one."""
        return self._give_up if name == "cancel" and self.active else None

    def _give_up(self) -> None:
        self._view.move_to(self._view.cursor.dropped().moved(self._head))
        self._screen.tell(AS_IT_WAS)

    @property
    def tag(self) -> Tag | None:
        """The tag whose span the selection is to become, as it is now; None if it is no more."""
        if self._view.cursor.anchor is None:
            self._tag = None
        if self._tag is not None:
            id_ = self._tag.id
            self._tag = next((one for one in self._screen.tags if one.id == id_), None)
        return self._tag

    @property
    def active(self) -> bool:
        """Whether the selection is to become the span of a tag."""
        return self.tag is not None

    def action_move_edges(self) -> None:
        """Begin to move the edges of the tag, or save where they are now."""
        if self.active:
            self._save()
        elif (tag := self._screen.does.here.tag_or_told()) is not None:
            self._begin(tag)

    def _begin(self, tag: Tag) -> None:
        view = self._view
        self._head = view.cursor.head
        view.move_to(view.cursor.dropped())
        view.move_to(view.cursor.marked().taking(tag.span))
        self._tag = tag
        ways = ("text.swap_ends", "text.move_edges", "text.cancel")
        other, save, drop = (self._key(way) for way in ways)
        said = f"Move the edge by motions; {other} other edge, {save} save, {drop} drop"
        self._screen.tell(said, whole=True)

    def _key(self, command: str) -> str:
        keys = self._screen.dispatcher.keys_for(command, MOVING_CHAIN)
        return keys[0] if keys else "-"

    def _save(self) -> None:
        tag, view = self._tag, self._view
        selected = view.cursor.span
        view.move_to(view.cursor.dropped())
        if tag is None or selected is None:
            self._screen.tell("Nothing is left of the tag; it stays as it was")
            return
        span = trimmed(view.text, selected)

        def work(tagging: Reviewing) -> Told:
            moved = tagging.move(tag.id, span)
            said = f"Moved {moved.label}: {shortened(moved.quote)}"
            return Told(said if tagging.recorded else AS_IT_WAS, span.start)

        self._screen.edit(work)
