"""The commands about the two panes of a report: its text and the side panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from tui.widgets.panel import Room, panel_room, row_of

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen


class PaneCommands:
    """Shows and hides the side panel, and moves between it and the text."""

    SCOPES: ClassVar[Sequence[str]] = ("reading", "panel")

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self.wanted: bool | None = None
        """Whether the analyst wants the panel; None leaves it to the width of the screen."""

    def fold(self) -> None:
        """Give the panel the room that it has now."""
        screen = self._screen
        room = panel_room(screen.app.size.width, self.wanted)
        screen.panel.display = room is not Room.NONE
        screen.panel.set_class(room is Room.ALL, "-alone")
        screen.view.display = room is not Room.ALL
        if room is Room.ALL and screen.focused is not screen.panel.rows:
            self._enter()
        elif room is Room.NONE:
            screen.view.focus()

    def action_toggle_panel(self) -> None:
        """Show or hide the side panel."""
        self.wanted = not self._screen.panel.display
        self.fold()

    def action_switch_pane(self) -> None:
        """Move between the text and the side panel."""
        rows = self._screen.panel.rows
        if self._screen.focused is rows:
            self.action_leave()
        else:
            self.wanted = True
            self.fold()
            self._enter()

    def _enter(self) -> None:
        """Give the keys to the panel, at the tag that one was at in the text."""
        self._screen.panel.rows.focus()
        self._go_along()

    def follow(self) -> None:
        """Put the panel's cursor, if it is the one that keys move, where the text's is."""
        if self._screen.focused is self._screen.panel.rows or not self._screen.view.display:
            self._go_along()

    def _go_along(self) -> None:
        screen, rows = self._screen, self._screen.panel.rows
        tag, head = screen.does.here.nearest_tag, screen.view.cursor.head
        rows.move_to(row_of(rows.items, tag, head))

    def action_leave(self) -> None:
        """Return from the panel to the text, which a narrow screen shows in its place."""
        if not self._screen.view.display:
            self.wanted = None
            self.fold()
        self._screen.view.focus()
