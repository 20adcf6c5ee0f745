"""What terminals can do, by their TERM; pure."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

_VT100: Final = ("vt100", "vt220", "vt320", "vt420", "screen")
"""They scroll a part of the screen, but erase to their own colour (terminfo: csr without bce)."""
_XTERM: Final = (
    "xterm",
    "tmux",
    "linux",
    "rxvt",
    "alacritty",
    "contour",
    "foot",
    "ghostty",
    "gnome",
    "kitty",
    "konsole",
    "mintty",
    "putty",
    "st",
    "vte",
    "wezterm",
)
"""They erase to the colour that is set as well (terminfo: csr, bce, ech)."""
_COLOURLESS: Final = re.compile(r"vt\d.*|dumb|.+-(?:m|mono)")
"""They have no colours (terminfo: no colors); of unknown ones it is not believed."""


class Abilities(Struct, frozen=True):
    """What makes output shorter where a terminal has it."""

    scrolls: bool = False
    """Rows between two margins can be shifted (DECSTBM with IND and RI)."""
    fills: bool = False
    """Erased cells take the fill that is set, and a number of cells can be erased (ECH)."""


def abilities(term: str) -> Abilities:
    """Return what a terminal of this TERM can do; an unknown one, nothing."""
    family = term.partition("-")[0]
    if family in _XTERM:
        return Abilities(scrolls=True, fills=True)
    return Abilities(scrolls=family in _VT100)


def colourless(term: str) -> bool:
    """Tell whether a terminal of this TERM is known to have no colours."""
    return bool(_COLOURLESS.fullmatch(term))
