"""What to do when several rules claim the same stretch of a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from store.model import Entity, Span

STOP = "-"
"""The label of a stretch that is no entity, whatever other rules say of a part of it."""

NESTING = frozenset({("DocumentReference", "Organisation"), ("Url", "CommsIdentifier")})
"""Pairs (outer, inner) of labels of which both stay: "UN resolutions" names the UN as well."""


class Proposal(NamedTuple):
    """What one rule or gazetteer says of `text[start:end]`, in code points.

    A label that begins with a small letter is a clue, such as a rank: rules build on it, and it
    is never shown. The label `-` says that the stretch is no entity. A named tuple, for a long
    report makes millions of them, and they sort by place.
    """

    start: int
    end: int
    label: str
    rule: str
    canonical: str = ""
    priority: int = 0


def resolve(proposals: Iterable[Proposal]) -> list[Entity]:
    """Choose among proposals that overlap; the result is sorted by (start, -end, label)."""
    return entities(choose(proposals))


def choose(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals that stay, sorted by place, those that say "no entity" among them.

    The longest wins, then what says that it is no entity, then the higher priority, then the
    earlier, then the rule's name. What overlaps a winner is dropped, whatever its label: "Syrian"
    in "Syrian Democratic Forces" is no Nationality and "Homs" in "Homs Brigade" no Location, for
    so the gold standard marks them, and an analyst reads one highlight faster than two. Only the
    pairs in `NESTING` stay both. Clues are left out.
    """
    shown = [proposal for proposal in proposals if not proposal[2][:1].islower()]
    shown.sort(key=itemgetter(0))
    winners: list[Proposal] = []
    start = 0
    while start < len(shown):
        end = _cluster_end(shown, start)
        if end == start + 1:
            winners.append(shown[start])
        elif end == start + 2:
            winners += _stronger(shown[start], shown[start + 1])
        else:
            rivals = shown[start:end]
            winners += _strongest(rivals) if len(rivals) > FEW else _strongest_of_few(rivals)
        start = end
    return winners


def entities(winners: Iterable[Proposal], offset: int = 0) -> list[Entity]:
    """Return what is shown of winners, moved by an offset, sorted by (start, -end, label)."""
    return [
        Entity(Span(start + offset, end + offset), label, rule, canonical)
        for start, end, label, rule, canonical, _ in sorted(winners, key=_order)
        if label != STOP
    ]


def _order(proposal: Proposal) -> tuple[int, int, str]:
    return (proposal[0], -proposal[1], proposal[2])


def _cluster_end(shown: Sequence[Proposal], start: int) -> int:
    """Return where the proposals end that overlap, directly or by others, the one at the start."""
    reach = shown[start][1]
    for end in range(start + 1, len(shown)):
        proposal = shown[end]
        if proposal[0] >= reach:
            return end
        if proposal[1] > reach:
            reach = proposal[1]
    return len(shown)


def _stronger(first: Proposal, second: Proposal) -> list[Proposal]:
    """Return what stays of two that overlap, sorted by place."""
    if _rank(second) < _rank(first):
        first, second = second, first
    return sorted((first, second)) if _both_stay(first, second) else [first]


FEW = 12
"""In a cluster of so many each is compared with each."""


def _strongest_of_few(rivals: list[Proposal]) -> list[Proposal]:
    """Return those of a small cluster that stay, sorted by place."""
    rivals.sort(key=_rank)
    winners = rivals[:1]
    for proposal in rivals[1:]:
        for other in winners:
            if not _both_stay(other, proposal):
                break
        else:
            winners.append(proposal)
    return sorted(winners) if len(winners) > 1 else winners


_CELL = 6
"""Winners are looked up by cells of 2**6 code points, so that long clusters stay linear."""


def _strongest(rivals: list[Proposal]) -> list[Proposal]:
    """Return those of a cluster that stay, sorted by place."""
    winners: list[Proposal] = []
    taken: dict[int, list[Proposal]] = {}
    for proposal in sorted(rivals, key=_rank):
        cells = range(proposal.start >> _CELL, ((proposal.end - 1) >> _CELL) + 1)
        if all(_both_stay(other, proposal) for cell in cells for other in taken.get(cell, ())):
            winners.append(proposal)
            for cell in cells:
                taken.setdefault(cell, []).append(proposal)
    return sorted(winners)


def _rank(proposal: Proposal) -> tuple[int, bool, int, int, str, str]:
    """Return the sort key that puts the stronger of two proposals first."""
    start, end, label, rule, _, priority = proposal
    return (start - end, label != STOP, -priority, start, rule, label)


def _both_stay(winner: Proposal, other: Proposal) -> bool:
    """Tell whether a weaker proposal may stand beside a winner."""
    if winner[1] <= other[0] or other[1] <= winner[0]:
        return True
    inside = winner[0] <= other[0] and other[1] <= winner[1]
    return inside and (winner[2], other[2]) in NESTING
