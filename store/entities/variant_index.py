"""Finding variants of known names in a text: one look-up a run of capitalised words.

Only what begins with a capital letter, or is written in a script without them, is looked at; what
is itself a known name or an ordinary word (`data/variants/plain_words.txt`) is no variant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import compress
from operator import itemgetter
from typing import Generic, TypeAlias, TypeVar

import regex

from store.entities.folding import flat, fold
from store.entities.names import plain, readings, written
from store.entities.runs import ARABIC, ARTICLE, SIGNS, runs
from store.entities.sounds import NEVER
from store.entities.variants import (
    Match,
    aliases,
    compare,
    fixed,
    keys,
    plain_words,
    spelt_alike,
)
from store.room import make_room

T = TypeVar("T")
Found: TypeAlias = tuple[str, T, Match]
"""A term, what belongs to it, and how a name is a variant of it."""

MOST_WORDS = 4
"""Words of a name, articles not counted."""
MOST_KEPT = 100_000
"""Runs of words whose result is kept; more are forgotten together."""
SHORTEST = 2
"""Letters of a skeleton that are needed to look a name up: fewer say too little."""
REACH = 100_000
"""Code points around a hit among which its word in small letters is sought."""
LONGEST = 80
"""Letters of a name that is looked up."""
SURE_LETTERS = 5
"""Letters of a name below which it may differ in signs only: other short words sound like it."""
BEFORE = regex.compile(
    rf"(?<![\p{{L}}\p{{M}}\p{{N}}])(?:(?:{ARTICLE})[-‐‑–]|[ae]l\h)[{SIGNS}]?$", regex.IGNORECASE
)
"""An article before a name; without a hyphen only those that are no English words."""
ARTICLE_FIRST = regex.compile(rf"(?:{ARTICLE})[- ]", regex.IGNORECASE)
PIECE = regex.compile(rf"[\p{{L}}\p{{M}}{SIGNS}]+")
TAIL = regex.compile(rf"(?:[{SIGNS}]s?)$")
WORD = regex.compile(r"\S+")
ACRONYM = regex.compile(r"\p{Lu}\p{L}*\p{Lu}")
PREFIX = regex.compile("[وف]?(?:[بكل](?=ال)|ل(?=ل))?")
"""What Arabic writes together with the next word: and, so, in, as, for."""


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """A variant of a term at `[start, end)` of a text, code points."""

    start: int
    end: int
    term: str
    payload: T
    match: Match


class Seen(dict[str, tuple[Hit[T], ...]]):
    """What each run of words holds that was met, nothing with most."""

    def __init__(self, look: Callable[[str], Iterator[Hit[T]]]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, run: str) -> tuple[Hit[T], ...]:
        """Look at a new run."""
        if len(self) >= MOST_KEPT:
            self.clear()
        found = self[run] = tuple(_outermost(self._look(run)))
        return found


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A form of a term: the term itself, or an alias."""

    form: str
    term: str
    payload: T


