"""All places of a text where the words of a selection stand, to tag them at once; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Flag
from heapq import merge

import regex

from store.errors import SpanError
from store.model import Span, Tag
from store.search import BLANKS

LONGEST = 500
"""Code points of a selection: what comes again is a name or a phrase."""
BESIDE = 40
"""Code points of its line that are shown on each side of an occurrence."""


class Mode(Flag):
    """What besides the same words counts; the modes combine."""

    EXACT = 0
    ANY_CASE = 1
    WHOLE_WORDS = 2
    SPELLING = 4
    """Other spellings of the same name too, in any case; see `store.entities.variants`."""


@dataclass(frozen=True, slots=True)
class Line:
    """Where an occurrence stands: its line, counted from 1, and what is beside it there."""

    number: int
    before: str
    after: str


def occurrences(text: str, quote: str, mode: Mode = Mode.WHOLE_WORDS) -> list[Span]:
    """Return where the words of a quote stand, in order, none overlapping another.

    Any run of blanks and line ends stands for any other, so that a phrase is found where the text
    breaks its line. In any case, what is written with two letters for one is found too ("ß", "ss").
    The time grows with the length of the text, at most with that times the words of the quote.

    Raises:
        SpanError: if the quote holds no word, or is longer than `LONGEST`.
    """
    if Mode.SPELLING in mode:
        return _spellings(text, quote, mode)
    words = quote.split()
    if not words or len(quote) > LONGEST:
        raise SpanError(f"Select 1 to {LONGEST} characters to find where they stand")
    pattern = BLANKS.join(regex.escape(word, special_only=True) for word in words)
    if Mode.WHOLE_WORDS in mode:
        pattern = rf"(?<![\w\p{{M}}]){pattern}(?![\w\p{{M}}])"
    flags = regex.IGNORECASE | regex.FULLCASE if Mode.ANY_CASE in mode else 0
    return [Span(*match.span()) for match in regex.finditer(pattern, text, flags)]


def _spellings(text: str, quote: str, mode: Mode) -> list[Span]:
    """Return where a name stands in any spelling, those that are written alike first to count."""
    alike = occurrences(text, quote, mode & ~Mode.SPELLING | Mode.ANY_CASE)
    # Imported late: it reads tables of names.
    from store.entities.variant_index import VariantIndex

    name = " ".join(quote.split())
    hits = VariantIndex([(name, None)]).find(text)
    spans = merge(alike, (Span(hit.start, hit.end) for hit in hits))
    found: list[Span] = []
    for span in spans:
        if found and found[-1].overlaps(span):
            continue
        found.append(span)
    return found


def untagged(spans: Iterable[Span], tags: Iterable[Tag], label: str, author: str) -> list[Span]:
    """Return the spans that an analyst has not tagged with a label yet."""
    said = {tag.span for tag in tags if (tag.label, tag.author) == (label, author)}
    return [span for span in spans if span not in said]


def lines(text: str, spans: Iterable[Span]) -> Iterator[Line]:
    """Yield of each of some spans, in order, its line and what is beside it there."""
    number, counted = 1, 0
    for span in spans:
        number += text.count("\n", counted, span.start)
        counted = span.start
        first = text.rfind("\n", max(0, span.start - BESIDE), span.start) + 1
        last = text.find("\n", span.end, span.end + BESIDE)
        low = first or max(0, span.start - BESIDE)
        high = span.end + BESIDE if last < 0 else last
        yield Line(number, text[low : span.start], text[span.end : high])
