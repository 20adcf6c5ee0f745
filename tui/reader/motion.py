"""Where the caret goes: pure functions from one offset to another, by name in `MOTIONS`.

Every motion lands on a boundary of grapheme clusters, gets further unless it is at the end of its
way, and looks at some thousand code points around the offset only, whatever the size of the text.
At offsets outside the text the layout raises `IndexError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

import regex

from store.model import Span
from tui.reader.graphemes import boundary_at, next_boundary, previous_boundary
from tui.reader.layout import Layout
from tui.reader.lines import Lines
from tui.reader.sentences import sentence_at, sentence_starts

__all__ = ["MOTIONS", "Motion", "paragraph_at", "sentence_at", "vertical", "word_at"]

Motion: TypeAlias = Callable[[Layout, int], int]
"""From a layout and an offset of its text to another offset."""

REACH: Final = 16_384
"""Code points after which a motion by words or sentences that finds nothing stops."""
_LINES: Final = 2_000
"""Lines after which a motion by paragraphs stops."""
_NEAR: Final = 512
_LONGEST: Final = 128

_INK = re.compile(r"\S")
_PART = r"[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00ad\u200c\u200d\u2060]*+"
_JOINT = (
    r"(?:[-\u2010\u2011'’_&·׳״]"  # Al-Zour, Da'esh, AT&T
    r"|\.(?=[\p{Ll}\p{N}])"  # example.org, 3.5
    r"|(?<=\p{N})[,:/](?=\p{N}))"  # 3,000, 10:30, 12/05/2013
)
_WORD = regex.compile(rf"(?:(?:\p{{L}}\.){{2,}}+|{_PART})(?:{_JOINT}{_PART})*+")
"""Letters, digits and marks, joined by hyphens, apostrophes and dots; or letters with dots."""


def char_left(layout: Layout, offset: int) -> int:
    """Go to the grapheme cluster before."""
    return previous_boundary(layout.lines.text, offset)


def char_right(layout: Layout, offset: int) -> int:
    """Go to the next grapheme cluster."""
    return next_boundary(layout.lines.text, offset)


def word_left(layout: Layout, offset: int) -> int:
    """Go to the start of this word, or of the word before."""
    text, low = layout.lines.text, 0
    for reach in (_NEAR, REACH):
        low = max(0, offset - reach)
        found = _last(word.start() for word in _words(text, low, offset + _LONGEST, offset))
        if found is not None and found > low:
            return boundary_at(text, found)
    return boundary_at(text, low)


def word_right(layout: Layout, offset: int) -> int:
    """Go to the start of the next word."""
    text, high = layout.lines.text, offset + REACH
    for word in _words(text, offset, high, high):
        if (start := boundary_at(text, word.start())) > offset:
            return start
    return _onward(text, offset, high)


def word_end(layout: Layout, offset: int) -> int:
    """Go to the end of this word, or of the next one."""
    text, high = layout.lines.text, offset + REACH
    for word in _words(text, offset, high, high):
        if (end := next_boundary(text, word.end() - 1)) > offset:
            return end
    return _onward(text, offset, high)


def word_end_left(layout: Layout, offset: int) -> int:
    """Go to the end of the word before."""
    text = layout.lines.text
    for reach in (_NEAR, REACH):
        low = max(0, offset - reach)
        words = _words(text, low, offset + _LONGEST, offset)
        ends = (next_boundary(text, word.end() - 1) for word in words)
        found = _last(end for end in ends if low < end < offset)
        if found is not None:
            return found
    return boundary_at(text, max(0, offset - REACH))


def sentence_left(layout: Layout, offset: int) -> int:
    """Go to the start of this sentence, or of the sentence before."""
    text, low = layout.lines.text, max(0, offset - REACH)
    found = _last(start for start in sentence_starts(text, low, offset) if start < offset)
    return boundary_at(text, low) if found is None else found


def sentence_right(layout: Layout, offset: int) -> int:
    """Go to the start of the next sentence."""
    text, high = layout.lines.text, offset + REACH
    for start in sentence_starts(text, max(0, offset - _NEAR), high):
        if start > offset:
            return start
    return _onward(text, offset, high)


def paragraph_left(layout: Layout, offset: int) -> int:
    """Go to the start of this paragraph, or of the paragraph before."""
    lines = layout.lines
    line = lines.at(offset)
    low = max(0, line - _LINES)
    for number in range(line, low, -1):
        start = lines.span(number)[0]
        if start < offset and _is_blank(lines, number - 1) and not _is_blank(lines, number):
            return start
    return lines.span(low)[0]


def paragraph_right(layout: Layout, offset: int) -> int:
    """Go to the start of the next paragraph."""
    lines = layout.lines
    line = lines.at(offset)
    for number in range(line + 1, min(line + _LINES, len(lines))):
        if _is_blank(lines, number - 1) and not _is_blank(lines, number):
            return lines.span(number)[0]
    return lines.span(line + _LINES)[0] if line + _LINES < len(lines) else len(lines.text)


def row_start(layout: Layout, offset: int) -> int:
    """Go to the start of this row of the screen."""
    return layout.row_at(offset).start


def row_end(layout: Layout, offset: int) -> int:
    """Go to the last place for a caret in this row of the screen."""
    return layout.end_of(layout.row_at(offset))


def text_start(layout: Layout, offset: int) -> int:
    """Go to the start of the text."""
    return 0


def text_end(layout: Layout, offset: int) -> int:
    """Go to the end of the text."""
    return len(layout.lines.text)


MOTIONS: Final[Mapping[str, Motion]] = MappingProxyType(
    {
        motion.__name__: motion
        for motion in (
            char_left,
            char_right,
            word_left,
            word_right,
            word_end,
            word_end_left,
            sentence_left,
            sentence_right,
            paragraph_left,
            paragraph_right,
            row_start,
            row_end,
            text_start,
            text_end,
        )
    }
)


def vertical(layout: Layout, offset: int, rows: int, goal_x: int) -> int:
    """Return the offset some rows below (above, if negative), at the cell that the caret came from.

    At the first and last row of the text the caret stays where it is.

    Args:
        layout: The layout.
        offset: Where the caret is.
        rows: How many rows to go; fewer if the text ends before.
        goal_x: The cell to keep to: `layout.x_of` of the offset at which the way up or down began.
    """
    row = layout.row_at(offset)
    target = layout.step(row, rows)
    return offset if target == row else layout.offset_at(target, goal_x)


def word_at(text: str, offset: int) -> Span | None:
    """Return the word that covers an offset, if one does."""
    for word in _words(text, offset, offset + REACH, offset + 1):
        start, end = boundary_at(text, word.start()), next_boundary(text, word.end() - 1)
        if start <= offset < end:
            return Span(start, end)
    return None


def paragraph_at(layout: Layout, offset: int) -> Span | None:
    """Return the lines around an offset up to the next blank ones, if its own line is not blank.

    A paragraph of more than 2,000 lines on either side is cut there.

    Raises:
        IndexError: unless `0 <= offset <= len(text)`.
    """
    lines = layout.lines
    first = last = lines.at(offset)
    if _is_blank(lines, first):
        return None
    low, high = max(0, first - _LINES), min(len(lines) - 1, last + _LINES)
    while first > low and not _is_blank(lines, first - 1):
        first -= 1
    while last < high and not _is_blank(lines, last + 1):
        last += 1
    return Span(lines.span(first)[0], lines.span(last)[1])


def _words(text: str, start: int, end: int, before: int) -> Iterator[regex.Match[str]]:
    """Yield the words that touch `[start, end)` and start before an offset; some may lie before it.

    The search starts at a blank, for from the middle of a word others would be found.
    """
    low = max(0, start - _NEAR)
    blank = max(text.rfind(" ", low, start), text.rfind("\n", low, start))
    for word in _WORD.finditer(text, blank + 1 if blank >= 0 else low, end):
        if word.start() >= before:
            return
        yield word


def _last(offsets: Iterator[int]) -> int | None:
    found = None
    for offset in offsets:
        found = offset
    return found


def _onward(text: str, offset: int, high: int) -> int:
    """Return where a motion stops that found nothing up to an offset: there, or at the end."""
    return max(boundary_at(text, high), next_boundary(text, offset))


def _is_blank(lines: Lines, line: int) -> bool:
    return not _INK.search(lines.text, *lines.span(line))
