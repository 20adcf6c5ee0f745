"""Where a stretch of one line is broken into rows, and how wide its code points are."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import regex
from rich.cells import get_character_cell_size

from tui.reader.graphemes import boundary_at, is_boundary

_BLANKS = regex.compile(r"[\t\p{Zs}--\u00a0\u2007\u202f]+", regex.VERSION1)
_SINGLE_CELLS = re.compile("[\\x20-\\x7e\\u00a0-\\u02ff\\u0370-\\u0482\\u2010-\\u2027]*")


def edges(shown: str, tab: int) -> Sequence[int]:
    """Return the cell at which each code point, and the end, would stand if nothing were wrapped.

    Args:
        shown: The text as `tui.display.visible` gives it, with its tabs.
        tab: Cells between two stops.
    """
    if _SINGLE_CELLS.fullmatch(shown):
        return range(len(shown) + 1)
    if "\t" not in shown:
        return list(accumulate(map(get_character_cell_size, shown), initial=0))
    found = [0]
    for char in shown:
        edge = found[-1]
        found.append(edge + (tab - edge % tab if char == "\t" else get_character_cell_size(char)))
    return found


def breaks(text: str, start: int, shown: str, edges: Sequence[int], width: int) -> list[int]:
    """Return the offsets at which all rows but the first start.

    Args:
        text: The whole text, for the grapheme clusters.
        start: The offset of the stretch in the text.
        shown: The stretch as it is shown, one code point for each of the text.
        edges: Its edges.
        width: Cells of a row, 1 or more.
    """
    if edges[-1] <= width:
        return []
    breaker = _Breaker(text, start, edges, width, *_blanks(text, start, shown))
    row, found = 0, list[int]()
    while edges[-1] - edges[row] > width and (row := breaker.end(row)) < len(shown):
        found.append(start + row)
    return found


def _blanks(text: str, start: int, shown: str) -> tuple[list[int], list[int]]:
    """Return the starts and ends of the runs of blanks; one that bears a mark is no blank."""
    starts, ends = list[int](), list[int]()
    for run in _BLANKS.finditer(shown):
        end = run.end() if is_boundary(text, start + run.end()) else run.end() - 1
        if end > run.start():
            starts.append(run.start())
            ends.append(end)
    return starts, ends


@dataclass(frozen=True, slots=True)
class _Breaker:
    """What is needed to find the end of a row; positions count from the start of the stretch."""

    text: str
    start: int
    edges: Sequence[int]
    width: int
    blank_starts: Sequence[int]
    blank_ends: Sequence[int]

    def end(self, row: int) -> int:
        """Return where a row ends that starts at a position and is too wide for the rest."""
        full = bisect_right(self.edges, self.edges[row] + self.width, row) - 1
        run = bisect_right(self.blank_starts, full) - 1
        if run < 0 or self.blank_ends[run] <= row:
            return self._inside(row, full)
        word = self.blank_ends[run]
        return word if word > full or self._fits(word, run + 1) else self._inside(row, full)

    def _fits(self, word: int, run: int) -> bool:
        """Tell whether the word before a run of blanks fits into a row of its own."""
        last = len(self.edges) - 1
        end = self.blank_starts[run] if run < len(self.blank_starts) else last
        return self.edges[end] - self.edges[word] <= self.width

    def _inside(self, row: int, full: int) -> int:
        """Return where to break a word: before the cluster that does not fit, or in a giant one."""
        cluster = boundary_at(self.text, self.start + full) - self.start
        return cluster if cluster > row else max(full, row + 1)
