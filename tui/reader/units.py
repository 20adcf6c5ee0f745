"""Units of text to select: word, sentence, paragraph, line; by name in `UNITS`. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from store.model import Span
from tui.reader.layout import Layout
from tui.reader.motion import MOTIONS, paragraph_at, word_at
from tui.reader.sentences import sentence_at

Find: TypeAlias = Callable[[Layout, int], Span | None]
"""From a layout and an offset of its text to the unit there, if there is one."""


def _line_at(layout: Layout, offset: int) -> Span | None:
    start, end = layout.lines.span(layout.lines.at(offset))
    return Span(start, end) if start < end else None


def _next_line(layout: Layout, offset: int) -> int:
    return min(layout.lines.span(layout.lines.at(offset))[1] + 1, len(layout.lines.text))


UNITS: Final[Mapping[str, Find]] = MappingProxyType(
    {
        "word": lambda layout, offset: word_at(layout.lines.text, offset),
        "sentence": lambda layout, offset: sentence_at(layout.lines.text, offset),
        "paragraph": paragraph_at,
        "line": _line_at,
    }
)


def select(layout: Layout, unit: str, current: Span | None, head: int) -> Span | None:
    """Return the unit at the head, or the next; a selection grows to whole units, then by one.

    None if nothing is left to select.

    Args:
        layout: The layout.
        unit: One of `UNITS`.
        current: What is selected, if anything is.
        head: Where the caret is, in code points.
    """
    find = UNITS[unit]
    if current is None:
        return find(layout, head) or _next(layout, unit, head)
    first, last = find(layout, current.start), find(layout, current.end - 1)
    whole = Span(
        min(current.start, first.start if first else current.start),
        max(current.end, last.end if last else current.end),
    )
    if whole != current:
        return whole
    following = _next(layout, unit, current.end - 1)
    return Span(whole.start, following.end) if following else None


def _next(layout: Layout, unit: str, offset: int) -> Span | None:
    """Return the first unit that starts after an offset; blank lines are none."""
    onward = _next_line if unit == "line" else MOTIONS[f"{unit}_right"]
    place = offset
    while place < len(layout.lines.text):
        place = onward(layout, place)
        found = UNITS[unit](layout, place)
        if found is not None and found.start > offset:
            return found
    return None
