"""Which rows of a text are on the screen; pure.

A window is anchored on the offset at its top, so that no count of all rows is needed and a new
width leaves the text where it is. Under a row there may be lanes of badges.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.reader.layout import Layout, Row

FAR = 3
"""A jump beyond the screen puts the cursor this part of the height below the top: a third."""

ScreenLine = tuple[Row, int | None]
"""A row, and which lane of badges under it; None for the row itself."""


class Window:
    """The rows between a top and a height."""

    def __init__(self, layout: Layout, height: int = 1) -> None:
        self.layout = layout
        self.height = height
        self.stride = 1
        """By how many rows to scroll at least when the cursor goes over an edge of the screen."""
        self._lane_count: Callable[[Row], int] | None = None
        self._top = 0
        self._rows: Sequence[ScreenLine] | None = None

    @property
    def top(self) -> Row:
        """The first row on the screen."""
        return self.layout.row_at(min(self._top, len(self.layout.lines.text)))

    def relaid(self, layout: Layout, height: int) -> None:
        """Take another layout of the same text, or another height."""
        self.layout, self.height = layout, max(1, height)
        self._top, self._rows = self.top.start, None

    def count_lanes(self, lane_count: Callable[[Row], int] | None) -> None:
        """Leave room under each row for so many lanes; to be told anew when the tags change."""
        self._lane_count, self._rows = lane_count, None

    def rows(self) -> Sequence[ScreenLine]:
        """Return the lines on the screen from the top, no more than its height."""
        if self._rows is None:
            self._rows = self._walked()
        return self._rows

    def _walked(self) -> Sequence[ScreenLine]:
        lines: list[ScreenLine] = []
        row: Row | None = self.top
        while row is not None and len(lines) < self.height:
            lines.append((row, None))
            lines += [(row, lane) for lane in range(self._lanes(row))]
            row = self.layout.next(row)
        return lines[: self.height]

    def scroll(self, count: int) -> bool:
        """Move the top by so many rows, not beyond the last page; tell whether it moved."""
        last = self.layout.row_at(len(self.layout.lines.text))
        limit = self._above(last, self.height)
        top = self.layout.step(self.top, count)
        return self._set_top(min(top.start, max(limit.start, self.top.start)))

    def reveal(self, offset: int) -> bool:
        """Bring an offset on the screen, by few rows if it is near; tell whether the top moved."""
        row = self.layout.row_at(offset)
        further = min(self.stride, max(1, self.height // 2)) - 1
        if row.start < self.top.start:
            near = self.layout.step(row, self.height).start >= self.top.start
            # Lanes take room: the row itself must stay on the screen.
            highest = max(
                self.layout.step(row, -further).start, self._above(row, self.height).start
            )
            return self._set_top(highest if near else self._above(row, self.height // FAR).start)
        if self._shown(row):
            return False
        lowest = self._above(self.layout.step(row, further), self.height).start
        near = self._shown(self.layout.previous(row) or row)
        far = self._above(row, self.height // FAR).start
        return self._set_top(min(lowest, row.start) if near else far)

    def clamped(self, offset: int) -> int:
        """Return the offset, or the nearest row's start that is on the screen."""
        rows = [row for row, lane in self.rows() if lane is None]
        row = self.layout.row_at(offset)
        if row.start < rows[0].start:
            return rows[0].start
        return offset if row.start <= rows[-1].start else rows[-1].start

    def _shown(self, row: Row) -> bool:
        bottom = [line for line, lane in self.rows() if lane is None][-1]
        return self.top.start <= row.start <= bottom.start

    def _lanes(self, row: Row) -> int:
        return self._lane_count(row) if self._lane_count else 0

    def _above(self, row: Row, height: int) -> Row:
        """Return the row to put on top so that this one is the last of `height` lines."""
        room = height - 1
        while (above := self.layout.previous(row)) is not None:
            room -= 1 + self._lanes(above)
            if room < 0:
                break
            row = above
        return row

    def _set_top(self, offset: int) -> bool:
        if offset == self._top:
            return False
        self._top, self._rows = offset, None
        return True
