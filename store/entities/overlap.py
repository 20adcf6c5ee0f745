"""What to do when several rules claim the same stretch of a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from store.model import Entity, Span

STOP = "-"
"""The label of a stretch that is no entity, whatever other rules say of a part of it."""

NESTING = frozenset({("DocumentReference", "Organisation"), ("Url", "CommsIdentifier")})
"""Pairs (outer, inner) of labels of which both stay: "UN resolutions" names the UN as well."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one rule or gazetteer says of `text[start:end]`, in code points.

    A label that begins with a small letter is a clue, such as a rank: rules build on it, and it
    is never shown. The label `-` says that the stretch is no entity.
    """

    start: int
    end: int
    label: str
    rule: str
    canonical: str = ""
    priority: int = 0

    @property
    def clue(self) -> bool:
        """Tell whether it only serves other rules."""
        return self.label[:1].islower()


def resolve(proposals: Iterable[Proposal]) -> list[Entity]:
    """Choose among proposals that overlap; the result is sorted by (start, -end, label).

    The longest wins, then what says that it is no entity, then the higher priority, then the
    earlier, then the rule's name. What overlaps a winner is dropped, whatever its label: "Syrian"
    in "Syrian Democratic Forces" is no Nationality and "Homs" in "Homs Brigade" no Location, for
    so the gold standard marks them, and an analyst reads one highlight faster than two. Only the
    pairs in `NESTING` stay both.
    """
    winners: list[Proposal] = []
    taken: dict[int, list[Proposal]] = {}
    for proposal in sorted(proposals, key=_rank):
        if proposal.clue:
            continue
        cells = range(proposal.start >> _CELL, ((proposal.end - 1) >> _CELL) + 1)
        if all(_both_stay(other, proposal) for cell in cells for other in taken.get(cell, ())):
            winners.append(proposal)
            for cell in cells:
                taken.setdefault(cell, []).append(proposal)
    entities = [
        Entity(Span(p.start, p.end), p.label, p.rule, p.canonical)
        for p in winners
        if p.label != STOP
    ]
    return sorted(entities, key=lambda e: (e.span.start, -e.span.end, e.label))


_CELL = 6
"""Winners are looked up by cells of 2**6 code points, so that long reports stay linear."""


def _rank(proposal: Proposal) -> tuple[int, bool, int, int, str, str]:
    """Return the sort key that puts the stronger of two proposals first."""
    length = proposal.end - proposal.start
    names = proposal.label != STOP
    return (-length, names, -proposal.priority, proposal.start, proposal.rule, proposal.label)


def _both_stay(winner: Proposal, other: Proposal) -> bool:
    """Tell whether a weaker proposal may stand beside a winner."""
    if winner.end <= other.start or other.end <= winner.start:
        return True
    inside = winner.start <= other.start and other.end <= winner.end
    return inside and (winner.label, other.label) in NESTING
