"""The colours of the app, dark and light."""

from __future__ import annotations

from textual.theme import Theme

from tui.sixteen import (
    BLACK,
    BLUE,
    CYAN,
    GREY,
    LIGHT_CYAN,
    LIGHT_GREEN,
    LIGHT_RED,
    MAGENTA,
    PALETTE,
    RED,
    WHITE,
    YELLOW,
)
from tui.styles import DARK_GROUND, LIGHT_GROUND

DARK = Theme(
    name="spantag-dark",
    primary="#7aa2c8",
    secondary="#8c96a3",
    accent="#e0b050",
    foreground="#d6d9de",
    background=DARK_GROUND,
    surface="#1d2126",
    panel="#22272d",
    success="#7fb069",
    warning="#e0b050",
    error="#e06c5a",
    dark=True,
    variables={
        "key": "#e0b050",
        "muted": "#8c96a3",
        "bar": "#22272d",
        "selection": "#3a5068",
        "caret": "#f0f0f0",
        "caret-ink": "#15181c",
        "row": "#2c3947",
    },
)
LIGHT = Theme(
    name="spantag-light",
    primary="#2a5f8f",
    secondary="#5f6873",
    accent="#8a5a00",
    foreground="#1c1f23",
    background=LIGHT_GROUND,
    surface="#f1efea",
    panel="#e8e5de",
    success="#2f6b2a",
    warning="#8a5a00",
    error="#a8281a",
    dark=False,
    variables={
        "key": "#8a5a00",
        "muted": "#5f6873",
        "bar": "#e8e5de",
        "selection": "#bcd3ea",
        "caret": "#1c1f23",
        "caret-ink": "#faf9f6",
        "row": "#d5e2ef",
    },
)
DARK_16 = Theme(
    name="spantag-dark-16",
    primary=PALETTE[LIGHT_CYAN],
    secondary=PALETTE[CYAN],
    accent=PALETTE[YELLOW],
    foreground=PALETTE[GREY],
    background=PALETTE[BLACK],
    surface=PALETTE[BLACK],
    panel=PALETTE[BLACK],
    success=PALETTE[LIGHT_GREEN],
    warning=PALETTE[YELLOW],
    error=PALETTE[LIGHT_RED],
    dark=True,
    variables={
        "key": PALETTE[YELLOW],
        "muted": PALETTE[CYAN],
        "bar": PALETTE[BLACK],
        "selection": PALETTE[GREY],
        "caret": PALETTE[WHITE],
        "caret-ink": PALETTE[BLUE],
        "row": PALETTE[BLUE],
    },
)
LIGHT_16 = Theme(
    name="spantag-light-16",
    primary=PALETTE[BLUE],
    secondary=PALETTE[BLUE],
    accent=PALETTE[MAGENTA],
    foreground=PALETTE[BLACK],
    background=PALETTE[WHITE],
    surface=PALETTE[WHITE],
    panel=PALETTE[WHITE],
    success=PALETTE[BLUE],
    warning=PALETTE[MAGENTA],
    error=PALETTE[RED],
    dark=False,
    variables={
        "key": PALETTE[MAGENTA],
        "muted": PALETTE[BLUE],
        "bar": PALETTE[WHITE],
        "selection": PALETTE[BLACK],
        "caret": PALETTE[BLACK],
        "caret-ink": PALETTE[YELLOW],
        "row": PALETTE[LIGHT_CYAN],
    },
)
"""The same in the sixteen colours of the terminal; `tests/tui/test_sixteen.py` reads them."""
THEMES = (DARK, LIGHT, DARK_16, LIGHT_16)
