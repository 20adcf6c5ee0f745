"""One name in many spellings: known names spelt otherwise, and one canonical name for all.

A hit of this kind has the rule `variant.TERM: RULES`: which term it is, and in what it differs. So
`off variant` switches all of them off (see `store.entities.own`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import NamedTuple

from store.entities.caching import keep_skeletons, kept_skeletons
from store.entities.gazetteer import Term
from store.entities.names import plain
from store.entities.overlap import Proposal
from store.entities.variant_index import VariantIndex
from store.entities.variants import aliases

NAMES = frozenset({"Location", "Organisation", "Person"})
"""The labels of what is written in many ways; weapons and times are not."""
VARIANT = "variant."
"""How the rules of all variants begin."""
SURE = 0.6
"""How far apart two known names may be that are taken for one: half of what `variants` bears."""
LESS = 6
"""How much less a spelling weighs than the term: less than what a text explains itself."""
HOPS = 4
"""How many names may stand between a name and the canonical one."""
REMEMBERED = 50_000
"""Canonical names that are remembered, before they are all forgotten."""


class Place(NamedTuple):
    """A term, and how many came before it."""

    number: int
    term: Term


class Spellings:
    """The spellings of terms. They say nothing until they are made ready, for it takes a while.

    Args:
        terms: all that is known; what is spelt as one of them is no variant of another.
        labels: the labels of those that are looked for in other spellings.
        mark: what changes with the terms and the code; work is kept on the disk under it.
    """

    def __init__(
        self, terms: Iterable[Term], labels: Iterable[str] = NAMES, mark: str = ""
    ) -> None:
        self._terms = list(terms)
        self._labels = frozenset(labels)
        self._mark = mark
        self._canonical: dict[tuple[str, str], str] = {}
        self._guard = threading.Lock()
        self._index: VariantIndex[Place] | None = None

    def prepare(self) -> None:
        """Make them ready; the first time of shipped terms takes up to a second."""
        with self._guard:
            if self._index is None and self._terms:
                self._index = self._made()

    def _made(self) -> VariantIndex[Place]:
        """Return the names by their sounds."""
        named = (term for term in self._terms if term.label in self._labels)
        places = ((term.text, Place(number, term)) for number, term in enumerate(named))
        known = (term.text for term in self._terms)
        before = kept_skeletons(self._mark)
        index = VariantIndex(places, known, before)
        if index.skeletons != before:
            keep_skeletons(self._mark, index.skeletons)
        return index

    def within(self, names: Iterable[str]) -> list[str]:
        """Return the runs of capitalised words, of some, that hold terms in another spelling."""
        with self._guard:
            return self._index.within(names) if self._index else []

    def knows(self, name: str) -> bool:
        """Tell whether a name is that of a term, as it is written."""
        return self._index is not None and self._index.knows(name)

    def find(self, text: str, is_on: Callable[[str], bool] = lambda _: True) -> list[Proposal]:
        """Return where terms stand in a text in another spelling, of rules that are on."""
        with self._guard:  # what is remembered is shared by threads
            hits = list(self._index.find(text)) if self._index else []
        found = []
        for hit in hits:
            term = hit.payload.term
            rule = f"{VARIANT}{hit.term}: {', '.join(hit.match.rules) or 'signs'}"
            said = term.canonical or term.text
            weight = term.priority - LESS
            if is_on(term.rule) and is_on(rule):
                found.append(Proposal(hit.start, hit.end, term.label, rule, said, weight))
        return found

    def canonical(self, name: str, label: str) -> str:
        """Return the one name for all spellings of a known name; of another, itself."""
        if self._index is None:
            return name
        key = name, label
        if (found := self._canonical.get(key)) is None:
            if len(self._canonical) >= REMEMBERED:
                self._canonical.clear()
            with self._guard:
                found = self._canonical[key] = self._first(name, label)
        return found

    def _first(self, name: str, label: str) -> str:
        """Return the canonical name of the term that comes first of those that are one name."""
        for _ in range(HOPS):
            alike = self._index.alike(name) if self._index and self._index.knows(name) else ()
            terms = [p for _, p, match in alike if p.term.label == label and match.cost <= SURE]
            if not terms:
                break
            first = min(terms, key=_rank).term
            before, name = name, first.canonical or first.text
            if name == before:
                break
        return name


def _rank(place: Place) -> tuple[bool, int]:
    """Return the sort key that puts names of the table of aliases first, as the best known."""
    return plain(place.term.text) not in aliases(), place.number
