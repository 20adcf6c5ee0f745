"""What is shown on a terminal that is too small for the app; pure."""

from __future__ import annotations

import textwrap
from typing import Final

from tui.wire.screen import Screen

LEAST: Final = (40, 12)
"""Columns and rows from which on every screen can be used."""


def notice(width: int, height: int, least: tuple[int, int] = LEAST) -> Screen | None:
    """Return a screen that says that there is too little room; None if there is enough."""
    columns, rows = least
    if width >= columns and height >= rows:
        return None
    said = f"spantag needs {columns}x{rows} cells; here are {width}x{height}."
    screen = Screen(width, height)
    for screen.y, line in enumerate(textwrap.wrap(said, max(1, width))[:height]):
        screen.x = 0
        screen.write(line)
    screen.x = screen.y = 0
    return screen
