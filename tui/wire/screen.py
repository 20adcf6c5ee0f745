"""What is on a screen, cell by cell; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final

from msgspec import Struct
from rich.cells import get_character_cell_size, split_graphemes

from tui.wire.looks import PLAIN, Look, of_blank
from tui.wire.spelling import Spelling

UNKNOWN: Final = "\0"
"""Stands in a cell of which nobody knows what the terminal shows; never equal to a text."""
REST: Final = ""
"""Stands in the second cell of a wide character."""
REPLACEMENT: Final = "\ufffd"
_COMPOSED: Final = "\u200d\ufe0f"
"""Joiner and selector: with them a width is not the sum of the widths of the code points."""


FIRST_EMOJI: Final = "\u2194"


@cache  # compiled late: the two take 8 ms, and many a screen has nothing to ask them
def _may_be_emoji() -> re.Pattern[str]:
    """Return the blocks with symbols that some terminals draw as wide pictures."""
    return re.compile(
        "[\u2194-\u21ff\u2300-\u23ff\u24c2\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe\u2600-\u27bf"
        "\u2934\u2935\u2b05-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001ffff]"
    )


@cache
def _east_asian() -> re.Pattern[str]:
    return re.compile("[\u2e80-\u312f\u3131-\ud7a3\uf900-\ufaff\uff01-\uff60]")


@lru_cache(maxsize=4096)
def certain(cell: str) -> bool:
    """Tell whether all terminals agree on the width of what stands in a cell.

    They do on what one assigned code point makes: letters, digits, punctuation, and symbols that
    none draws as an emoji. Of the wide ones, on those of Chinese, Japanese and Korean.
    """
    if len(cell) != 1:
        return cell == REST
    if cell.isascii():
        return True
    if unicodedata.category(cell)[0] not in "LNPZS":
        return False
    if cell >= FIRST_EMOJI and _may_be_emoji().match(cell):
        return False
    return unicodedata.east_asian_width(cell) not in "WF" or bool(_east_asian().match(cell))


class _Lone(dict[str, bool]):
    """Of each character whether it takes one cell for sure, whatever stands beside it."""

    def __missing__(self, char: str) -> bool:
        if len(self) >= REMEMBERED:
            self.clear()
        printed = not "\x7f" <= char < "\xa0"
        return self.setdefault(char, printed and _size(char) == 1 and certain(char))


REMEMBERED: Final = 4096
_lone: Final = _Lone().__getitem__


class Row(Struct):
    """One row: what stands in its cells, and how each looks."""

    chars: list[str]
    looks: list[Look]
    plain: bool = True
    """Whether all of it is known to be certain."""

    @classmethod
    def of(cls, char: str, width: int) -> Row:
        """Return a row with the same in all its cells."""
        return cls([char] * width, [PLAIN] * width)

    def copy(self) -> Row:
        """Return a row that changes by itself."""
        return Row(self.chars[:], self.looks[:], self.plain)

    def take(self, other: Row) -> None:
        """Become like another row."""
        self.chars[:], self.looks[:], self.plain = other.chars, other.looks, other.plain

    def resized(self, width: int) -> Row:
        """Return the row cut, or lengthened by blanks."""
        more = max(0, width - len(self.chars))
        chars = [*_cut(self.chars, width), *" " * more]
        return Row(chars, self.looks[:width] + [PLAIN] * more, self.plain)

    def uncertain_from(self) -> int:
        """Return the first cell on whose width terminals do not agree; the width if there is none.

        What is not known is certain: it will be painted anyway.
        """
        if self.plain:
            return len(self.chars)
        for x, char in enumerate(self.chars):
            if not certain(char):
                return x
        self.plain = True
        return len(self.chars)

    def put(self, x: int, cells: Sequence[str], looks: Sequence[Look]) -> None:
        """Write cells from a column on; a wide character of which a half is left becomes blank."""
        end = x + len(cells)
        if x and self.chars[x] == REST:
            self.chars[x - 1] = " "
        if end < len(self.chars) and self.chars[end] == REST:
            self.chars[end] = " "
        self.chars[x:end] = cells
        self.looks[x:end] = looks


class Screen:
    """A screen that is written to as a terminal with DECAWM off; columns and rows count from 0."""

    def __init__(self, width: int, height: int, spelling: Spelling | None = None) -> None:
        self.width, self.height = width, height
        self.rows = [Row.of(" ", width) for _ in range(height)]
        self._spelling = spelling or Spelling("utf-8")
        self.x = self.y = 0
        self.look = PLAIN

    def resize(self, width: int, height: int) -> None:
        """Change the size; what is lost is lost, what is new is blank."""
        rows = [row.resized(width) for row in self.rows[:height]]
        rows += [Row.of(" ", width) for _ in range(height - len(rows))]
        self.rows, self.width, self.height = rows, width, height

    def forget(self) -> None:
        """Know nothing any more of what is shown."""
        self.rows = [Row.of(UNKNOWN, self.width) for _ in range(self.height)]

    def shift(self, top: int, bottom: int, count: int) -> None:
        """Move the rows from `top` to before `bottom` up by a count, or down if it is negative.

        The rows that come in are blank.
        """
        rows = self.rows[top:bottom]
        new = [Row.of(" ", self.width) for _ in range(abs(count))]
        self.rows[top:bottom] = rows[count:] + new if count > 0 else new + rows[:count]

    def write(self, text: str) -> None:
        """Write text without controls at the cursor; what goes beyond the row is lost."""
        if not 0 <= self.y < self.height:
            return
        row = self.rows[self.y]
        if text.isascii() or (self._spelling.spells_all and all(map(_lone, text))):
            cells: Sequence[str] = text
        else:
            text = self._combined(row, text)
            spelled = map(self._spelling.cells, clusters(text))
            cells = [cell for cluster in spelled for cell in cluster]
            row.plain = row.plain and all(map(certain, cells))
        room = self.width - self.x
        if kept := cells if len(cells) <= room else _cut(cells, max(0, room)):
            row.put(self.x, kept, _looks(kept, self.look))
        self.x += len(cells)

    def _combined(self, row: Row, text: str) -> str:
        """Put the marks at the start of a text on the cell before it, and return the rest."""
        count = 0
        while count < len(text) and not _size(text[count]):
            count += 1
        before = self.x - 1
        if count and 0 <= before < self.width:
            before -= row.chars[before] == REST
            row.chars[before] = self._spelling.cells((row.chars[before] + text[:count],))[0]
            row.looks[before] = self.look
            row.plain = False
        return text[count:]


def _cut(cells: Sequence[str], width: int) -> Sequence[str]:
    """Return the cells that fit; a wide character that does not becomes blank."""
    if width >= len(cells) or cells[width] != REST:
        return cells[:width]
    return [*cells[: width - 1], " "] if width else []


def _looks(cells: Sequence[str], look: Look) -> list[Look]:
    blank = of_blank(look)
    if blank is look or " " not in cells:
        return [look] * len(cells)
    if cells == " ":  # at the edges of nearly all that is drawn
        return [blank]
    return [blank if cell == " " else look for cell in cells]


@lru_cache(maxsize=4096)
def _size(char: str) -> int:
    return get_character_cell_size(char)


def clusters(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the cells that each character with its marks takes, as wide as Textual believes it.

    Controls (C1: none other comes here) become U+FFFD.
    """
    if any(char in text for char in _COMPOSED):
        spans, _ = split_graphemes(text)
        for start, end, size in spans:
            yield text[start:end], *[REST] * (size - 1)
        return
    base, size = "", 0
    for char in text:
        wide = 1 if "\x7f" <= char < "\xa0" else _size(char)
        if wide or not base:
            if base:
                yield base, *[REST] * (size - 1)
            base, size = REPLACEMENT if "\x7f" <= char < "\xa0" else char, wide
        else:
            base += char
    if base:
        yield base, *[REST] * (size - 1)
