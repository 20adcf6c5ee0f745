"""What analysts said of the suggestions of a report, and which are still open; pure.

Suggestions are derived, verdicts are facts. A verdict is on a span and a label, so that it holds
however the suggestion is found anew, or on the same words wherever they stand in the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import NewType

from msgspec import Struct

from store.model import Entity, Span, Tag

ReviewId = NewType("ReviewId", str)


class Verdict(StrEnum):
    """What an analyst says of a suggestion."""

    ACCEPTED = "accepted"
    """It was tagged, with another label than it suggests; counts while there is such a tag."""
    REJECTED = "rejected"
    STOPPED = "stopped"
    """Its words are not to be suggested in this report, whatever the label."""


class Review(Struct, frozen=True):
    """One analyst's verdict on a suggestion of a report."""

    id: ReviewId
    span: Span
    label: str
    """What was suggested."""
    quote: str
    verdict: Verdict
    author: str
    time: datetime


@dataclass(frozen=True)
class Suggestions:
    """The entities of a report, and those of them that nobody has decided on yet."""

    all: tuple[Entity, ...]
    open: tuple[Entity, ...]
    """In the order of `all`."""
    rejected: frozenset[Entity]
    """Those that somebody rejected, or whose words are stopped in the report."""

    @cached_property
    def reviewed(self) -> int:
        """How many are decided."""
        return len(self.all) - len(self.open)

    def __str__(self) -> str:
        return f"{self.reviewed:,} of {len(self.all):,}"


def suggestions(
    text: str, entities: Sequence[Entity], tags: Iterable[Tag], reviews: Iterable[Review]
) -> Suggestions:
    """Return which entities of a report are open, from its text, tags and reviews.

    One is decided if a tag has its span and label, if it was accepted with another label and a tag
    has its span, or if anybody rejected it or stopped its words in this report.
    """
    tagged = {(tag.span, tag.label) for tag in tags}
    spans = {span for span, _ in tagged}
    by_verdict: dict[Verdict, set[tuple[Span, str]]] = {verdict: set() for verdict in Verdict}
    stopped: set[str] = set()
    for review in reviews:
        by_verdict[review.verdict].add((review.span, review.label))
        if review.verdict is Verdict.STOPPED:
            stopped.add(words(review.quote))
    denied = by_verdict[Verdict.REJECTED]
    accepted = {found for found in by_verdict[Verdict.ACCEPTED] if found[0] in spans}
    done = tagged | accepted
    # Where nothing was said nothing is decided: to look there first is ten times as fast.
    said = {span.start for span, _ in (*done, *denied)}
    rejected = frozenset(
        one
        for one in entities
        if (one.span.start in said and (one.span, one.label) in denied)
        or (stopped and words(one.span.of(text)) in stopped)
    )
    all_ = tuple(entities)
    left = all_
    if said:
        left = tuple(
            one for one in all_ if one.span.start not in said or (one.span, one.label) not in done
        )
    if rejected:
        left = tuple(one for one in left if one not in rejected)
    return Suggestions(all_, left, rejected)


def same(text: str, entities: Iterable[Entity], entity: Entity) -> list[Entity]:
    """Return the entities of the same words and label as one of them, itself too, in order."""
    wanted = words(entity.span.of(text))
    return [
        one for one in entities if one.label == entity.label and words(one.span.of(text)) == wanted
    ]


def words(quote: str) -> str:
    """Return a quote with single blanks: the form in which two are compared."""
    return " ".join(quote.split())
