"""How labels look where a terminal has 16 colours, or only eight to fill cells with; pure.

The colours are written as the Linux console shows them, which are those that Rich knows by number;
other terminals show others. The inks keep a contrast of 4.5 (WCAG 2.1, 1.4.3) on the console, in
xterm and in PuTTY (`tests/tui/test_sixteen.py`); no pair is one of a selection or a ground.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple

PALETTE: Final = (
    *("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"),
    *("#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"),
)
(BLACK, RED, GREEN, BROWN, BLUE, MAGENTA, CYAN, GREY) = range(8)
(_, LIGHT_RED, LIGHT_GREEN, YELLOW, LIGHT_BLUE, PINK, LIGHT_CYAN, WHITE) = range(8, 16)


class Depth(Enum):
    """How many colours a terminal has."""

    NONE = "none"
    EIGHT = "eight fills, sixteen inks"
    SIXTEEN = "sixteen"
    ALL = "256 or more"

    @property
    def few(self) -> bool:
        """Whether there are colours, but no more than sixteen."""
        return self in (Depth.EIGHT, Depth.SIXTEEN)


class Pair(NamedTuple):
    """A fill and the ink on it, as `#rrggbb` of the palette."""

    fill: str
    ink: str


_SIXTEEN: Final = {
    "#af5f00": (LIGHT_RED, BLACK),
    "#005fd7": (BLUE, WHITE),
    "#5faf00": (GREEN, BLACK),
    "#afd787": (LIGHT_GREEN, BLACK),
    "#af5faf": (MAGENTA, WHITE),
    "#005f5f": (CYAN, BLACK),
    "#af0000": (RED, WHITE),
    "#ff5f87": (PINK, BLACK),
    "#af0087": (RED, YELLOW),
    "#3a3a3a": (BLUE, YELLOW),
    "#d7d700": (YELLOW, BLACK),
    "#0087d7": (LIGHT_CYAN, BLACK),
    "#5f0087": (BLUE, LIGHT_CYAN),
    "#d787ff": (LIGHT_BLUE, WHITE),
    "#ffafff": (LIGHT_CYAN, BLUE),
}
"""The fill and the ink for each colour of the labels that come with spantag."""
_EIGHT: Final = {
    "#af5f00": (BROWN, WHITE),
    "#005fd7": (BLUE, WHITE),
    "#5faf00": (GREEN, BLACK),
    "#afd787": (CYAN, BLUE),
    "#af5faf": (MAGENTA, WHITE),
    "#005f5f": (CYAN, BLACK),
    "#af0000": (RED, WHITE),
    "#ff5f87": (RED, YELLOW),
    "#af0087": (MAGENTA, YELLOW),
    "#3a3a3a": (BLUE, YELLOW),
    "#d7d700": (BROWN, YELLOW),
    "#0087d7": (BLUE, LIGHT_CYAN),
    "#5f0087": (BLUE, LIGHT_GREEN),
    "#d787ff": (MAGENTA, LIGHT_CYAN),
    "#ffafff": (GREY, BLUE),
}
"""The same for the Linux console, which fills in eight colours (console_codes(4))."""
_ON_DARK: Final = {
    **{RED: LIGHT_RED, GREEN: LIGHT_GREEN, BROWN: YELLOW, BLUE: LIGHT_CYAN, MAGENTA: PINK},
    **{CYAN: LIGHT_CYAN, LIGHT_BLUE: LIGHT_CYAN, GREY: WHITE},
}
_ON_LIGHT: Final = {
    **{RED: RED, LIGHT_RED: RED, MAGENTA: MAGENTA, PINK: MAGENTA},
    **{BLUE: BLUE, LIGHT_BLUE: BLUE, CYAN: BLUE, LIGHT_CYAN: BLUE},
}
"""Inks of entities; green, yellow and grey are read on no white, and are black there."""


@lru_cache(maxsize=256)
def pair(colour: str, depth: Depth) -> Pair:
    """Return fill and ink for a label's `#rrggbb`; `""` is a label that is not in the scheme."""
    if not colour:
        return Pair(PALETTE[GREY], PALETTE[BLACK])
    fill, ink = _numbers(colour, depth)
    return Pair(PALETTE[fill], PALETTE[ink])


@lru_cache(maxsize=256)
def ink(colour: str, *, dark: bool) -> str:
    """Return the ink in which an entity of a label's colour is read on black, or on white."""
    fill, _ = _numbers(colour, Depth.SIXTEEN)
    return PALETTE[_ON_DARK.get(fill, fill) if dark else _ON_LIGHT.get(fill, BLACK)]


def _numbers(colour: str, depth: Depth) -> tuple[int, int]:
    table = _EIGHT if depth is Depth.EIGHT else _SIXTEEN
    return table[min(table, key=lambda one: _distance(one, colour))]


def _distance(one: str, other: str) -> int:
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return sum((a - b) ** 2 for a, b in pairs)
