"""Arrow and function keys that a slow line tears apart are put together again.

A terminal sends such a key as several characters in a row, beginning with Escape (ECMA-48, 5.4;
xterm's control sequences). Where they come too slowly each is taken for a key of its own: `ESC [ A`
for Escape, `[` and `A`, or `[` and `A` if the gap is after the bracket. Knows no clock of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from keymaps.keys import KeySequence

WINDOW: Final = 1.0
"""Seconds within which the next character of a torn key comes; lines stall for up to 400 ms."""

_ESC: Final = "\x1b"
INTRODUCED: Final[Mapping[str, KeySequence]] = {
    "escape+O": ("escape", "O"),
    "escape+left_square_bracket": ("escape", "left_square_bracket"),
}
"""How `ESC O` and `ESC [` arrive that waited for the rest in vain, and the keys they may be."""
_PASTE: Final = "\x1b[200~"
# Compiled when they are asked for, with the first key that follows an Escape.
_PART: Final = r"(?s)\x1b(?:\[\[?|\[[0-?]+[ -/]*|\[M.{0,2}|O[0-9;]*)"
_WHOLE: Final = (
    # Of bare final bytes only those that keys have: `[ r` may be a sequence of a keymap.
    # rxvt ends shifted ones with a dollar sign.
    r"(?s)\x1b(?:\[[A-LN-Za-d]|\[\d+\$|\[\[[A-E]|\[M.{3}|\[[0-?]+[ -/]*[@-~]|O[0-9;]*[A-Za-d])"
)


class Mended(Struct, frozen=True):
    """The keys to be handed on, and whether what was begun by the ones before is to be dropped."""

    keys: tuple[str, ...]
    torn: bool = False


class Mender:
    """Takes keys with their times, holds back what a torn key consists of, and gives that key.

    Escape, and a first `[` without it, are handed on at once, since they may well be meant; `[`
    must therefore ask for nothing that changes anything. All after them that can belong to a torn
    key does, for as long as it comes within `WINDOW`. What was held back just after an Escape, or
    came with it, is given back with the next character, if that belongs to no such key. Where an
    Escape would throw something away it can be held back as well, until `released`.
    """

    def __init__(self, named: Callable[[str], str]) -> None:
        """Make one that asks for the key of a whole sequence; `""` is for none."""
        self._named = named
        self._begun = ""
        self._held: tuple[str, ...] = ()
        self._last = 0.0
        self._pasting = False

    def take(
        self, key: str, character: str, seconds: float, *, typing: bool = False, hold: bool = False
    ) -> Mended:
        """Return what a key comes to that arrives at a time, in a field or elsewhere.

        In a field `[` is text, and begins nothing without an Escape just before it. With `hold` an
        Escape is held back.
        """
        late = seconds - self._last > WINDOW
        begun = "" if late else self._begun
        held = self._held if len(character) == 1 or self._begun == _ESC else ()
        self._last, self._begun, self._held = seconds, "", ()
        self._pasting = self._pasting and not late
        if self._pasting:
            return Mended((), torn=True)
        if key == "escape":
            self._begun = _ESC
            if hold and not held:
                self._held = (key,)
                return Mended(())
            return Mended((*held, key))
        if key in INTRODUCED:
            self._begun, self._held = _ESC + character, INTRODUCED[key]
            return Mended(())
        if begun and len(character) == 1:
            grown = begun + character
            if re.fullmatch(_WHOLE, grown):
                return self._whole(grown)
            if re.fullmatch(_PART, grown):
                self._begun = grown
                self._held = (*held, key) if begun == _ESC else ()
                return Mended((), torn=True)
        if character == "[" and not typing:
            self._begun = f"{_ESC}["
        return Mended((*held, key))

    def released(self) -> tuple[str, ...]:
        """Return the Escape that is held back, if nothing has come after it."""
        held = self._held if self._begun == _ESC else ()
        self._held = () if held else self._held
        return held

    def _whole(self, sequence: str) -> Mended:
        self._pasting = sequence == _PASTE
        key = self._named(sequence)
        return Mended((key,) if key else (), torn=True)
