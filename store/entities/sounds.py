"""How a name sounds: its consonants, the vowels between them, and what differences are worth.

Two spellings are compared where their consonants agree in kind, one by one: then each pair of
consonants and each pair of vowel groups has a cost and a rule, from `data/variants/sounds.toml`.
It is the edit distance with classes of equivalent characters of Freeman, Condon and Ackerman,
"Cross Linguistic Name Matching in English and Arabic" (HLT-NAACL 2006), the classes as an index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, islice, product
from typing import TypeAlias

import regex

from store.entities.folding import DATA, read_toml

Cost: TypeAlias = "tuple[float, tuple[str, ...]]"
"""What a difference is worth, and the rules that allow it."""
NEVER = 99.0
FREE: Cost = (0.0, ())
VOWELS = "aeiouywv'"
MOST_KEYS = 8
"""Readings of one word that are kept; more than three ambiguous consonants are rare."""

MOST_VOWELS = 24
"""Letters of two groups of vowels that are compared; names have fewer, and the time is squared."""
AMBIGUOUS = frozenset({"th", "$"})
SMALL = [
    (regex.compile(pattern), sign)
    for pattern, sign in (
        ("ee|ii|iy(?![aeou])", "i"),
        ("oo|ou|uu", "u"),
        ("[ae][iy]", "E"),
        ("i(?=[aou])", "y"),
        ("a[uw]|ow", "O"),
    )
]
GLIDE = regex.compile("v|[wy](?=[aeiou])")
FEMININE = regex.compile("[iy]+[ae]h?$")
"""An ending that makes another name of one: "Sarmadia" of "Sarmada"; but not after s, where it
is Ukrainian: "Vinnytsia"."""
SHORT = ("a", "e", "ah", "eh")
SLAVIC = regex.compile("[eiouy]*v")
"""What -iv and -ov have in common: Ukrainian i for Russian o and e in a closed syllable."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """A word taken apart: `vowels[0] consonants[0] vowels[1] ... vowels[-1]`; no vowel is ""."""

    consonants: tuple[str, ...]
    vowels: tuple[str, ...]
    doubled: tuple[bool, ...]
    """Which consonants are written twice."""
    weight: int
    """How many sounds carry the word: consonants, v, and w and y before a vowel."""

    def then(self, other: Sounds) -> Sounds:
        """Return the sounds of both, one after the other."""
        middle = self.vowels[-1] + other.vowels[0]
        vowels = (*self.vowels[:-1], middle, *other.vowels[1:])
        doubled = self.doubled + other.doubled
        weight = self.weight + other.weight
        return Sounds(self.consonants + other.consonants, vowels, doubled, weight)

    def skeletons(self) -> Iterator[str]:
        """Yield the skeletons: `A` if a vowel begins it, then the class of each consonant."""
        classes = _rules().classes
        first = "A" if self.vowels[0].strip("'") else ""
        if AMBIGUOUS.isdisjoint(self.consonants):
            yield first + "".join([classes[c][0] for c in self.consonants])
            return
        for choice in islice(product(*(classes[c] for c in self.consonants)), MOST_KEYS):
            yield first + "".join(choice)


@dataclass(frozen=True, slots=True)
class Rules:
    """What `sounds.toml` says, by pairs in both orders."""

    classes: Mapping[str, tuple[str, ...]]
    consonants: Mapping[tuple[str, str], float]
    final: Mapping[tuple[str, str], float]
    vowels: Mapping[tuple[str, str], float]
    ending: Mapping[tuple[str, str], float]
    extra: Mapping[str, float]
    length: Mapping[str, float]
    limits: tuple[float, ...]


@cache
def _rules() -> Rules:
    """Read `sounds.toml` once.

    Raises:
        RuleError: if it cannot be read.
    """
    raw = read_toml(DATA / "sounds.toml")
    classes: dict[str, tuple[str, ...]] = {}
    for name, members in raw["classes"].items():
        for member in members.split():
            classes[member] = (*classes.get(member, ()), name)
    pairs = {name: _pairs(raw[name]) for name in ("consonants", "final", "vowels", "ending")}
    limits = tuple(raw["limits"][str(n)] for n in range(len(raw["limits"])))
    return Rules(
        classes, **pairs, extra=dict(raw["extra"]), length=dict(raw["length"]), limits=limits
    )


def _pairs(table: Mapping[str, float]) -> dict[tuple[str, str], float]:
    """Return a table by pairs, in both orders; `-` is nothing."""
    found: dict[tuple[str, str], float] = {}
    for pair, cost in table.items():
        a, b = pair.replace("-", "").split(" ")
        found[a, b] = found[b, a] = cost
    return found


@cache
def _consonant() -> regex.Pattern[str]:
    """Return the pattern of one consonant, doubled or not; h at the end belongs to its vowel."""
    many = sorted((c for c in _rules().classes if len(c) > 1), key=lambda c: -len(c))
    strong = "|".join(many) + "|[b-df-gj-np-tz$]"
    weak = "h(?!$)|(?<![ae'])h"
    # "ddh" and "tth" are doubled "dh" and "th", for a digraph's first letter alone is doubled too.
    return regex.compile(rf"(?:([dtskgzc])(?=\1h))?({strong}|{weak})(?:\2)*")


@lru_cache(maxsize=16384)
def sounds(word: str) -> Sounds:
    """Take a folded word of Latin letters and apostrophes apart."""
    consonants: list[str] = []
    vowels: list[str] = []
    doubled: list[bool] = []
    place = 0
    for match in _consonant().finditer(word):
        vowels.append(word[place : match.start()])
        consonants.append(match[2])
        doubled.append(match[0] != match[2])
        place = match.end()
    vowels.append(word[place:])
    weight = len(consonants) + len(GLIDE.findall(word))
    return Sounds(tuple(consonants), tuple(vowels), tuple(doubled), weight)


def limit(a: Sounds, b: Sounds) -> float:
    """Return how much two names may differ, by the shorter."""
    limits = _rules().limits
    return limits[min(a.weight, b.weight, len(limits) - 1)]


def difference(a: Sounds, b: Sounds, allowed: float = NEVER) -> Cost:
    """Return what two words differ in; `NEVER` if more than allowed, or in kinds of consonants."""
    if len(a.consonants) != len(b.consonants):
        return NEVER, ()
    last = len(a.consonants)
    ends = a.vowels[last], b.vowels[last]
    feminine = any(FEMININE.match(one) for one in ends) and any(one in SHORT for one in ends)
    if feminine and a.consonants[-1:] != ("s",):
        return NEVER, ()
    closed = not (a.vowels[last] or b.vowels[last])
    parts = [
        consonant_cost(one, other, closed and i == last - 1)
        for i, (one, other) in enumerate(zip(a.consonants, b.consonants, strict=True))
        if one != other
    ]
    cost = sum((part[0] for part in parts), 0.0)
    for i, (one, other) in enumerate(zip(a.vowels, b.vowels, strict=True)):
        if cost > allowed:
            return NEVER, ()
        if one != other:
            parts.append(vowel_cost(one, other, i == last))
            cost += parts[-1][0]
    if cost > allowed:
        return NEVER, ()
    doubled = ("doubled letter",) if a.doubled != b.doubled else ()
    return cost, tuple(dict.fromkeys(chain(*(part[1] for part in parts), doubled)))


@cache
def consonant_cost(a: str, b: str, at_end: bool) -> Cost:
    """Return what one consonant in place of another is worth."""
    if a == b:
        return FREE
    rules = _rules()
    cost = rules.consonants.get((a, b), NEVER)
    if at_end:
        cost = min(cost, rules.final.get((a, b), NEVER))
    return cost, ("consonant " + "/".join(sorted((a, b))),)


@lru_cache(maxsize=16384)
def vowel_cost(a: str, b: str, last: bool) -> Cost:
    """Return what the vowels between two consonants, or after the last, differ in."""
    if a == b:
        return FREE
    if len(a) + len(b) > MOST_VOWELS:
        return NEVER, ()
    if "'" in a + b:
        return _with("apostrophe", vowel_cost(_bare(a), _bare(b), last))
    if last and (a[-1:] == "h") != (b[-1:] == "h"):
        return _with("final h", vowel_cost(a.rstrip("h"), b.rstrip("h"), last))
    if last and not (a and b) and (a, b) not in _rules().ending:
        return NEVER, ()
    if last and (a[-1:], b[-1:]) in _rules().ending:
        stems = align(a[:-1], b[:-1])
        cost = _rules().ending[a[-1:], b[-1:]] + stems[0]
        return min((cost, (*stems[1], f"ending -{a[-1:]}/-{b[-1:]}")), _vowels(a, b))
    return _vowels(a, b)


def _vowels(a: str, b: str) -> Cost:
    """Return the cheapest way to see the difference of two groups of vowels."""
    ways = [align(a, b), align(_small(a), _small(b))]
    if SLAVIC.match(a) and SLAVIC.match(b):
        rest = align(SLAVIC.sub("", a, 1), SLAVIC.sub("", b, 1))
        ways.append((rest[0] + 0.3, ("-iv/-ov", *rest[1])))
    cost, rules = min(ways)
    return cost, rules or ("vowel " + "/".join(sorted((a or "-", b or "-"))),)


def _with(rule: str, cost: Cost) -> Cost:
    """Return the cost with one more rule, which is free."""
    return cost[0], (rule, *cost[1])


def _bare(vowels: str) -> str:
    """Return vowels without the sign of hamza or ayn, beside which length says nothing."""
    return vowels.replace("'", "").replace("aa", "a")


def _small(vowels: str) -> str:
    """Return vowels with one sign for each long one and each diphthong."""
    for pattern, sign in SMALL:
        vowels = pattern.sub(sign, vowels)
    return vowels


@lru_cache(maxsize=16384)
def align(a: str, b: str) -> Cost:
    """Return the cheapest alignment of two groups of vowels; they are a few letters long."""
    if a == b:
        return FREE
    ways: list[Cost] = []
    if a:
        ways.append(_add(_extra(a, b), align(a[1:], b)))
    if b:
        ways.append(_add(_extra(b, a), align(a, b[1:])))
    if a and b:
        ways.append(_add(_swap(a[0], b[0]), align(a[1:], b[1:])))
    return min(ways)


def _swap(a: str, b: str) -> Cost:
    """Return what one vowel in place of another is worth."""
    if a == b:
        return FREE
    cost = _rules().vowels.get((a, b), 1.5)
    return cost, ("vowel " + "/".join(sorted((_named(a), _named(b)))),)


def _extra(a: str, b: str) -> Cost:
    """Return what the first vowel of `a` is worth if `b` lacks it."""
    rules = _rules()
    letter, beside = a[0], (*a[1:2], *b[:1])
    alike = any(n == letter or rules.vowels.get((n, letter), 1.0) <= 0.1 for n in beside)
    if alike and letter in rules.length:
        return rules.length[letter], ("vowel length",)
    return rules.extra.get(letter, 0.0), (f"vowel {_named(letter)} left out",)


def _named(letter: str) -> str:
    """Return a vowel as the name of a rule shows it."""
    return {"E": "ay", "O": "aw"}.get(letter, letter)


def _add(a: Cost, b: Cost) -> Cost:
    """Return two costs together."""
    return a[0] + b[0], a[1] + b[1]
