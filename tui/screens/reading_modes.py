"""Which scopes hear a key on the screen of a report, and which keys it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from keymaps import MOVING_CHAIN, PANEL_CHAIN, SELECTED_CHAIN, SELECTING_CHAIN, TEXT_CHAIN
from tui.screens import hints

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen


def chain(screen: ReadingScreen) -> Sequence[str]:
    """Return the scopes that hear a key, by the focus and what is selected."""
    if screen.focused is screen.panel.rows:
        return PANEL_CHAIN
    cursor = screen.view.cursor
    if screen.does.edges.active:
        return MOVING_CHAIN
    if cursor.span:
        return SELECTED_CHAIN
    return SELECTING_CHAIN if cursor.marking else TEXT_CHAIN


def likeliest(screen: ReadingScreen) -> Sequence[str]:
    """Return the likeliest commands for the mode and the focus."""
    if screen.focused is screen.panel.rows:
        return hints.PANEL
    cursor = screen.view.cursor
    if screen.does.edges.active:
        return hints.MOVING
    return hints.SELECTED if cursor.span or cursor.marking else hints.TEXT
