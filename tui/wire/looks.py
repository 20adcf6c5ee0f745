"""How a cell looks, in the terms of SGR (ECMA-48, 8.3.117); pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

_OFF: Final = {1: 22, 2: 22, 3: 23, 4: 24, 7: 27, 8: 28, 9: 29, 21: 24, 51: 54, 52: 54, 53: 55}
"""The marks (bold, underlined and so on) and what takes each away; blinking is none of them."""
_SEEN_ON_BLANKS: Final = frozenset({4, 7, 9, 21, 51, 52, 53})
_INK, _FILL = 38, 48
_COLOUR_LENGTHS: Final = {"5": 3, "2": 5}
"""How many parameters make a colour: `38;5;n`, `38;2;r;g;b`."""


class Look(NamedTuple):
    """Ink and fill as SGR parameters, empty for the terminal's own, and the marks' numbers."""

    ink: str = ""
    fill: str = ""
    marks: frozenset[int] = frozenset()


PLAIN: Final = Look()
_looks: Final = {PLAIN: PLAIN}


def _one(look: Look) -> Look:
    """Return the one object for a look, by which cells are told to look alike in half the time."""
    return _looks.setdefault(look, look)


@lru_cache(maxsize=4096)
def changed(look: Look, parameters: str) -> Look:
    """Return the look after an SGR sequence with these parameters; unknown ones change nothing."""
    codes = parameters.replace(":", ";").split(";")
    index = 0
    while index < len(codes):
        code = int(codes[index] or 0)
        length = 1
        if code in (_INK, _FILL):
            length = _COLOUR_LENGTHS.get("".join(codes[index + 1 : index + 2]), 1)
            colour = ";".join(codes[index : index + length])
            look = look._replace(ink=colour) if code == _INK else look._replace(fill=colour)
        else:
            look = _changed_by(look, code)
        index += length
    return _one(look)


def _changed_by(look: Look, code: int) -> Look:
    if code == 0:
        return PLAIN
    if code in _OFF:
        return look._replace(marks=look.marks | {code})
    if 30 <= code <= 37 or 90 <= code <= 97:
        return look._replace(ink=str(code))
    if 40 <= code <= 47 or 100 <= code <= 107:
        return look._replace(fill=str(code))
    if code == 39:
        return look._replace(ink="")
    if code == 49:
        return look._replace(fill="")
    return look._replace(marks=frozenset(m for m in look.marks if _OFF[m] != code))


@lru_cache(maxsize=4096)
def of_blank(look: Look) -> Look:
    """Return the look of a blank: no more of it than can be seen on a blank."""
    marks = look.marks & _SEEN_ON_BLANKS
    return _one(Look(look.ink if marks else "", look.fill, marks))


@lru_cache(maxsize=4096)
def kept_for_blank(pen: Look, blank: Look) -> Look:
    """Return the look nearest to the pen's with which a blank is painted as it should be."""
    if blank.marks:
        return blank
    return Look(pen.ink, blank.fill, pen.marks - _SEEN_ON_BLANKS)


@lru_cache(maxsize=4096)
def transition(pen: Look | None, look: Look) -> str:
    """Return the shortest sequence from the pen's look, None if it is not known, to another."""
    if pen == look:
        return ""
    whole = _sequence([*([] if pen is None else [""]), *_codes(look)], reset=True)
    if pen is None or look == PLAIN:
        return whole
    return min(_sequence(list(_steps(pen, look))), whole, key=len)


def _sequence(codes: list[str], *, reset: bool = False) -> str:
    if reset:
        # An empty parameter is a 0.
        codes = ["", *(code for code in codes if code)]
    return f"\x1b[{';'.join(codes)}m"


def _codes(look: Look) -> list[str]:
    return [*map(str, sorted(look.marks)), *filter(None, (look.ink, look.fill))]


def _steps(pen: Look, look: Look) -> Iterator[str]:
    off = {_OFF[mark] for mark in pen.marks - look.marks}
    yield from map(str, sorted(off))
    yield from map(str, sorted(m for m in look.marks if m not in pen.marks or _OFF[m] in off))
    if pen.ink != look.ink:
        yield look.ink or "39"
    if pen.fill != look.fill:
        yield look.fill or "49"
