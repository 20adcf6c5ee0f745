"""What a text explains, looked for in all of it, in any spelling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from store.entities.gazetteer import Gazetteer, Term, Tokens
from store.entities.overlap import Proposal
from store.entities.spellings import NAMES, Spellings
from store.entities.variant_index import VariantIndex


class Learned:
    """The terms that a text explains, beside those that are known anyway."""

    def __init__(self, terms: Iterable[Term], known: Sequence[Spellings]) -> None:
        terms = list(terms)
        self._gazetteer = Gazetteer(terms) if terms else None
        self._spellings = Spellings(terms)
        self._spellings.prepare()
        self._known = known
        self._one = said_alike(terms)

    def find(self, tokens: Tokens) -> list[Proposal]:
        """Return where the terms stand, as they are written in the text or otherwise."""
        if self._gazetteer is None:
            return []
        text = tokens.text
        spelt = (
            found
            for found in self._spellings.find(text)
            if not any(one.knows(text[found.start : found.end]) for one in self._known)
        )
        return [*self._gazetteer.find(tokens), *spelt]

    def named(self, found: Iterable[Proposal], text: str) -> list[Proposal]:
        """Return what was found in a text under the canonical names of all spellings."""
        made = []
        for each in found:
            start, end, label, _, canonical, _ = each
            if label in NAMES:
                name = canonical or " ".join(text[start:end].split())
                one = self._one.get((name, label), name)
                for known in self._known:
                    one = known.canonical(one, label)
                if one != name:
                    each = each._replace(canonical=one)
            made.append(each)
        return made


def said_alike(terms: Iterable[Term]) -> dict[tuple[str, str], str]:
    """Return, by a name and its label, the canonical name of names that a text spells otherwise.

    Of the names for which terms stand, that is the one with the most words, or else the first.
    """
    names = dict.fromkeys((term.canonical, term.label) for term in terms if term.label in NAMES)
    index = VariantIndex(
        (name, (len(name.split()), -number, name, label))
        for number, (name, label) in enumerate(names)
    )
    found = {}
    for name, label in names:
        alike = [payload for _, payload, _ in index.alike(name) if payload[3] == label]
        if alike and (first := max(alike)[2]) != name:
            found[name, label] = first
    return found
