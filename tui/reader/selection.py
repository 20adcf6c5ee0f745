"""What is selected, and what of it an analyst means."""

from __future__ import annotations

import unicodedata
from typing import Final

from store.model import Span
from tui.reader.graphemes import is_boundary
from tui.reader.sentences import is_abbreviation

_STRIPPED: Final = ("P", "Sm", "Sk", "Sc")
_PAIRS: Final = {")": "(", "]": "[", "}": "{", "”": "“", "’": "‘", "»": "«", "›": "‹", '"': '"'}
_OPENING: Final = {opening: closing for closing, opening in _PAIRS.items()}
_SEEN: Final = 512
"""How far a bracket is looked for, in code points."""
_LONGEST: Final = 16


def trimmed(text: str, span: Span) -> Span:
    """Return a span without the blanks and punctuation around it; itself if it has nothing else.

    What belongs to the words stays: the stop of `U.S.`, `J.` and `Gen.`; `#`, `@`, signs and
    currencies before, and `%`, `+`, `#`, currencies, primes after what they go with; brackets and
    quotes that are closed (or opened) inside; an apostrophe U+2019 before a letter. Clusters are
    not cut.
    """
    start, end = span.start, min(span.end, len(text))
    while start < end:
        if is_boundary(text, start + 1) and _is_loose_before(text, start, end):
            start += 1
        elif is_boundary(text, end - 1) and _is_loose_after(text, start, end):
            end -= 1
        else:
            return Span(start, end)
    return span


def _is_loose_before(text: str, start: int, end: int) -> bool:
    """Tell whether the first character of a stretch is not part of what it says."""
    char, following = text[start], text[start + 1 : min(start + 2, end)]
    if _is_blank(char):
        return True
    if not unicodedata.category(char).startswith(_STRIPPED):
        return False
    if char in _OPENING:
        return not _closes_inside(text, start, end)
    if char in "#@":
        return not (following.isalnum() or following == "_")
    if char == "’":
        return not following.isalpha()
    signs = char in "+-−±~≈<>≤≥." or unicodedata.category(char) == "Sc"
    return not (signs and following.isdigit())


def _is_loose_after(text: str, start: int, end: int) -> bool:
    """Tell whether the last character of a stretch is not part of what it says."""
    char, before = text[end - 1], text[max(start, end - 2) : end - 1]
    if _is_blank(char):
        return True
    category = unicodedata.category(char)
    if not category.startswith(_STRIPPED):
        return False
    if char in _PAIRS:
        return not _opens_inside(text, start, end)
    if char == ".":
        return not is_abbreviation(_word_before(text, start, end - 1))
    if char in "+#":
        return not (before.isalnum() or before == char)
    return not ((char in "%‰′″" or category == "Sc") and before.isdigit())


def _is_blank(char: str) -> bool:
    return char.isspace() or not char.isprintable()


def _word_before(text: str, start: int, end: int) -> str:
    """Return the letters and dots at the end of a stretch."""
    word = text[max(start, end - _LONGEST) : end]
    first = len(word)
    while first and (word[first - 1].isalnum() or word[first - 1] == "."):
        first -= 1
    return word[first:]


def _opens_inside(text: str, start: int, end: int) -> bool:
    """Tell whether the bracket or quote at the end of a stretch is opened in it."""
    closing = text[end - 1]
    inside = text[max(start, end - 1 - _SEEN) : end - 1]
    if closing == _PAIRS[closing]:
        return inside.count(closing) % 2 == 1
    return inside.count(_PAIRS[closing]) > inside.count(closing)


def _closes_inside(text: str, start: int, end: int) -> bool:
    """Tell whether the bracket or quote that starts a stretch is closed before its end."""
    opening = text[start]
    inside = text[start + 1 : min(end, start + 1 + _SEEN)]
    if inside.endswith(_OPENING[opening]):
        return False
    if opening == _OPENING[opening]:
        return inside.count(opening) % 2 == 1
    return inside.count(_OPENING[opening]) > inside.count(opening)
