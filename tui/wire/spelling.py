"""How a text is spelled for a terminal that does not take UTF-8; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

UNSPELLED: Final = "?"
"""Stands in each cell of a character that the terminal's encoding does not have."""
_SIGNS: Final = {
    **dict(zip("…·•›‹✓█░▒▓↑↓←→×\xa0", "~-*><x#...^v<>x ", strict=True)),
    **dict.fromkeys("“”„«»″", '"'),
    **dict.fromkeys("‘’‚′", "'"),
    **dict.fromkeys("‐‑‒–—―−─━═╌┄", "-"),
    **dict.fromkeys("│┃║╎┆", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╰╯╔╗╚╝╠╣╦╩╬", "+"),
}
"""The signs that the app draws itself, typographic quotes and dashes, lines: in ASCII."""
_PRINTED: Final = "".join(map(chr, range(0x20, 0x7F)))
_CONTROLS: Final = re.compile(rb"[\x00-\x1f\x7f-\x9f]")
"""A terminal may obey these, whatever letters the encoding has there (CSI is 9b)."""
_NAMES_NONE: Final = ("C", "POSIX")
_OF_PYTHON: Final = "C.UTF-8"


def encoding_of(environment: Mapping[str, str], stream: str) -> str:
    """Return the encoding that a terminal takes: `ascii`, another one, or UTF-8.

    The locale says so (POSIX 8.2: LC_ALL, else LC_CTYPE, else LANG), and where none is set the
    stream of Python. `C` and `POSIX` mean ASCII, which Python itself does not believe: it goes on
    in UTF-8, and says LC_CTYPE=C.UTF-8 to itself and to what it starts (PEP 538).
    """
    names = [environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    if names[1] == _OF_PYTHON and names[2] in _NAMES_NONE:
        names[1] = ""
    locale = next(filter(None, names), "")
    if locale in _NAMES_NONE:
        return "ascii"
    named = locale.partition(".")[2].partition("@")[0]
    return _usable(named) if named else _usable(stream)


def _usable(encoding: str) -> str:
    """Return the encoding if ASCII is part of it, else ASCII."""
    try:
        same = _PRINTED.encode(encoding) == _PRINTED.encode("ascii")
        return encoding.lower() if same else "ascii"
    except (LookupError, UnicodeError):
        return "ascii"


class Spelling:
    """Spells what stands in cells in one encoding, in as many cells."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.spells_all = encoding.replace("-", "").replace("_", "").lower() == "utf8"

    def cells(self, cells: tuple[str, ...]) -> tuple[str, ...]:
        """Return the cells of one character with its marks, spelled."""
        if self.spells_all or cells[0].isascii():
            return cells
        return _spelled(cells, self.encoding)


@lru_cache(maxsize=4096)
def _spelled(cells: tuple[str, ...], encoding: str) -> tuple[str, ...]:
    try:
        if not _CONTROLS.search(cells[0].encode(encoding)):
            return cells
    except UnicodeError:
        pass
    return tuple(_SIGNS.get(cell, UNSPELLED) for cell in cells)