class VariantIndex(Generic[T]):
    """Known names by their skeletons.

    `terms` are names with whatever belongs to them; `known` are further names that a text may hold
    and that are none of these, such as given names: what is known is no variant of another.
    `skeletons` may be what an earlier index of the same terms had under this name: working it out
    takes nearly all the time of making an index, and it can be kept in a file.
    """

    def __init__(
        self,
        terms: Iterable[tuple[str, T]],
        known: Iterable[str] = (),
        skeletons: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.skeletons = dict(skeletons or {})
        """For each form of a term its skeletons, none if it can have no variants."""
        self._known = {written(name) for name in known}
        self._terms: dict[str, list[Entry[T]]] = {}
        self._forms: dict[str, tuple[str, T]] = {}
        self._leading: set[str] = set()
        self._begun: set[str] = set()
        self._cuts: dict[str, tuple[int, ...]] = {}
        self._seen = Seen(self._latin)
        for term, payload in terms:
            make_room()
            self._add(term, payload)

    def _add(self, term: str, payload: T) -> None:
        """Index a term, and what the table of aliases has for it."""
        self._known.add(written(term))
        for form in dict.fromkeys((term, *aliases().get(plain(term), ()))):
            if ARABIC.match(form):
                self._forms.setdefault(plain(form), (term, payload))
                self._leading.add(plain(form).split()[0])
                continue
            if form not in self.skeletons:
                self.skeletons[form] = _skeletons(form)
            if not self.skeletons[form]:
                self._forms.setdefault(form, (term, payload))
                self._leading.add(form.split()[0])
            for skeleton in self.skeletons[form]:
                self._terms.setdefault(skeleton, []).append(Entry(form, term, payload))
                self._begun.update(skeleton[:end] for end in range(1, len(skeleton) + 1))

    def find(self, text: str) -> Iterator[Hit[T]]:
        """Yield the variants in a text, none within another, sorted by place.

        Linear in the length; what is found in a run of words is kept for its next occurrence.
        """
        ordinary: dict[str, bool] = {}
        for start, run, hits in self._hits(text):
            for hit in hits:
                word = run[hit.start : hit.end]
                if word not in ordinary:
                    ordinary[word] = _in_small_letters(text, word, start)
                if not ordinary[word]:
                    yield from self._placed(text, start, hit)

    def within(self, names: Iterable[str]) -> list[str]:
        """Return the runs of capitalised words, of some, that hold a variant."""
        return [name for name in names if self._seen[name]]

    def _hits(self, text: str) -> Iterator[tuple[int, str, Sequence[Hit[T]]]]:
        """Yield the runs of a text that hold variants, where they begin, and these, in order."""
        found = runs(text)
        hits = [*map(self._seen.__getitem__, found.names)]
        latin = compress(zip(found.starts(), found.names, hits, strict=False), hits)
        arabic = found.arabic() if self._forms else ()
        others = ((start, run, tuple(_outermost(self._arabic(run)))) for start, run in arabic)
        return merge(latin, others, key=itemgetter(0))

    def _placed(self, text: str, start: int, hit: Hit[T]) -> Iterator[Hit[T]]:
        """Yield a hit of a run at its place, with the article before it, unless that is known."""
        begin, end = start + hit.start, start + hit.end
        found: Found[T] | None = (hit.term, hit.payload, hit.match)
        if article := BEFORE.search(text, max(0, begin - 6), begin):
            begin = article.start()
            found = self.closest(text[begin:end])
        if found:
            yield Hit(begin, end, *found)

    def _latin(self, run: str) -> Iterator[Hit[T]]:
        """Yield the variants in a run of capitalised words, but none within a known name."""
        known: list[tuple[int, int]] = []
        for start, end, first in _stretches(run):
            name = run[start:end]
            if self.knows(name):
                known.append((start, end))
            elif any(a <= start and end <= b for a, b in known) or not self._begins(first):
                continue
            elif (found := self.closest(name)) and (
                name != first or plain(name) == plain(found[0]) or not self._has_more(run, name)
            ):
                yield Hit(start, end, *found)

    def _has_more(self, run: str, name: str) -> bool:
        """Tell whether a word has a neighbour that nobody knows: it is a part of another name."""
        words = [match[0] for match in PIECE.finditer(run)]
        place = next((n for n, word in enumerate(words) if word.startswith(name)), 0)
        beside = words[place - 1 if place else 0 : place] + words[place + 1 : place + 2]
        return any(
            word[:1].isupper() and not self.knows(word) and flat(word) not in plain_words()
            for word in beside
        )

    def _begins(self, word: str) -> bool:
        """Tell whether a name may begin with a word: an article, or what a skeleton begins with."""
        return (
            len(word) <= 3
            or word in self._leading
            or any(skeleton in self._begun for skeleton in keys(word))
        )

    def _arabic(self, run: str) -> Iterator[Hit[T]]:
        """Yield all names of the table in a run of Arabic words, articles and prefixes apart."""
        pieces = [match.span() for match in WORD.finditer(run)]
        for first, (start, stop) in enumerate(pieces):
            for cut in self._cuts_of(run[start:stop]):
                for _, end in pieces[first : first + MOST_WORDS]:
                    found = self._forms.get(plain(run[start + cut : end]))
                    if found and not self.knows(run[start:end]):
                        yield Hit(start + cut, end, *found, Match(("alias", "script")))

    def _cuts_of(self, word: str) -> tuple[int, ...]:
        """Return how much of an Arabic word may be a prefix to a name of the table."""
        found = self._cuts.get(word)
        if found is None:
            if len(self._cuts) >= MOST_KEPT:
                self._cuts.clear()
            folded = fold(word)
            prefix = PREFIX.match(folded.text)
            cuts = {0, prefix.end() if prefix else 0}
            found = self._cuts[word] = tuple(
                folded.original(cut, len(folded.text))[0]
                for cut in cuts
                if plain(folded.text[cut:]) in self._leading
            )
        return found

    def knows(self, name: str) -> bool:
        """Tell whether a name is a term as it is written, or otherwise known."""
        return written(name) in self._known

    def closest(self, name: str) -> Found[T] | None:
        """Return the term of which a name is a variant, the closest; nothing for known names."""
        return None if self.knows(name) else min(self.alike(name), key=_rank, default=None)

    def alike(self, name: str) -> Iterator[Found[T]]:
        """Yield the terms of which a name is a variant, or which it is, in no order."""
        if alias := self._forms.get(name):
            yield *alias, Match(("alias",))
        elif indexable(name):
            for entry in self._candidates(name):
                match = spelt_alike(entry.form, name)
                if len(name) < SURE_LETTERS and plain(name) != plain(entry.form):
                    continue
                if match and entry.form == entry.term:
                    yield entry.term, entry.payload, match
                elif match and _bare(entry.form) == _bare(name):
                    # "Al-Khalil" is Hebron, but "Khalil" is a man.
                    rules = "alias", *match.rules
                    yield entry.term, entry.payload, Match(rules, match.cost)

    def _candidates(self, name: str) -> Iterator[Entry[T]]:
        """Yield the entries that share a skeleton with a name and sound like it."""
        for reading in readings(name):
            for skeleton in reading.skeletons():
                for entry in self._terms.get(skeleton, ()):
                    if any(compare(reading, r)[0] < NEVER for r in readings(entry.form)):
                        yield entry


def _bare(name: str) -> bool:
    """Tell whether a name begins without an article."""
    return ARTICLE_FIRST.match(name) is None


def _rank(found: tuple[str, object, Match]) -> tuple[float, int]:
    """Return the sort key that puts the closer of two matches first."""
    return found[2].cost, len(found[2].rules)


@lru_cache(maxsize=16384)
def _skeletons(term: str) -> tuple[str, ...]:
    """Return the skeletons under which a term is found; acronyms have no variants."""
    return keys(term) if indexable(term) and not ACRONYM.search(term) else ()


@lru_cache(maxsize=16384)
def indexable(name: str) -> bool:
    """Tell whether a name has enough letters to have variants: not short acronyms, not codes."""
    letters = sum(map(str.isalpha, name))
    if ACRONYM.search(name) and not (name.isupper() and letters > 4):
        return False
    if (
        not 3 <= letters <= LONGEST
        or not any(map(str.isupper, name))
        or any(map(str.isdigit, name))
    ):
        return False
    return not fixed(plain(name)) and any(len(skeleton) >= SHORTEST for skeleton in keys(name))


@lru_cache(maxsize=16384)
def _stretches(run: str) -> Sequence[tuple[int, int, str]]:
    """Return what may be a name in a run of words, the longest first, with its first word.

    A possessive s does not belong to it.
    """
    pieces = [match.span() for match in PIECE.finditer(run)]
    single = [b - a == 1 and run[b : b + 1].isspace() for a, b in pieces]
    capital = [any(map(str.isupper, run[a : a + 2])) for a, _ in pieces]
    found = []
    for first, (start, stop) in enumerate(pieces):
        words = 0
        for last in range(first, len(pieces)):
            words += capital[last]
            if words > MOST_WORDS:
                break
            end = pieces[last][1]
            end -= len(tail[0]) if (tail := TAIL.search(run, start, end)) else 0
            if capital[last] and not single[first]:
                found.append((start, end, run[start : min(stop, end)]))
    return sorted(found, key=lambda span: span[0] - span[1])


def _in_small_letters(text: str, word: str, place: int) -> bool:
    """Tell whether a text uses a word in small letters near a place as well: it is no name then."""
    small = word.lower()
    start, end = max(0, place - REACH), place + REACH
    if " " in word or small == word or text.find(small, start, end) < 0:
        return False
    whole = rf"(?<![\p{{L}}\p{{M}}-]){regex.escape(small)}(?![\p{{L}}\p{{M}}-])"
    return regex.search(whole, text, pos=start, endpos=end) is not None


def _outermost(hits: Iterable[Hit[T]]) -> Iterator[Hit[T]]:
    """Yield the longest hits, of those as long the closest, none that overlaps another."""
    taken: list[Hit[T]] = []
    for hit in sorted(hits, key=lambda h: (h.start - h.end, h.match.cost, h.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in taken):
            taken.append(hit)
    yield from sorted(taken, key=lambda h: h.start)
