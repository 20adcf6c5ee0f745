"""What to do when several rules claim the same stretch of a text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
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


proposed: Callable[[type[Proposal], tuple[int, int, str, str, str, int]], Proposal] = tuple.__new__
"""Make a proposal of all its parts, in half the time."""


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
    shown = [proposal for proposal in proposals if SHOWN[proposal[2]]]
    shown.sort(key=itemgetter(0))
    winners: list[Proposal] = []
    cluster: list[Proposal] = []
    reach = -1
    for proposal in shown:
        if proposal[0] < reach:
            cluster.append(proposal)
            if proposal[1] > reach:
                reach = proposal[1]
        else:
            winners += cluster if len(cluster) < 2 else _settled(cluster)
            cluster = [proposal]
            reach = proposal[1]
    winners += cluster if len(cluster) < 2 else _settled(cluster)
    return winners


def joined(winners: Sequence[Proposal], more: Sequence[Proposal]) -> list[Proposal]:
    """Return the same as `choose` of what it returned before and of more, in another order.

    Only what overlaps the latter can change, for winners bear each other.
    """
    if not more:
        return list(winners)
    starts = [winner[0] for winner in winners]
    reaches = [*accumulate((winner[1] for winner in winners), max)]
    touched: set[int] = set()
    for start, end, *_ in more:
        first, last = bisect_right(reaches, start), bisect_left(starts, end)
        touched.update(place for place in range(first, last) if winners[place][1] > start)
    rivals = [winners[place] for place in sorted(touched)]
    rest = [winner for place, winner in enumerate(winners) if place not in touched]
    return rest + choose([*rivals, *more])


class Shown(dict[str, bool]):
    """Of each label whether it is shown, and no clue."""

    def __missing__(self, label: str) -> bool:
        """Tell it of a new label."""
        return self.setdefault(label, not label[:1].islower())


SHOWN = Shown()


def entities(winners: Iterable[Proposal], offset: int = 0) -> list[Entity]:
    """Return what is shown of winners, moved by an offset, sorted by (start, -end, label)."""
    return [
        Entity(Span(start + offset, end + offset), label, rule, canonical)
        for start, end, label, rule, canonical, _ in sorted(winners, key=_order)
        if label != STOP
    ]


def _order(proposal: Proposal) -> tuple[int, int, str]:
    return (proposal[0], -proposal[1], proposal[2])


def _settled(rivals: list[Proposal]) -> list[Proposal]:
    """Return those of a cluster that stay, sorted by place."""
    if len(rivals) == 2:
        return list(_stronger(*rivals))
    return _strongest(rivals) if len(rivals) > FEW else _strongest_of_few(rivals)


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
