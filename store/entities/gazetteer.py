"""Lists of known names, and finding them in a text.

A gazetteer is a UTF-8 file of lines `term TAB label [TAB canonical]`; `#` starts a comment line.
A term with a capital letter matches as it is written, or all in capitals; a term without one
matches in any case, and with a plural `s`. Hyphens and spaces are alike, so are straight and
curly apostrophes, and `Al-` and `al-` at the beginning. Labels that begin with a small letter are
clues for rules and never shown; the label `-` marks what is no entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import regex

from store.entities.overlap import Proposal
from store.errors import RuleError

WORD = regex.compile(r"[\w\p{M}]+")
ALIKE = str.maketrans(
    dict.fromkeys("‘’ʼʻ`´ʿʾ", "'") | dict.fromkeys("-‐‑‒–", " ") | dict.fromkeys("\u200e\u200f", "")
)
ARTICLES = {"Al-": "al-", "al-": "Al-"}
"""The Arabic article, which writers capitalise or not."""


@dataclass(frozen=True, slots=True)
class Term:
    """One name of a gazetteer; `rule` says which."""

    text: str
    label: str
    rule: str
    canonical: str = ""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text with its words: their case-folded forms and where they begin and end."""

    text: str
    folded: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Split a text into words; linear in its length."""
        spans = [match.span() for match in WORD.finditer(text)]
        starts, ends = zip(*spans, strict=True) if spans else ((), ())
        return cls(text, tuple(text[a:b].casefold() for a, b in spans), starts, ends)


@dataclass(frozen=True, slots=True)
class Form:
    """How a term is compared: `before` and `after` are its signs outside of words ("U.S.")."""

    term: Term
    spelling: str
    any_case: bool
    before: int
    after: int

    def fits(self, stretch: str) -> bool:
        """Tell whether a stretch of text with the same words is this term."""
        if not self.any_case and stretch[0].islower() and self.spelling[0].isupper():
            return False
        found = spelling(stretch)
        if self.any_case:
            return found.casefold() == self.spelling
        return found == self.spelling or (
            len(found) > 3 and found.isupper() and found == self.spelling.upper()
        )


class Gazetteer:
    """All terms, by their words: one dictionary look-up a word of the text."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._forms: dict[tuple[str, ...], list[Form]] = {}
        lengths: dict[str, set[int]] = {}
        for term in terms:
            for words, form in _forms(term):
                self._forms.setdefault(words, []).append(form)
                lengths.setdefault(words[0], set()).add(len(words))
        self._lengths = {word: sorted(found, reverse=True) for word, found in lengths.items()}

    def find(self, tokens: Tokens) -> Iterator[Proposal]:
        """Yield every occurrence of every term, the longest first at each word."""
        folded = tokens.folded
        for first, word in enumerate(folded):
            for count in self._lengths.get(word, ()):
                words = folded[first : first + count]
                for form in self._forms.get(words, ()) if len(words) == count else ():
                    start = tokens.starts[first] - form.before
                    end = tokens.ends[first + count - 1] + form.after
                    if start >= 0 and form.fits(tokens.text[start:end]):
                        yield _proposal(start, end, form.term)


def _proposal(start: int, end: int, term: Term) -> Proposal:
    """Return what it means that a term stands there."""
    return Proposal(start, end, term.label, term.rule, term.canonical, term.priority)


def spelling(text: str) -> str:
    """Return the text with one kind of apostrophe, and spaces for hyphens and white space."""
    return " ".join(text.translate(ALIKE).split())


def read_terms(path: Path) -> list[Term]:
    """Read a gazetteer file; the terms' rule is `gazetteer.` and the file's name.

    Raises:
        RuleError: if a line is no term, naming file and line, or the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path} cannot be read as UTF-8 ({error}); mend or remove it") from error
    rule = f"gazetteer.{path.stem}"
    return [
        _term(line, f"{path}, line {number}", rule)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]


def _term(line: str, where: str, rule: str) -> Term:
    """Return the term that a line of a gazetteer stands for."""
    term, _, rest = line.rstrip("\r").partition("\t")
    label, _, canonical = rest.partition("\t")
    term, label, canonical = term.strip(), label.strip(), canonical.strip()
    if not label or "\t" in canonical:
        raise RuleError(f"{where}: write `term TAB label` or `term TAB label TAB canonical name`")
    if not WORD.search(term):
        raise RuleError(f"{where}: the term {term!r} holds no letter or digit; remove the line")
    return Term(term, label, rule, canonical)


def _forms(term: Term) -> Iterator[tuple[tuple[str, ...], Form]]:
    """Yield the words of a term and its variants, each with how it is compared."""
    any_case = term.text == term.text.lower()
    texts = [term.text]
    if any_case and term.text[-1].isalpha() and not term.text.endswith("s"):
        texts.append(term.text + "s")
    if term.text[:3] in ARTICLES:
        texts.append(ARTICLES[term.text[:3]] + term.text[3:])
    for text in texts:
        spans = [match.span() for match in WORD.finditer(text)]
        words = tuple(text[a:b].casefold() for a, b in spans)
        spelt = spelling(text.casefold() if any_case else text)
        yield words, Form(term, spelt, any_case, spans[0][0], len(text) - spans[-1][1])
