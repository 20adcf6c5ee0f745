"""The bytes that turn what a terminal shows into what it is to show; pure."""

from __future__ import annotations

import re
from operator import is_not, ne, or_
from typing import Final

from tui.wire.looks import PLAIN, Look, kept_for_blank, of_blank, transition
from tui.wire.screen import REST, Row, Screen, certain
from tui.wire.shifting import Shift
from tui.wire.terminals import Abilities

_DIFFERING: Final = re.compile(b"\x01+")
"""Cells in a row of which one is told whether it differs."""
_JUMP = 4
"""Cells between two changes that are cheaper written again than jumped over."""
_ERASE = 6
"""Blanks from which on it pays to erase a number of cells (`ESC [ n X`)."""
_ERASE_AND_GO_ON = 11
"""The same where something follows, to which the cursor must move."""
_ERASE_REST = 4
"""Blanks up to the end of a row from which on it pays to erase the rest (`ESC [ K`)."""


class Painter:
    """Knows where a terminal's cursor is and how it would write, and collects what to send."""

    def __init__(self, abilities: Abilities) -> None:
        self._abilities = abilities
        self._out: list[str] = []
        self._x: int | None = None
        self._y = 0
        self._pen: Look | None = None

    @property
    def scrolls(self) -> bool:
        """Whether the terminal can shift rows."""
        return self._abilities.scrolls

    def taken(self) -> str:
        """Return what was collected, and begin anew."""
        text = "".join(self._out)
        self._out.clear()
        return text

    def forget(self) -> None:
        """Know nothing of cursor and pen any more."""
        self._x = self._pen = None

    def rest(self) -> None:
        """Put the pen down: what is written next without us looks plain."""
        self._use(PLAIN)

    def shift(self, shift: Shift, screen: Screen) -> None:
        """Move rows on the terminal and in what is known of it."""
        # Blank rows come in, in the fill that is set or in the terminal's own.
        self._use(PLAIN)
        self._out.append(f"\x1b[{shift.top + 1};{shift.bottom}r")
        if shift.count > 0:
            self._out.append(f"\x1b[{shift.bottom}H" + "\x1bD" * shift.count)
        else:
            self._out.append(f"\x1b[{shift.top + 1}H" + "\x1bM" * -shift.count)
        self._out.append("\x1b[r")
        self._x = None
        screen.shift(shift.top, shift.bottom, shift.count)

    def row(self, y: int, shown: Row, wanted: Row) -> None:
        """Paint what differs in a row, and know it as shown."""
        if shown.chars == wanted.chars and shown.looks == wanted.looks:
            return
        for start, end in changes(shown, wanted):
            self._go(start, y, wanted)
            if self._span(wanted, start, end):
                break
        shown.take(wanted)

    def park(self, x: int, y: int) -> None:
        """Put the cursor where it belongs, if it is not there."""
        if (self._x, self._y) != (x, y):
            self._move(x, y)

    def _span(self, row: Row, start: int, end: int) -> bool:
        """Write cells; tell whether the row has been erased to its end along with them."""
        x = start
        while x < end:
            stop = _blanks(row, x)
            if stop > x and self._erase(row, x, stop, end):
                if stop == len(row.chars):
                    return True
                x = stop
                if x < end:
                    self._move(x, self._y)
            elif stop > x:
                x = self._run(row, x, min(stop, end))
            else:
                x = self._run(row, x, _alike(row, x, end)) if row.plain else self._cell(row, x)
        return False

    def _run(self, row: Row, x: int, stop: int) -> int:
        """Write cells that look the same, of whose widths one can be certain; return where to."""
        look = row.looks[x]
        self._use(look if row.chars[x] != " " else kept_for_blank(self._pen or PLAIN, look))
        self._out.append("".join(row.chars[x:stop]))
        # In the last column terminals differ in where they say the cursor is.
        self._x = stop if stop < len(row.chars) else None
        return stop

    def _cell(self, row: Row, x: int) -> int:
        """Write one character, and return the cell after it."""
        char, look = row.chars[x], row.looks[x]
        stop = x + 1
        while stop < len(row.chars) and row.chars[stop] == REST:
            stop += 1
        if certain(char):
            return self._run(row, x, stop)
        self._use(look)
        self._uncertain(char, x, stop - x)
        self._x = stop if stop < len(row.chars) else None
        return stop

    def _uncertain(self, char: str, x: int, width: int) -> None:
        """Write a character of which nobody knows how wide it will be.

        It gets as many blank cells as it should take, whatever stood there before; the cursor is
        put where it should be afterwards.
        """
        self._out += [" " * width, movement(None, 0, x, self._y), char]
        self._out.append(movement(None, 0, x + width, self._y))

    def _erase(self, row: Row, x: int, stop: int, end: int) -> bool:
        """Erase the blanks between two columns, unless it is no gain; tell whether it was done."""
        look = row.looks[x]
        if look.marks or (look.fill and not self._abilities.fills):
            return False
        if stop == len(row.chars) and stop - x >= _ERASE_REST:
            sequence = "\x1b[K"
        elif self._abilities.fills and min(stop, end) - x >= (
            _ERASE if stop >= end else _ERASE_AND_GO_ON
        ):
            sequence = f"\x1b[{stop - x}X"
        else:
            return False
        self._use(kept_for_blank(self._pen or PLAIN, look))
        self._out.append(sequence)
        return True

    def _use(self, look: Look) -> None:
        if self._pen is not look:
            self._out.append(transition(self._pen, look))
            self._pen = look

    def _go(self, x: int, y: int, row: Row) -> None:
        """Bring the cursor to a cell, over cells of the row that are as wanted."""
        if y == self._y and self._x is not None and 0 < x - self._x <= _JUMP:
            between = row.chars[self._x : x]
            if all(map(self._as_is, between, row.looks[self._x : x])):
                self._out += between
                self._x = x
        if (self._x, self._y) != (x, y):
            self._move(x, y)

    def _as_is(self, char: str, look: Look) -> bool:
        pen = self._pen
        if pen is None or char == REST or not certain(char):
            return False
        return pen == look or (char == " " and kept_for_blank(pen, look) == pen)

    def _move(self, x: int, y: int) -> None:
        self._out.append(movement(self._x, self._y, x, y))
        self._x, self._y = x, y


