"""What the footer names of the keys that one can press: whole hints, as many as fit; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from keymaps import Command, KeySequence, display

GAP = 2
"""Cells between two hints."""

Pair = tuple[str, str]
"""A key and what it does."""


class Hint(NamedTuple):
    """Keys that do the same, the best first, and what they do; one may have to be there always."""

    keys: Sequence[str]
    says: str
    always: bool = False


def going_on(following: Mapping[Command, Sequence[KeySequence]]) -> list[Hint]:
    """Return how the keys that go on with a sequence are named, and the one that drops it."""
    found = []
    for one, sequences in following.items():
        said = one.title.removeprefix("Select ")
        found.append(Hint([*map(display, sequences)], one.footer or said[0].upper() + said[1:]))
    return [*found, Hint((display(("escape",)),), "Cancel", always=True)]


def fitted(hints: Sequence[Hint], width: int) -> list[Pair]:
    """Return what to show of hints in a width in cells, in their order, the most important first.

    What has to be there always goes before the others, and one that does not fit gives way to
    the next. The shortest of their keys are shown if that leaves room for more.
    """
    best = [(hint.keys[0], hint.says) for hint in hints]
    short = [(min(hint.keys, key=cell_len), hint.says) for hint in hints]
    order = sorted(range(len(hints)), key=lambda place: not hints[place].always)
    ways = [(pairs, _kept(pairs, order, width)) for pairs in (best, short)]
    pairs, kept = max(ways, key=lambda way: [place in way[1] for place in order])
    return [pairs[place] for place in sorted(kept)]


def _kept(pairs: Sequence[Pair], order: Sequence[int], width: int) -> list[int]:
    """Return the places of those hints that have room, which they take in an order."""
    room, kept = width + GAP, list[int]()
    for place in order:
        needed = cell_len(shown(pairs[place])) + GAP
        if needed <= room:
            room -= needed
            kept.append(place)
    return kept


def shown(pair: Pair) -> str:
    """Return a hint as it reads."""
    return " ".join(pair)
