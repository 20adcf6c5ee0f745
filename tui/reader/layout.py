"""Rows: how the lines of a text are wrapped to a width, and which cell shows which offset.

Nothing is wrapped before somebody looks at it, and the number of all rows is never needed: a view
is anchored on an offset and walks from row to row. Lines beyond 16,384 code points are wrapped in
pieces, each of which starts a row, so that a line of a megabyte costs no more to look at than a
page.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from tui.display import visible
from tui.reader.graphemes import boundary_at, is_boundary, previous_boundary
from tui.reader.lines import Lines
from tui.reader.wrap import breaks, edges

PIECE: Final = 16_384
"""Code points of a long line that are wrapped at a time."""
_SLACK: Final = 256
"""How far from its end a piece looks for a blank to end at, in code points."""
_CACHED: Final = 512


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the screen: the code points `[start, end)` of a line, without its LF.

    The blanks at which a row was broken end it, and hang beyond the width undrawn if they must.
    """

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Cells:
    """What is drawn of a row: at most as many cells as the layout is wide, tabs expanded."""

    row: Row
    text: str
    drawn: Sequence[int]
    """The index in `text` of every code point drawn, and of their end."""

    def at(self, offset: int) -> int:
        """Return the index in `text` of an offset of the report, clamped to the row.

        The offsets `[a, b)` of the report are drawn as `text[at(a) : at(b)]`.
        """
        index = min(max(offset, self.row.start), self.row.end) - self.row.start
        return self.drawn[min(index, len(self.drawn) - 1)]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one line, wrapped."""

    line: int
    start: int
    end: int
    shown: str
    edges: Sequence[int]
    """The cell at which each code point, and the end, would stand if nothing were wrapped."""
    starts: Sequence[int]
    """The offsets at which the rows start."""

    def index(self, offset: int) -> int:
        """Return which row holds an offset; the end belongs to the last one."""
        return bisect_right(self.starts, offset) - 1

    def row(self, index: int) -> Row:
        last = index + 1 == len(self.starts)
        return Row(self.starts[index], self.end if last else self.starts[index + 1], self.line)

    def x(self, offset: int, row: Row) -> int:
        """Return the cell of an offset, counted from the start of its row."""
        return self.edges[offset - self.start] - self.edges[row.start - self.start]

    def fitting(self, row: Row, x: int) -> int:
        """Return the last offset of a row whose code point starts at or left of a cell."""
        first = row.start - self.start
        edge = self.edges[first] + max(x, 0)
        return self.start + bisect_right(self.edges, edge, first, row.end - self.start + 1) - 1


class Layout:
    """The lines of a text, wrapped to a width.

    Rows break after blanks, and inside a word only if it is wider than the width: then between
    grapheme clusters, or between code points if a single cluster is wider than the width. A code
    point never shares its cells between two rows. Stops of tabs are counted from the start of the
    line.

    Args:
        lines: The text.
        width: Cells of a row; less than 1 counts as 1, and at 1 wide characters stick out.
        tab: Cells between two stops.
    """

    def __init__(self, lines: Lines, width: int, tab: int = 4) -> None:
        self.lines: Final = lines
        self.width: Final = max(width, 1)
        self.tab: Final = max(tab, 1)
        self._piece = lru_cache(_CACHED)(self._wrapped)

    def rows(self, line: int) -> Sequence[Row]:
        """Return all rows of a line, at least one; walk by `step` instead if the line may be huge.

        Raises:
            IndexError: if there is no such line.
        """
        pieces = [self._piece(line, number) for number in range(self._pieces(line))]
        return [piece.row(index) for piece in pieces for index in range(len(piece.starts))]

    def row_at(self, offset: int) -> Row:
        """Return the row of an offset: at a soft break the row that starts there.

        Raises:
            IndexError: unless `0 <= offset <= len(text)`.
        """
        piece = self._holding(offset)
        return piece.row(piece.index(offset))

    def next(self, row: Row) -> Row | None:
        """Return the row below, or None at the end of the text."""
        below = self.step(row, 1)
        return below if below.start > row.start else None

    def previous(self, row: Row) -> Row | None:
        """Return the row above, or None at the start of the text."""
        above = self.step(row, -1)
        return above if above.start < row.start else None

    def step(self, row: Row, count: int) -> Row:
        """Return the row `count` rows below (above, if negative), or the last one there."""
        line, number = row.line, self._number(row.line, row.start)
        piece = self._piece(line, number)
        index = piece.index(row.start) + count
        while index < 0 and (line or number):
            line, number = (line, number - 1) if number else (line - 1, self._pieces(line - 1) - 1)
            piece = self._piece(line, number)
            index += len(piece.starts)
        while index >= (height := len(piece.starts)):
            number += 1
            if number == self._pieces(line):
                line, number = line + 1, 0
            if line == len(self.lines):
                break
            piece = self._piece(line, number)
            index -= height
        return piece.row(min(max(index, 0), len(piece.starts) - 1))

    def x_of(self, offset: int) -> int:
        """Return the cell at which an offset is drawn in its row; hanging ones at the last cell.

        Raises:
            IndexError: unless `0 <= offset <= len(text)`.
        """
        piece = self._holding(offset)
        return min(piece.x(offset, piece.row(piece.index(offset))), self.width - 1)

    def offset_at(self, row: Row, x: int) -> int:
        """Return where the grapheme cluster at a cell of a row starts, or the last one before it.

        The end of a line is a place for the caret, a soft break is not: it belongs to the next row.
        """
        found = self._holding(row.start).fitting(row, x)
        last = self.end_of(row)
        return max(row.start, boundary_at(self.lines.text, found)) if found < last else last

    def end_of(self, row: Row) -> int:
        """Return the last offset at which a caret can stand in a row."""
        if row.end == self.lines.span(row.line)[1]:
            return row.end
        return max(row.start, previous_boundary(self.lines.text, row.end))

    def cells(self, row: Row) -> Cells:
        """Return what to draw for a row."""
        piece = self._holding(row.start)
        first, end = row.start - piece.start, row.end - piece.start
        shown = piece.shown[first:end]
        fits = piece.edges[end] - piece.edges[first] <= self.width
        if fits and "\t" not in shown:
            return Cells(row, shown, range(len(shown) + 1))
        limit = piece.edges[first] + self.width
        last = min(piece.fitting(row, self.width), row.end - 1) - piece.start
        parts = [
            _part(char, piece.edges[index], piece.edges[index + 1], limit)
            for index, char in enumerate(piece.shown[first : last + 1], first)
        ]
        return Cells(row, "".join(parts), list(accumulate(map(len, parts), initial=0)))

    def _pieces(self, line: int) -> int:
        start, end = self.lines.span(line)
        return max(1, -(-(end - start) // PIECE))

    def _cut(self, line: int, number: int) -> int:
        """Return where a piece starts: at or a little before its share of the line."""
        start, end = self.lines.span(line)
        share = start + number * PIECE
        if number == 0 or share >= end:
            return min(share, end)
        blank = self.lines.text.rfind(" ", share - _SLACK, share) + 1
        if blank and is_boundary(self.lines.text, blank):
            return blank
        return boundary_at(self.lines.text, share)

    def _number(self, line: int, offset: int) -> int:
        """Return the number of the piece of a line that holds an offset."""
        last = self._pieces(line) - 1
        number = min((offset - self.lines.span(line)[0]) // PIECE, last)
        return number + 1 if number < last and self._cut(line, number + 1) <= offset else number

    def _holding(self, offset: int) -> _Piece:
        line = self.lines.at(offset)
        return self._piece(line, self._number(line, offset))

    def _wrapped(self, line: int, number: int) -> _Piece:
        start, end = self._cut(line, number), self._cut(line, number + 1)
        shown = visible(self.lines.text[start:end], multiline=True)
        cells = edges(shown, self.tab)
        rows = [start, *breaks(self.lines.text, start, shown, cells, self.width)]
        return _Piece(line, start, end, shown, cells, rows)


def _part(char: str, edge: int, end: int, limit: int) -> str:
    """Return what is drawn for one code point: nothing beyond the limit, where only blanks hang."""
    if char == "\t":
        return " " * (min(end, limit) - edge)
    return char if end <= limit else ""
