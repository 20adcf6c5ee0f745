"""Rules: patterns that propose entities, read from TOML files.

A file holds an optional table `[fragments]` of patterns to be reused as `{{name}}`, and any
number of `[[rule]]`: `name`, `label`, `why`, the examples `match` (the entity between « and »)
and `no_match`, optionally `canonical` (a template such as `\\g<number>`) and `priority`, and either

- `pattern`, searched in the whole text; the group `entity`, if there is one, is the entity;
  with `needs`, only around these strings (100 code points), which spares time; or
- `on`, labels or names of gazetteers and rules, with `before`, `after` or both: patterns that
  must adjoin a stretch proposed so. A group `entity` in them belongs to the entity as well; a
  group `only` is the entity in place of the stretch. `before` cannot look ahead into it; or
- `on` and `pattern`, which is matched where such a stretch begins, sparing the search; or at
  the character before it, if that is one of `sign`.

The clue `digits` stands at every word that begins with a digit, `designation` at a capital from
which letters, `-` and `/` lead to a digit ("F/A-18"). Patterns see words that a gazetteer marks
`plain`, such as "The", in small letters. Rules that do not come with spantag are run in a process
of their own (`store.entities.guard`), which has limits of length, time and memory.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias, cast

import regex

from store.entities.overlap import Proposal, proposed
from store.errors import RuleError
from store.room import make_room

TIMEOUT = 0.5
"""Seconds of computing that a foreign pattern may take to search a stretch, or at one place."""
FILLED = 200_000
"""Code points of a pattern with its fragments."""
WINDOW = 400
"""Code points before and after a stretch that `on` rules look at."""

NEAR = 100
"""Code points before and after what a pattern `needs` within which it is searched."""

Pattern: TypeAlias = "regex.Pattern[str]"
Match: TypeAlias = "regex.Match[str]"

KEYS = {
    "name": str,
    "label": str,
    "why": str,
    "pattern": str,
    "needs": list,
    "on": list,
    "before": str,
    "after": str,
    "sign": str,
    "canonical": str,
    "priority": int,
    "match": list,
    "no_match": list,
}
NEEDED = ("name", "label", "why", "match", "no_match")
FRAGMENT = regex.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Rule:
    """One rule; `name` is `<file>.<name>`, patterns have their fragments filled in."""

    name: str
    label: str
    why: str
    where: str
    pattern: str = ""
    needs: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    sign: str = ""
    canonical: str = ""
    priority: int = 0
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()

    guarded: bool = True
    """Whether it is foreign: timed, and run by `store.entities.guard` only."""
    written: int = 0
    """Code points of its longest pattern before fragments were filled in."""

    @cached_property
    def compiled(self) -> Pattern:
        """The pattern, ready to be run."""
        return self._compile(self.pattern)

    @cached_property
    def sides(self) -> tuple[Pattern | None, Pattern | None]:
        """The patterns for what stands after and before a stretch."""
        after = self._compile(self.after) if self.after else None
        return after, self._compile(f"(?r){self.before}") if self.before else None

    @cached_property
    def _roles(self) -> tuple[str, str]:
        """The groups that tell what of `after` and `before` belongs to the entity, if any."""
        after, before = (side.groupindex if side else {} for side in self.sides)
        return _role(after), _role(before)

    def _compile(self, pattern: str) -> Pattern:
        ready = compiled(pattern, self.where)
        return cast(Pattern, Timed(ready)) if self.guarded else ready

    def check(self) -> None:
        """Compile what the rule consists of.

        Raises:
            RuleError: if a pattern is not valid.
        """
        _ = self.compiled, self.sides

    def search(self, text: str) -> Iterator[Proposal]:
        """Yield what the pattern proposes in the text, skipping empty matches.

        Raises:
            TimeoutError: if a foreign pattern takes too long.
        """
        for low, high in near(text, self.needs) if self.needs else ((0, len(text)),):
            for match in self.compiled.finditer(text, low, high):
                if match.end() == high < len(text):  # it may go on beyond what was searched
                    match = self.compiled.match(text, match.start()) or match
                if proposal := self._proposal(match):
                    yield proposal

    def adjoin(self, text: str, found: Iterable[Proposal]) -> Iterator[Proposal]:
        """Return what the rule makes of stretches that others proposed, where it applies.

        Raises:
            TimeoutError: if a foreign pattern takes too long.
        """
        if not self.pattern:
            return self._around(text, found)
        made = (self._at(text, start, end) for start, end, *_ in found)
        return (proposal for proposal in made if proposal is not None)

    def _at(self, text: str, start: int, end: int) -> Proposal | None:
        """Return what `pattern` makes of where a stretch begins, or of the sign before it."""
        match = None
        if self.sign and start and text[start - 1] in self.sign:
            match = self.compiled.match(text, start - 1, end + WINDOW)
        match = match or self.compiled.match(text, start, end + WINDOW)
        return self._proposal(match) if match else None

    def _around(self, text: str, found: Iterable[Proposal]) -> Iterator[Proposal]:
        """Yield what `before` and `after` make of stretches; in one loop, for it is run most."""
        after, before = (side and side.match for side in self.sides)
        ahead_role, behind_role = self._roles
        label, rule, priority = self.label, self.name, self.priority
        for start, end, _, _, canonical, _ in found:
            low, high = start, end
            if after is not None:
                match = after(text, end, end + WINDOW)
                if match is None:
                    continue
                if ahead_role:
                    low, high = _grown(match, ahead_role, low, high)
            if before is not None:
                match = before(text, start - WINDOW if start > WINDOW else 0, start)
                if match is None:
                    continue
                if behind_role:
                    low, high = _grown(match, behind_role, low, high)
            # What is more than the name is something else: commanders of a group are not the group.
            name = canonical if low == start and high == end else ""
            yield proposed(Proposal, (low, high, label, rule, name, priority))

    def _proposal(self, match: Match) -> Proposal | None:
        """Return what a match of `pattern` proposes, unless it is empty."""
        start, end = match.span("entity") if "entity" in match.re.groupindex else (-1, -1)
        start, end = match.span() if start < 0 else (start, end)
        name = match.expandf(self.canonical) if self.canonical else ""
        made = Proposal(start, end, self.label, self.name, name, self.priority)
        return made if start < end else None


class Timed:
    """A foreign pattern, of which no look at a text takes longer than `TIMEOUT`."""

    def __init__(self, pattern: Pattern) -> None:
        self._pattern = pattern
        self.groupindex = pattern.groupindex

    def match(
        self, text: str, low: int, high: int | None = None, *, partial: bool = False
    ) -> Match | None:
        """Match between two places.

        Raises:
            TimeoutError: if that takes too long.
        """
        return self._pattern.match(text, low, high, partial=partial, timeout=TIMEOUT)

    def finditer(self, text: str, low: int, high: int) -> Iterator[Match]:
        """Search between two places.

        Raises:
            TimeoutError: if that takes too long.
        """
        return self._pattern.finditer(text, low, high, timeout=TIMEOUT)


def _grown(match: Match, role: str, low: int, high: int) -> tuple[int, int]:
    """Return a stretch with what the group `entity` adds to it, or the group `only` instead."""
    first, last = match.span(role)
    if role == ONLY:
        return first, last
    return (min(low, first), max(high, last)) if first >= 0 else (low, high)


ENTITY, ONLY = "entity", "only"


def _role(groups: Mapping[str, int]) -> str:
    """Return the group of a side that tells what the entity is, empty if there is none."""
    return next((name for name in (ONLY, ENTITY) if name in groups), "")


def near(text: str, needs: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text within `NEAR` code points of one of some strings, in order."""
    places: list[int] = []
    for needed in needs:
        place = text.find(needed)
        while place >= 0:
            places.append(place)
            place = text.find(needed, place + 1)
    low = high = 0
    for place in sorted(places):
        if place - NEAR > high:
            if high:
                yield low, high
            low = place - NEAR
        high = min(place + NEAR, len(text))
    if high:
        yield low, high


