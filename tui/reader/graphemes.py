"""Grapheme clusters: what a reader takes for one character, and a caret steps over.

Clusters are those of Unicode (UAX 29), found by `regex`. Every question looks at a window of the
text only, so that hostile runs (a letter with a million marks, a megabyte of flags) cost no more
than others; a run that fills the window is cut.
"""

from __future__ import annotations

import regex

_WINDOW = 64
_EXTENDING_LETTERS = frozenset("\u0e33\u0eb3\uff9e\uff9f")
"""The letters that join the character before: Thai and Lao AM, two half-width sound marks."""
_CLUSTER = regex.compile(r"\X")


def is_boundary(text: str, offset: int) -> bool:
    """Tell whether a cluster starts or ends at an offset; both ends of a text are boundaries."""
    if not 0 < offset < len(text):
        return True
    if text[offset - 1] < "\x7f" and _starts_anew(text[offset]):
        return True
    window = text[max(0, offset - 2 * _WINDOW) : offset + 1]
    if _end(window, len(window) - 2) < len(window):
        return True
    return offset % _WINDOW == 0 and _end(window, len(window) - 1 - _WINDOW) == len(window)


def _starts_anew(char: str) -> bool:
    """Tell quickly of most characters that they never extend an ASCII one."""
    return char < "\x7f" or (char.isalpha() and char not in _EXTENDING_LETTERS)


def _end(window: str, start: int) -> int:
    cluster = _CLUSTER.match(window, start)
    return cluster.end() if cluster else start


def next_boundary(text: str, offset: int) -> int:
    """Return the first boundary after an offset, or the end of the text."""
    offset = max(offset, -1) + 1
    while offset < len(text) and not is_boundary(text, offset):
        offset += 1
    return min(offset, len(text))


def previous_boundary(text: str, offset: int) -> int:
    """Return the last boundary before an offset, or 0."""
    return boundary_at(text, offset - 1)


def boundary_at(text: str, offset: int) -> int:
    """Return the last boundary at or before an offset, within the text."""
    offset = min(max(offset, 0), len(text))
    while not is_boundary(text, offset):
        offset -= 1
    return offset
