"""The commands about the two panes of a report: its text and the side panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from tui.widgets.panel import Room, panel_room

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
        if room is not Room.PART:
            (screen.panel.rows if room is Room.ALL else screen.view).focus()

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
            rows.focus()

    def action_leave(self) -> None:
        """Return from the panel to the text, which a narrow screen shows in its place."""
        if not self._screen.view.display:
            self.wanted = None
            self.fold()
        self._screen.view.focus()
