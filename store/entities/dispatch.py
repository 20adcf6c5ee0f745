"""Which rules are worth a try at a stretch, told from the few characters beside it.

Some ninety rules build on what gazetteers find, and at a given place nearly none applies. Before a
rule's patterns are run, they are asked once whether a match could go on from the characters that
stand there, by a partial match; the answer is remembered for those characters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

import regex

from store.entities.overlap import Proposal
from store.entities.rules import Pattern, Rule
from store.room import make_room

BESIDE = 6
"""Code points before and after a stretch that are looked at: mostly a space and five letters."""
REMEMBERED = 20_000
"""Answers that are remembered of one side of a group of rules, before they are all forgotten."""
SIGNS_FIRST = regex.compile(r"[^\w\p{M}]*")
SIGNS_LAST = regex.compile(r"(?r)[^\w\p{M}]*")


class Dispatch:
    """The rules that build on others' findings, by the labels and rules that they name."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = [rule for rule in rules if rule.on]
        self._groups: dict[tuple[str, str], Group | None] = {}
        self._alike: dict[frozenset[int], Group] = {}
        """The same groups by the numbers of their rules, for spellings have a rule each."""

    def made(self, text: str, found: Iterable[Proposal]) -> list[Proposal]:
        """Return what the rules make of what others found in the text.

        Rule by rule, not place by place: a pattern that has just run runs twice as fast again.
        """
        alike: defaultdict[tuple[str, str], list[Proposal]] = defaultdict(list)
        for each in found:
            alike[each[2], each[3]].append(each)
        wanted: list[list[Proposal]] = [[] for _ in self._rules]
        for key, places in alike.items():
            group = self._groups[key] if key in self._groups else self._group(key)
            if group is not None:
                make_room()
                group.sort(text, places, wanted)
        made: list[Proposal] = []
        for rule, places in zip(self._rules, wanted, strict=True):
            if places:
                make_room()
                made += rule.adjoin(text, places)
        return made

    def _group(self, key: tuple[str, str]) -> Group | None:
        """Return the rules that build on a label or on the rule or gazetteer that gave it."""
        if len(self._groups) >= REMEMBERED:
            self._groups.clear()
        numbers = frozenset(
            number for number, rule in enumerate(self._rules) if not set(key).isdisjoint(rule.on)
        )
        if numbers not in self._alike:
            self._alike[numbers] = Group(
                {number: self._rules[number] for number in sorted(numbers)}
            )
        return self._groups.setdefault(key, self._alike[numbers] if numbers else None)


class Group:
    """Rules that build on the same, by their numbers; a set of them is an int, a bit a rule."""

    def __init__(self, numbered: Mapping[int, Rule]) -> None:
        self._numbers = tuple(numbered)
        rules = tuple(numbered.values())
        self._sided = sum((not rule.pattern) << bit for bit, rule in enumerate(rules))
        """The rules that look at what stands before and after."""
        self._before = Answers(rules, may_follow) if any(rule.before for rule in rules) else None
        self._after = Answers(rules, may_precede) if any(rule.after for rule in rules) else None
        self._at = Answers(rules, may_begin) if any(rule.pattern for rule in rules) else None
        self._sets: dict[int, Sequence[int]] = {}

    def sort(self, text: str, places: Iterable[Proposal], wanted: Sequence[list[Proposal]]) -> None:
        """Add each place to the lists of the rules that may apply there; none is left out."""
        before, after, at, sets = self._before, self._after, self._at, self._sets
        for place in places:
            start, end = place[0], place[1]
            bits = self._sided
            if after is not None:
                bits &= after[text[end - 1 : end + BESIDE]]
            if bits and before is not None:
                bits &= before[text[start - BESIDE if start > BESIDE else 0 : start]]
            if at is not None:
                # A pattern may look back at the character before, or begin with it.
                bits |= at[(text[start - 1] if start else "\n") + text[start : end + BESIDE]]
            if bits:
                for number in sets[bits] if bits in sets else self._set(bits):
                    wanted[number].append(place)

    def _set(self, bits: int) -> Sequence[int]:
        """Return the rules of a set."""
        members = (number for bit, number in enumerate(self._numbers) if bits >> bit & 1)
        return self._sets.setdefault(bits, tuple(members))


class Answers(dict[str, int]):
    """Of which rules some characters may be a part, by these characters."""

    def __init__(self, rules: Sequence[Rule], ask: Callable[[Rule, str], bool]) -> None:
        super().__init__()
        self._rules = rules
        self._ask = ask

    def __missing__(self, beside: str) -> int:
        """Ask the rules, and remember what they say."""
        if len(self) >= REMEMBERED:
            self.clear()
        bits = sum(self._ask(rule, beside) << bit for bit, rule in enumerate(self._rules))
        self[beside] = bits
        return bits


def may_follow(rule: Rule, beside: str) -> bool:
    """Tell whether a rule's `before` may end with the characters before a stretch."""
    before = rule.sides[1]
    # Shortened to begin with a word: at a sign, `\b` would be asked what cannot be seen.
    signs = SIGNS_FIRST.match(beside)
    seen = beside[signs.end() if signs else 0 :]
    return not rule.pattern and (before is None or not seen or possible(before, seen, 0))


def may_precede(rule: Rule, beside: str) -> bool:
    """Tell whether a rule's `after` may begin with the characters after the first of these."""
    after, seen = rule.sides[0], _to_a_word(beside)
    return not rule.pattern and (after is None or len(seen) < 2 or possible(after, seen, 1))


def may_begin(rule: Rule, beside: str) -> bool:
    """Tell whether a rule's `pattern` may begin with these characters, the first a sign or not."""
    if not rule.pattern:
        return False
    seen = _to_a_word(beside)
    signed = beside[0] in rule.sign and possible(rule.compiled, seen, 0)
    return signed or possible(rule.compiled, seen, 1)


def _to_a_word(beside: str) -> str:
    """Return the characters shortened to end with a word."""
    signs = SIGNS_LAST.match(beside)
    return beside[: signs.start() if signs else None]


def possible(pattern: Pattern, seen: str, start: int) -> bool:
    """Tell whether a match of a pattern from a place on can go on beyond what is seen."""
    return pattern.match(seen, start, partial=True) is not None
