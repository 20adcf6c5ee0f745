"""What a text explains, looked for in all of it, in any spelling."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from store.entities.gazetteer import Gazetteer, Term, Tokens
from store.entities.overlap import Proposal
from store.entities.runs import ANY_ARABIC
from store.entities.spellings import NAMES, REMEMBERED, Spellings
from store.entities.variant_index import VariantIndex


class Learned:
    """The terms that a text explains, beside those that are known anyway."""

    def __init__(
        self, terms: Iterable[Term], known: Sequence[Spellings], names: Collection[str] | None
    ) -> None:
        """Look for terms in other spellings among the names of a text, or everywhere if `None`."""
        terms = list(terms)
        self._gazetteer = Gazetteer(terms) if terms else None
        self._spellings = Spellings(terms)
        self._spellings.prepare()
        self._known = known
        self._named = Named(said_alike(terms), known)
        self._everywhere = names is None or any(ANY_ARABIC.search(term.text) for term in terms)
        self._spelt = self._spellings.within(names or ())

    def find(self, tokens: Tokens) -> list[Proposal]:
        """Return where the terms stand, as they are written in the text or otherwise."""
        found = self._gazetteer.find(tokens) if self._gazetteer else []
        text = tokens.text
        if self._everywhere or any(name in text for name in self._spelt):
            found += (
                spelt
                for spelt in self._spellings.find(text)
                if not any(one.knows(text[spelt.start : spelt.end]) for one in self._known)
            )
        return found

    def named(self, found: Iterable[Proposal], text: str) -> list[Proposal]:
        """Return what was found in a text under the canonical names of all spellings."""
        named = self._named
        made = []
        for each in found:
            start, end, label, _, canonical, _ = each
            if label in NAMES and (one := named[canonical or text[start:end], label]):
                each = each._replace(canonical=one)
            made.append(each)
        return made


class Named(dict[tuple[str, str], str]):
    """By a name as it is written and its label, what it is in another spelling, or nothing."""

    def __init__(self, said: Mapping[tuple[str, str], str], known: Sequence[Spellings]) -> None:
        super().__init__()
        self._said = said
        self._known = known

    def __missing__(self, key: tuple[str, str]) -> str:
        """Find it out of a new name."""
        if len(self) >= REMEMBERED:
            self.clear()
        name, label = " ".join(key[0].split()), key[1]
        one = self._said.get((name, label), name)
        for known in self._known:
            one = known.canonical(one, label)
        return self.setdefault(key, one if one != name else "")


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
