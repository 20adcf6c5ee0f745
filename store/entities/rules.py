"""Rules: patterns that propose entities, read from TOML files.

A file holds an optional table `[fragments]` of patterns to be reused as `{{name}}`, and any
number of `[[rule]]`: `name`, `label`, `why`, the examples `match` (the entity between « and »)
and `no_match`, optionally `canonical` (a template such as `\\g<number>`) and `priority`, and either

- `pattern`, searched in the whole text; the group `entity`, if there is one, is the entity;
  with `needs`, only in a text that holds one of these strings, which spares time; or
- `on`, labels or names of gazetteers and rules, with `before`, `after` or both: patterns that
  must adjoin a stretch proposed so. A group `entity` in them belongs to the entity as well; a
  group `only` is the entity in place of the stretch. `before` cannot look ahead into it; or
- `on` and `pattern`, which is matched where such a stretch begins, sparing the search.

The clue `digits` stands at every word that begins with a digit. Patterns see words that a
gazetteer marks `plain`, such as "The", in small letters.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeAlias

import regex

from store.entities.overlap import Proposal
from store.errors import RuleError

TIMEOUT = 1.0
"""Seconds that one search may take in a text of up to `TIMEOUT_SIZE` code points."""
TIMEOUT_SIZE = 1_000_000
WINDOW = 400
"""Code points before and after a stretch that `on` rules look at."""

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
    canonical: str = ""
    priority: int = 0
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()

    guarded: bool = True
    """Whether each look at a stretch is timed; shipped rules are tested instead, for speed."""

    @cached_property
    def _pattern(self) -> Pattern:
        return compiled(self.pattern, self.where)

    @cached_property
    def _sides(self) -> tuple[Pattern | None, Pattern | None]:
        """The patterns for what stands after and before a stretch."""
        after = compiled(self.after, self.where) if self.after else None
        return after, compiled(f"(?r){self.before}", self.where) if self.before else None

    def check(self) -> None:
        """Compile what the rule consists of.

        Raises:
            RuleError: if a pattern is not valid.
        """
        _ = self._pattern, self._sides

    def search(self, text: str) -> Iterator[Proposal]:
        """Yield what the pattern proposes in the text, skipping empty matches.

        A search that exceeds its time ends early: a text cannot hang the program.
        """
        if self.needs and not any(needed in text for needed in self.needs):
            return
        limit = TIMEOUT * max(1.0, len(text) / TIMEOUT_SIZE)
        try:
            for match in self._pattern.finditer(text, timeout=limit):
                if proposal := self._proposal(match):
                    yield proposal
        except TimeoutError:
            return

    def adjoin(self, text: str, found: Proposal) -> Proposal | None:
        """Return what the rule makes of a stretch that another proposed, if it applies."""
        limit = TIMEOUT if self.guarded else None
        try:
            if self.pattern:
                match = self._pattern.match(text, found.start, found.end + WINDOW, timeout=limit)
                return self._proposal(match) if match else None
            return self._around(text, found, limit)
        except TimeoutError:
            return None

    def _around(self, text: str, found: Proposal, limit: float | None) -> Proposal | None:
        """Return what `before` and `after` make of a stretch."""
        start, end = found.start, found.end
        after, before = self._sides
        for pattern, low, high in ((after, end, end + WINDOW), (before, start - WINDOW, start)):
            if pattern is None:
                continue
            match = pattern.match(text, max(0, low), high, timeout=limit)
            if match is None:
                return None
            groups = pattern.groupindex
            if "only" in groups:
                start, end = match.span("only")
            elif "entity" in groups and match.start("entity") >= 0:
                start, end = min(start, match.start("entity")), max(end, match.end("entity"))
        # What is more than the name is something else: commanders of a group are not the group.
        canonical = found.canonical if (start, end) == (found.start, found.end) else ""
        return Proposal(start, end, self.label, self.name, canonical, self.priority)

    def _proposal(self, match: Match) -> Proposal | None:
        """Return what a match of `pattern` proposes, unless it is empty."""
        start, end = match.span("entity") if "entity" in match.re.groupindex else (-1, -1)
        start, end = match.span() if start < 0 else (start, end)
        name = match.expandf(self.canonical) if self.canonical else ""
        made = Proposal(start, end, self.label, self.name, name, self.priority)
        return made if start < end else None


@cache
def compiled(pattern: str, where: str) -> Pattern:
    """Compile a pattern of a rule.

    Raises:
        RuleError: if it is not valid, naming the place and what is wrong.
    """
    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise RuleError(f"{where}: not a valid pattern ({error}); correct it") from error


def read_rules(path: Path) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Read the fragments and the raw rules of one file.

    Raises:
        RuleError: if the file is not valid TOML or holds other tables.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"{path} cannot be read as TOML ({error}); mend or remove it") from error
    if unknown := sorted(data.keys() - {"fragments", "rule"}):
        raise RuleError(f"{path}: unknown table {unknown[0]!r}; use [fragments] and [[rule]]")
    return data.get("fragments", {}), data.get("rule", [])


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
    for key in values.keys() & {"pattern", "before", "after"}:
        values[key] = fill(values[key], fragments, where)
    values |= {"name": f"{path.stem}.{raw['name']}", "where": where, "guarded": guarded}
    return Rule(**values)


def fill(pattern: str, fragments: Mapping[str, str], where: str, depth: int = 8) -> str:
    """Put fragments in place of their names, also those that fragments hold.

    Raises:
        RuleError: if a fragment is unknown or holds itself.
    """

    def one(match: Match) -> str:
        name = match[1]
        if name not in fragments or not depth:
            raise RuleError(f"{where}: no fragment {name!r}, or it holds itself; see [fragments]")
        return f"(?:{fill(fragments[name], fragments, where, depth - 1)})"

    return FRAGMENT.sub(one, pattern)
