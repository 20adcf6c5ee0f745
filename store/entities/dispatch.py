"""Which rules are worth a try at a stretch, told from the few characters beside it.

Some ninety rules build on what gazetteers find, and at a given place nearly none applies. Before a
rule's patterns are run, they are asked once whether a match could go on from the characters that
stand there, by a partial match; the answer is remembered for those characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import regex

from store.entities.overlap import Proposal
from store.entities.rules import Pattern, Rule

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

    def made(self, text: str, found: Iterable[Proposal]) -> list[Proposal]:
        """Return what the rules make of what others found in the text.

        Rule by rule, not place by place: a pattern that has just run runs twice as fast again.
        """
        wanted: list[list[Proposal]] = [[] for _ in self._rules]
        groups = self._groups
        for each in found:
            key = (each[2], each[3])
            group = groups[key] if key in groups else self._group(key)
            if group is not None:
                for number in group.likely(text, each[0], each[1]):
                    wanted[number].append(each)
        return [
            proposal
            for rule, places in zip(self._rules, wanted, strict=True)
            for proposal in (rule.adjoin(text, places) if places else ())
        ]

    def _group(self, key: tuple[str, str]) -> Group | None:
        """Return the rules that build on a label or on the rule or gazetteer that gave it."""
        rules = {
            number: rule
            for number, rule in enumerate(self._rules)
            if not set(key).isdisjoint(rule.on)
        }
        return self._groups.setdefault(key, Group(rules) if rules else None)


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
        self._sets: dict[int, Sequence[int]] = {0: ()}

    def likely(self, text: str, start: int, end: int) -> Sequence[int]:
        """Return the rules that may apply at a stretch; no rule that applies is missing."""
        bits = self._sided
        if self._after is not None:
            bits &= self._after[text[end - 1 : end + BESIDE]]
        if bits and self._before is not None:
            bits &= self._before[text[start - BESIDE if start > BESIDE else 0 : start]]
        if self._at is not None:
            # One character before is seen as well: a pattern may look back at it, or be a sign.
            bits |= self._at[(text[start - 1] if start else "\n") + text[start : end + BESIDE]]
        return self._sets[bits] if bits in self._sets else self._set(bits)

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
