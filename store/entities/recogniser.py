"""The recogniser: rules and gazetteers together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from store.entities.document import define, learn
from store.entities.gazetteer import Gazetteer, Term, Tokens, read_terms
from store.entities.overlap import STOP, Proposal, resolve
from store.entities.rules import Rule, build, read_rules
from store.errors import RuleError
from store.model import Entity

SHIPPED = Path(__file__).parent / "data"
"""The folder of the rules and gazetteers that come with spantag."""


PLAIN = "plain"
"""The clue of words that are capitalised without being names."""


ATTACHED = frozenset("-–/.'’&")
"""What joins a word to the next: "A" in "A-10" is not the article."""


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
        proposals += define(text, resolve(proposals))
        terms = Gazetteer(learn(text, resolve(proposals)))
        return resolve([*proposals, *terms.find(tokens)])

    def propose(self, tokens: Tokens) -> list[Proposal]:
        """Return all that gazetteers and rules say of a text, clues and overlaps included."""
        proposals = [*self.gazetteer.find(tokens), *digits(tokens)]
        text = lowered(tokens.text, proposals)
        adjoining: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            if not rule.on:
                proposals += rule.search(text)
            for name in rule.on:
                adjoining[name].append(rule)
        for found in tuple(proposals):
            for rule in (*adjoining.get(found.label, ()), *adjoining.get(found.rule, ())):
                if made := rule.adjoin(text, found):
                    proposals.append(made)
        return proposals


def digits(tokens: Tokens) -> Iterator[Proposal]:
    """Yield a clue at every word that begins with a digit."""
    for word, start, end in zip(tokens.folded, tokens.starts, tokens.ends, strict=True):
        if word[0].isdigit():
            yield Proposal(start, end, "digits", "digits")


def lowered(text: str, proposals: Iterable[Proposal]) -> str:
    """Return the text as patterns see it: words marked `plain` begin with a small letter.

    So a pattern for names passes over "The" at the beginning of a sentence. No offset changes.
    """
    letters = list(text)
    for proposal in proposals:
        if proposal.label == PLAIN and text[proposal.end : proposal.end + 1] not in ATTACHED:
            small = letters[proposal.start].lower()
            letters[proposal.start] = small if len(small) == 1 else letters[proposal.start]
    return "".join(letters)


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
