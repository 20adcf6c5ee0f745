"""What copies a text to the clipboard of a terminal, which may be far away; pure."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from enum import Enum
from typing import Final

from tui.display import visible

LARGEST: Final = 74_994
"""Bytes of text: with them an OSC 52 has 100,000 characters, the most that hterm takes."""
LARGEST_OF_SCREEN: Final = 6_000
"""The same for GNU screen, which has room for about 8 KB."""
_PIECE: Final = 252
"""Characters that GNU screen passes on in one string; a longer one it may cut."""


class Between(Enum):
    """What stands between the app and the terminal that has the clipboard."""

    NOTHING = "nothing"
    TMUX = "tmux"
    SCREEN = "screen, or a tmux that says so"


def between(environment: Mapping[str, str]) -> Between:
    """Return what stands between, as far as the variables say."""
    family = environment.get("TERM", "").partition("-")[0]
    if environment.get("TMUX") or family == "tmux":
        return Between.TMUX
    return Between.SCREEN if family == "screen" else Between.NOTHING


def largest(environment: Mapping[str, str]) -> int:
    """Return how many bytes of UTF-8 can be copied."""
    return LARGEST_OF_SCREEN if between(environment) is Between.SCREEN else LARGEST


def cleaned(text: str) -> str:
    """Return a text as it is shown, without line ends at its end.

    Controls stay the marks that they are on the screen, so that a paste into a shell runs nothing
    that one did not see; only tabs and line feeds are themselves.
    """
    return visible(text, multiline=True).rstrip("\n")


def sequence(text: str, environment: Mapping[str, str]) -> str:
    """Return the OSC 52 for a text, and beside it what hands it through tmux or screen.

    tmux takes the plain one if `set-clipboard` is on and the other if `allow-passthrough` is; each
    ignores what is meant for the other (xterm's ctlseqs, tmux(1), screen(1)).
    """
    plain = f"\x1b]52;c;{base64.b64encode(text.encode('utf-8', 'replace')).decode()}\x07"
    where = between(environment)
    if where is Between.TMUX:
        return f"{plain}\x1bPtmux;{plain.replace(chr(27), chr(27) * 2)}\x1b\\"
    if where is Between.SCREEN:
        pieces = (plain[start : start + _PIECE] for start in range(0, len(plain), _PIECE))
        return plain + "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return plain
