"""Proposals in a tenth of their room: a search through a long text finds hundreds of thousands."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from operator import itemgetter

from store.entities.overlap import Proposal, proposed

Meaning = tuple[str, str, str, int]
"""What a proposal says beside its place."""


class Packed:
    """Proposals in columns, in their order."""

    def __init__(self, proposals: Sequence[Proposal], said: dict[Meaning, Meaning]) -> None:
        """Keep them; `said` holds each meaning once, for all that are kept with it."""
        self._starts = array("I", map(itemgetter(0), proposals))
        self._ends = array("I", map(itemgetter(1), proposals))
        self._said = [said.setdefault(meaning, meaning) for meaning in map(_meaning, proposals)]

    def __iter__(self) -> Iterator[Proposal]:
        for start, end, meaning in zip(self._starts, self._ends, self._said, strict=True):
            yield proposed(Proposal, (start, end, *meaning))


def _meaning(proposal: Proposal) -> Meaning:
    return proposal[2:]
