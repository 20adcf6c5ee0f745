"""The recogniser: rules and gazetteers together."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import regex
from msgspec import structs

from store.entities.clues import lowered, numbers
from store.entities.dispatch import Dispatch
from store.entities.document import define, learn
from store.entities.foreign import Foreign
from store.entities.gazetteer import Gazetteer, Term, Tokens, read_terms
from store.entities.learned import Learned
from store.entities.overlap import STOP, Proposal, choose, entities, joined
from store.entities.packed import Meaning, Packed
from store.entities.pausing import uncollected
from store.entities.rules import Rule, build, read_rules
from store.entities.runs import runs
from store.entities.spellings import Spellings
from store.errors import RuleError
from store.model import Entity, Span
from store.room import Stopped, make_room

SHIPPED = Path(__file__).parent / "data"
"""The folder of the rules and gazetteers that come with spantag."""


CODE = Path(__file__).parent
CODE_AND_DATA = {".py", ".toml", ".tsv", ".txt"}
STRETCH = 50_000
"""Code points that are looked at at a time."""
MARGIN = 600
"""Code points around them that are seen as well: more than any rule looks at."""
MOST_NAMES = 50_000
"""Different runs of capitalised words up to which they are collected."""
KEPT = 1_000_000
"""Code points up to which the words of a text are kept for the second look at it."""


@dataclass(frozen=True)
class Recogniser:
    """Finds mentions in texts; immutable, so that threads may share it."""

    rules: tuple[Rule, ...]
    gazetteer: Gazetteer
    labels: frozenset[str]
    """All labels that it can propose."""
    foreign: Foreign | None = None
    """Rules that are not spantag's own, which run in another process."""
    spellings: tuple[Spellings, ...] = ()
    """Other spellings of terms; those that come later are of terms over the others."""
    fingerprint: str = ""
    """What changes with the rules, the terms and the code: a hash in hexadecimal digits. Empty if
    they were not read from files."""

    @classmethod
    def load(cls, folders: Sequence[Path] = (SHIPPED,)) -> Recogniser:
        """Read all `*.toml` (rules) and `*.tsv` (gazetteers) of the folders, in this order.

        A rule of a later folder replaces one of the same file name and name; terms add up.

        Raises:
            RuleError: if a file cannot be used; it names the file, the place and what to do.
        """
        terms = [
            term
            for folder in folders
            for path in _files(folder, "tsv")
            for term in read_terms(path)
        ]
        found = fingerprint(path for folder in folders for path in _rule_files(folder))
        made = cls.of(load_rules(folders), terms)
        return replace(made, fingerprint=found, spellings=(Spellings(terms, mark=found),))

    @classmethod
    def of(cls, rules: Iterable[Rule], terms: Iterable[Term]) -> Recogniser:
        """Make a recogniser of rules and terms; what is guarded of the rules runs elsewhere."""
        rules, terms = tuple(rules), list(terms)
        foreign = Foreign(rule for rule in rules if rule.guarded)
        own = tuple(rule for rule in rules if not rule.guarded)
        labels = {rule.label for rule in rules} | {term.label for term in terms}
        shown = frozenset(label for label in labels if label != STOP and not label[:1].islower())
        foreigners = foreign if foreign.rules else None
        return cls(own, Gazetteer(terms), shown, foreigners, (Spellings(terms),))

    def prepare(self) -> Iterator[None]:
        """Do, bit by bit, what the first search would have to: half a second in all."""
        for spellings in self.spellings:
            spellings.prepare()
            yield
        for rule in self.rules:
            rule.check()
            yield

    def find(self, text: str, stop: Callable[[], bool] = lambda: False) -> list[Entity]:
        """Return the entities of a text, sorted by (start, -end, label).

        The first time takes up to a second longer: see `Spellings.prepare`.

        Raises:
            Stopped: soon after `stop` says so, which is asked before each stretch.
        """
        with uncollected():
            for spellings in self.spellings:
                spellings.prepare()
            return self._find(text, stop)

    def _find(self, text: str, stop: Callable[[], bool] = lambda: False) -> list[Entity]:
        """Return the entities of a text, in other spellings if these are ready.

        Time is linear in the length, and beside the result memory hardly grows with it: a text is
        read in stretches. What it explains anywhere is known everywhere.

        Raises:
            Stopped: as `find`.
        """
        pages: list[Page | None] = []
        seen = Seen()
        for page in pages_of(text):
            if stop():
                raise Stopped
            pages.append(self._read(page, seen, keep=len(text) <= KEPT))
        names = seen.names if len(seen.names) < MOST_NAMES else None
        learned = Learned(seen.terms.values(), self.spellings, names)
        found: list[Entity] = []
        reach = 0
        for place, first_look in enumerate(pages):
            if stop():
                raise Stopped
            make_room()
            assert first_look is not None
            winners, reach = _settled(first_look, text, learned, reach)
            found += entities(winners, first_look.low)
            pages[place] = None  # by and by the result takes the room of what it is made of
        return found

    def find_near(self, text: str, offset: int, around: int = 5000) -> list[Entity]:
        """Return the entities that begin within some code points of an offset, at once.

        What the rest of the text explains is not known to them, nor are other spellings of names
        before the first `find`.
        """
        low = max(0, offset - around - MARGIN)
        found = self._find(text[low : offset + around + MARGIN])
        near = [e for e in found if abs(e.span.start + low - offset) <= around]
        return [structs.replace(e, span=Span(e.span.start + low, e.span.end + low)) for e in near]

    def _read(self, page: Page, seen: Seen, keep: bool) -> Page:
        """Return a page with what rules and gazetteers say of it; add the terms it explains."""
        make_room()
        tokens = Tokens.of(page.text)
        proposals = self.propose(tokens, seen.hits)
        make_room()
        winners = choose(proposals)
        if defined := list(define(page.text, winners)):
            winners = choose([*proposals, *defined])
        for key, term in learn(page.text, winners).items():
            seen.terms.setdefault(key, term)
        if len(seen.names) < MOST_NAMES:
            seen.names.update(runs(page.text).names)
        if keep:
            return page._replace(text="", winners=winners, tokens=tokens)
        return page._replace(text="", winners=Packed(winners, seen.said))

    def propose(self, tokens: Tokens, hits: Counter[str] | None = None) -> list[Proposal]:
        """Return all that gazetteers and rules say of a text, clues and overlaps included.

        The hits of foreign rules in the document are counted in `hits`.
        """
        make_room()
        proposals = [*self.gazetteer.find(tokens), *numbers(tokens.text)]
        make_room()
        proposals += self._spelt(tokens.text)
        text = lowered(tokens.text, proposals)
        for rule in self.rules:
            if not rule.on:
                make_room()
                proposals += rule.search(text)
        if self.foreign is not None:
            proposals += self.foreign.search(text, proposals, Counter() if hits is None else hits)
        proposals += self.dispatch.made(text, proposals)
        return proposals

    def _spelt(self, text: str) -> Iterator[Proposal]:
        """Yield the terms in other spellings; what an earlier layer knows is none of a later."""
        for number, spellings in enumerate(self.spellings):
            for found in spellings.find(text):
                name = text[found.start : found.end]
                if not any(one.knows(name) for one in self.spellings[:number]):
                    yield found

    @cached_property
    def dispatch(self) -> Dispatch:
        """The rules that build on what others found."""
        return Dispatch(self.rules)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a text after a first look at it."""

    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    """What it explains."""
    hits: Counter[str] = field(default_factory=Counter)
    """Of foreign rules."""
    said: dict[Meaning, Meaning] = field(default_factory=dict)
    """What proposals say, each once."""
    names: set[str] = field(default_factory=set)
    """Its runs of capitalised words, unless they are very many."""


class Page(NamedTuple):
    """A stretch of a long text, `text[low:high]`, that overlaps the next by two margins."""

    low: int
    high: int
    text: str
    winners: Iterable[Proposal] = ()
    """What is found on it without the rest of the text; places count from `low`."""
    tokens: Tokens | None = None


def pages_of(text: str) -> Iterator[Page]:
    """Yield the pages of a text."""
    for start in range(0, len(text), STRETCH):
        low, high = max(0, start - MARGIN), min(len(text), start + STRETCH + MARGIN)
        yield Page(low, high, text[low:high])


def _settled(page: Page, text: str, learned: Learned, reach: int) -> tuple[list[Proposal], int]:
    """Return what stays of a page, from where the page before ended, and where it ends itself."""
    winners = list(page.winners)
    tokens = page.tokens or Tokens.of(text[page.low : page.high])
    known = {winner[:3] for winner in winners}
    # A name that was only inferred says nothing new of itself.
    again = [p for p in learned.find(tokens) if p[5] >= 0 or p[:3] not in known]
    make_room()
    winners = joined(winners, again)
    last = page.high == len(text)
    end = page.high - page.low - (0 if last else MARGIN)
    own = [winner for winner in winners if reach - page.low <= winner[0] < end]
    reach = page.low + max([end, *(winner[1] for winner in own)])
    return learned.named(own, tokens.text), reach


def load_rules(folders: Sequence[Path]) -> list[Rule]:
    """Return the rules of all files of the folders; fragments are shared, a file's own go first.

    Patterns are compiled at their first use, those of others in another process.

    Raises:
        RuleError: if a file cannot be used.
    """
    files = [(path, *read_rules(path)) for folder in folders for path in _files(folder, "toml")]
    shared = {name: text for _, fragments, _ in files for name, text in fragments.items()}
    rules: dict[str, Rule] = {}
    for path, fragments, tables in files:
        for table in tables:
            own = path.parent == SHIPPED
            rule = build(table, path, {**shared, **fragments}, guarded=not own)
            rules[rule.name] = rule
    return list(rules.values())


def fingerprint(paths: Iterable[Path]) -> str:
    """Return a hash of the contents of files in this order, and of all code and data of spantag's.

    It is the same in every process, and another with another version of Python or of `regex`.

    Raises:
        OSError: if a file cannot be read.
    """
    digest = hashlib.sha256(f"{sys.version} {regex.__version__}".encode())
    shipped = sorted(path for path in CODE.rglob("*") if path.suffix in CODE_AND_DATA)
    for path in (*shipped, *(path for path in paths if CODE not in path.parents)):
        data = path.read_bytes()
        digest.update(f"{path.name} {len(data)}\n".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()


def _rule_files(folder: Path) -> list[Path]:
    """Return all files of a folder that say something."""
    return [*_files(folder, "tsv"), *_files(folder, "toml")]


def _files(folder: Path, suffix: str) -> list[Path]:
    """Return the files of a folder with that suffix, sorted by name."""
    if not folder.is_dir():
        raise RuleError(f"{folder} is no folder of rules; name one that exists")
    return sorted(folder.glob(f"*.{suffix}"))