@cache
def compiled(pattern: str, where: str) -> Pattern:
    """Compile a pattern of a rule.

    Raises:
        RuleError: if it is not valid, naming the place and what is wrong.
    """
    make_room()
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise RuleError(f"{where}: not a valid pattern ({error}); correct it") from error


def read_rules(path: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Read the fragments and the raw rules of one file.

    Raises:
        RuleError: if the file is not valid TOML or holds other tables.
    """
    make_room()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise RuleError(f"{path} cannot be read as TOML ({error}); mend or remove it") from error
    if unknown := sorted(data.keys() - {"fragments", "rule"}):
        raise RuleError(f"{path}: unknown table {unknown[0]!r}; use [fragments] and [[rule]]")
    fragments, tables = data.get("fragments", {}), data.get("rule", [])
    if not isinstance(fragments, dict) or not all(isinstance(f, str) for f in fragments.values()):
        raise RuleError(f"{path}: [fragments] must hold patterns in quotes; correct it")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise RuleError(f"{path}: write each rule under a line [[rule]]")
    return fragments, tables


def build(
    raw: Mapping[str, Any], path: Path, fragments: Mapping[str, str], guarded: bool = True
) -> Rule:
    """Return the rule that a table of a file stands for.

    Raises:
        RuleError: if a key is missing, unknown or of the wrong kind, or a fragment is unknown.
    """
    where = f"{path}, rule {raw.get('name', '(unnamed)')!r}"
    for key, value in raw.items():
        if key not in KEYS:
            raise RuleError(f"{where}: unknown key {key!r}; use {', '.join(KEYS)}")
        if not isinstance(value, KEYS[key]):
            raise RuleError(f"{where}: {key!r} must be a {KEYS[key].__name__}")
    if missing := [key for key in NEEDED if key not in raw]:
        raise RuleError(f"{where}: add the missing key {missing[0]!r}")
    sides = "before" in raw or "after" in raw
    if ("pattern" in raw) == sides or (sides and "on" not in raw):
        raise RuleError(f"{where}: give either 'pattern', or 'on' with 'before' or 'after'")
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}
    patterns = {key: values[key] for key in values.keys() & {"pattern", "before", "after"}}
    values["written"] = max(map(len, patterns.values()))
    filled: dict[str, str] = {}
    for key, pattern in patterns.items():
        values[key] = fill(pattern, fragments, where, filled)
    values |= {"name": f"{path.stem}.{raw['name']}", "where": where, "guarded": guarded}
    return Rule(**values)


def fill(
    pattern: str,
    fragments: Mapping[str, str],
    where: str,
    filled: dict[str, str],
    within: tuple[str, ...] = (),
) -> str:
    """Put fragments in place of their names, also those that fragments hold.

    Args:
        filled: the fragments that are ready; what is made here is added.
        within: the fragments of which the pattern is a part.

    Raises:
        RuleError: if a fragment is unknown or holds itself, or the result would be too long.
    """
    names = FRAGMENT.findall(pattern)
    for name in dict.fromkeys(names):
        if name not in fragments or name in within:
            raise RuleError(f"{where}: no fragment {name!r}, or it holds itself; see [fragments]")
        if name not in filled:
            part = fill(fragments[name], fragments, where, filled, (*within, name))
            filled[name] = f"(?:{part})"
    if len(pattern) + sum(len(filled[name]) for name in names) > FILLED:
        raise RuleError(f"{where}: with its fragments it is far too long; shorten it")
    return FRAGMENT.sub(lambda match: filled[match[1]], pattern)