def movement(from_x: int | None, from_y: int, x: int, y: int) -> str:
    """Return the shortest sequence that moves the cursor; `from_x` is None if it is not known."""
    ways = [f"\x1b[{y + 1 if y else ''};{x + 1}H" if x else f"\x1b[{y + 1 if y else ''}H"]
    if from_x is not None:
        if y == from_y:
            ways.append(_along(x - from_x, "C", "D"))
        if x == from_x:
            ways.append(_along(y - from_y, "B", "A"))
        if x == 0 and y == from_y:
            ways.append("\r")
        elif x == 0 and y > from_y:
            ways.append("\r" + _along(y - from_y, "B", "A"))
    return min(ways, key=len)


def _along(count: int, forth: str, back: str) -> str:
    if count == 0:
        return ""
    size = abs(count)
    return f"\x1b[{size if size > 1 else ''}{forth if count > 0 else back}"


def changes(shown: Row, wanted: Row) -> list[tuple[int, int]]:
    """Return the stretches of cells that must be written, from the left.

    From the first cell on whose width terminals may not agree, all of the row is.
    """
    width = len(wanted.chars)
    sure = min(shown.uncertain_from(), wanted.uncertain_from())
    chars = map(ne, shown.chars[:sure], wanted.chars)
    looks = map(is_not, shown.looks[:sure], wanted.looks)
    found: list[tuple[int, int]] = []
    for match in _DIFFERING.finditer(bytes(map(or_, chars, looks))):
        start, end = match.span()
        if found and start - found[-1][1] <= _JUMP and _joined(wanted, found[-1][1], start):
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    if sure < width:
        found.append((sure, width))
    if REST in wanted.chars:
        return [_whole(wanted, start, end) for start, end in found]
    return found


def _joined(row: Row, start: int, end: int) -> bool:
    """Tell whether cells look so much like the one before that a few are sooner written."""
    look = row.looks[start - 1]
    return row.plain and row.looks[start:end].count(look) == end - start


def _whole(row: Row, start: int, end: int) -> tuple[int, int]:
    """Widen a stretch so that it holds no half of a wide character."""
    while start and row.chars[start] == REST:
        start -= 1
    while end < len(row.chars) and row.chars[end] == REST:
        end += 1
    return start, end


def _alike(row: Row, x: int, end: int) -> int:
    """Return where the words end that look as the cell at a column, with one blank between them."""
    look, chars, looks = row.looks[x], row.chars, row.looks
    blank = of_blank(look)
    joined = kept_for_blank(look, blank) == look
    x += 1
    while x < end:
        if chars[x] != " ":
            if looks[x] is not look:
                break
        elif not (joined and looks[x] is blank and x + 1 < end and chars[x + 1] != " "):
            break
        x += 1
    return x


def _blanks(row: Row, x: int) -> int:
    """Return where the blanks end that begin at a column, if any, and look the same."""
    look = row.looks[x]
    chars, looks = row.chars, row.looks
    while x < len(chars) and chars[x] == " " and looks[x] == look:
        x += 1
    return x
