"""The recogniser: rules and gazetteers together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from store.entities.clues import lowered, numbers
from store.entities.dispatch import Dispatch
from store.entities.document import define, learn
from store.entities.gazetteer import Gazetteer, Term, Tokens, read_terms
from store.entities.overlap import STOP, Proposal, choose, entities
from store.entities.rules import Rule, build, read_rules
from store.errors import RuleError
from store.model import Entity

SHIPPED = Path(__file__).parent / "data"
"""The folder of the rules and gazetteers that come with spantag."""


@dataclass(frozen=True)
class Recogniser:
    """Finds mentions in texts; immutable, so that threads may share it."""

    rules: tuple[Rule, ...]
    gazetteer: Gazetteer
    labels: frozenset[str]
    """All labels that it can propose."""

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
        return cls.of(load_rules(folders), terms)

    @classmethod
    def of(cls, rules: Iterable[Rule], terms: Iterable[Term]) -> Recogniser:
        """Make a recogniser of rules and terms."""
        rules, terms = tuple(rules), list(terms)
        labels = {rule.label for rule in rules} | {term.label for term in terms}
        shown = frozenset(label for label in labels if label != STOP and not label[:1].islower())
        return cls(rules, Gazetteer(terms), shown)

    def find(self, text: str) -> list[Entity]:
        """Return the entities of a text, sorted by (start, -end, label)."""
        tokens = Tokens.of(text)
        proposals = self.propose(tokens)
        winners = choose(proposals)
        if defined := list(define(text, winners)):
            winners = choose([*proposals, *defined])
        terms = Gazetteer(learn(text, winners).values())
        return entities(choose([*winners, *terms.find(tokens)]))

    def propose(self, tokens: Tokens) -> list[Proposal]:
        """Return all that gazetteers and rules say of a text, clues and overlaps included."""
        proposals = [*self.gazetteer.find(tokens), *numbers(tokens.text)]
        text = lowered(tokens.text, proposals)
        for rule in self.rules:
            if not rule.on:
                proposals += rule.search(text)
        proposals += self.dispatch.made(text, proposals)
        return proposals

    @cached_property
    def dispatch(self) -> Dispatch:
        """The rules that build on what others found."""
        return Dispatch(self.rules)


def load_rules(folders: Sequence[Path]) -> list[Rule]:
    """Return the rules of all files of the folders; fragments are shared, a file's own go first.

    Shipped patterns, which tests check, compile at their first use; those of others at once.

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
            if not own:
                rule.check()
            rules[rule.name] = rule
    return list(rules.values())


def _files(folder: Path, suffix: str) -> list[Path]:
    """Return the files of a folder with that suffix, sorted by name."""
    if not folder.is_dir():
        raise RuleError(f"{folder} is no folder of rules; name one that exists")
    return sorted(folder.glob(f"*.{suffix}"))
