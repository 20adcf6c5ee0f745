"""Lists of known names, and finding them in a text.

A gazetteer is a UTF-8 file of lines `term TAB label [TAB canonical]`; `#` starts a comment line.
A term with a capital letter matches as it is written, or all in capitals; a term without one
matches in any case, and with a plural `s`. Hyphens and spaces are alike, so are straight and
curly apostrophes, and `Al-` and `al-` at the beginning. Labels that begin with a small letter are
clues for rules and never shown; the label `-` marks what is no entity.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress
from pathlib import Path
from typing import NamedTuple

import regex
from msgspec import Struct

from store.entities.overlap import Proposal, proposed
from store.errors import RuleError
from store.room import make_room

WORD = regex.compile(r"([\w\p{M}]+)")
PLAIN_WORD = re.compile(r"(\w+)")
"""Finds the same words in a text without `UNCOMMON` characters, in half the time."""
SIMPLE = re.compile(r"[A-Za-z0-9]+(?:[ -][A-Za-z0-9]+)*")
"""A term without signs, as most are, which needs no splitting."""
FIRST = re.compile(r"[A-Za-z0-9]+(?=[ -]|\Z)")
"""The first word of most terms, which need no splitting either."""
UNCOMMON = re.compile(
    "[^\x00-\xb1\xb4-\xb8\xba\xbb\xbf-\u024f\u0391-\u03a1\u03a3-\u0481\u048a-\u052f"
    "\u05d0-\u05ea\u0620-\u064a\u0660-\u0669\u0671-\u06d3\u200e-\u203e\u20a0-\u20bf\u4e00-\u9fa5]"
)
"""What is not letters and signs of the common alphabets, of which `re` and `regex` think alike."""
ALIKE = str.maketrans(
    dict.fromkeys("‘’ʼʻ`´ʿʾ", "'") | dict.fromkeys("-‐‑‒–", " ") | dict.fromkeys("\u200e\u200f", "")
)
ARTICLES = {"Al-": "al-", "al-": "Al-"}
"""The Arabic article, which writers capitalise or not."""


class Term(Struct, frozen=True, gc=False):
    """One name of a gazetteer; `rule` says which."""

    text: str
    label: str
    rule: str
    canonical: str = ""
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text with its words: as they are written, and where they begin and end."""

    text: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Tokens:
        """Split a text into words; linear in its length."""
        parts = _word(text).split(text)
        places = list(accumulate(map(len, parts)))
        return cls(text, parts[1::2], places[0:-1:2], places[1::2])


def _word(text: str) -> re.Pattern[str] | regex.Pattern[str]:
    """Return what finds the words of a text."""
    return WORD if UNCOMMON.search(text) else PLAIN_WORD


class Form(NamedTuple):
    """How a term is compared: `before` and `after` are its signs outside of words ("U.S.")."""

    term: Term
    written: str
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


class Longer(dict[str, Sequence[int]]):
    """By the word that follows a first one, how many words terms have that begin with both."""

    def __init__(self, first: str, beginnings: Mapping[str, int]) -> None:
        super().__init__()
        self._first = first
        self._beginnings = beginnings

    def __bool__(self) -> bool:
        return True

    def __missing__(self, second: str) -> Sequence[int]:
        """Return it for a word that is not remembered, the most first, and remember it."""
        if len(self) >= MOST_SECOND:
            self.clear()
        bits = self._beginnings.get(f"{self._first} {second.casefold()}", 0)
        counts = [count for count in range(bits.bit_length(), 1, -1) if bits >> count & 1]
        return self.setdefault(second, counts)


class Known(NamedTuple):
    """What begins with a word, as it is written."""

    single: Sequence[tuple[str, str, str, int]]
    """What terms of this word alone propose that its spelling fits."""
    signed: Sequence[Form]
    """Forms of this word and signs around it."""
    longer: Longer | None
    """How long longer terms are."""


NOTHING = Known((), (), None)
MOST_SECOND = 500
"""The number of second words that are remembered of a first."""
AT_ONCE = 1_000
"""Terms that are taken in without making room for other threads, in 2 ms."""
REMEMBERED = 50_000
"""The number of words of which a gazetteer remembers what begins with them."""


class Remembered(dict[str, Known | None]):
    """What begins with each word that was met, nothing with most.

    The forms of terms are made when their first word is met: most terms are in no text.
    """

    def __init__(self, terms: Iterable[Term]) -> None:
        super().__init__()
        self._terms: dict[str, list[Term]] = {}
        """By their first word, case-folded."""
        for number, term in enumerate(terms):
            if number % AT_ONCE == 0:
                make_room()
            for word in _first_words(term.text):
                self._terms.setdefault(word, []).append(term)
        self.forms: dict[tuple[str, ...], list[Form]] = {}
        """By all words of terms, case-folded."""
        self._firsts: dict[str, bool] = {}
        """By the first word, whether there are longer terms."""
        self.beginnings: dict[str, int] = {}
        """By the first two words with a blank between, how many words terms have, a bit each, for
        50,000 sets would be slow."""

    def _is_longer(self, first: str) -> bool:
        """Tell whether terms that begin with a word have more of them; make their forms ready."""
        if (known := self._firsts.get(first)) is not None:
            return known
        # Put together before it is seen, for threads share it and may both come here.
        forms: dict[tuple[str, ...], list[Form]] = {}
        beginnings: dict[str, int] = {}
        for words, form in (each for term in self._terms[first] for each in _forms(term)):
            if words[0] == first:
                forms.setdefault(words, []).append(form)
            if words[0] == first and len(words) > 1:
                both = f"{first} {words[1]}"
                beginnings[both] = beginnings.get(both, 0) | 1 << len(words)
        self.forms.update(forms)
        self.beginnings.update(beginnings)
        return self._firsts.setdefault(first, bool(beginnings))

    def __missing__(self, word: str) -> Known | None:
        """Find it out of a new word."""
        if len(self) >= REMEMBERED:
            self.clear()
        return self.setdefault(word, self._begins(word))

    def _begins(self, word: str) -> Known | None:
        """Return what begins with a word."""
        folded = word.casefold()
        if folded not in self._terms:
            return None
        is_longer = self._is_longer(folded)
        forms = self.forms.get((folded,), ())
        bare = [form for form in forms if not (form.before or form.after)]
        single = tuple(_meaning(form.term) for form in bare if form.fits(word))
        signed = tuple(form for form in forms if form.before or form.after)
        longer = Longer(folded, self.beginnings) if is_longer else None
        return Known(single, signed, longer) if single or signed or longer else None


class Gazetteer:
    """All terms, by their words: mostly one dictionary look-up a word of the text."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._known = Remembered(terms)

    def find(self, tokens: Tokens) -> list[Proposal]:
        """Return every occurrence of every term, the longest first at each word."""
        found: list[Proposal] = []
        add = found.append
        words, starts, ends = tokens.words, tokens.starts, tokens.ends
        forms = self._known.forms
        last = len(words) - 1
        known = [*map(self._known.__getitem__, words)]
        for first, begins in compress(enumerate(known), known):
            single, signed, longer = begins or NOTHING
            if longer is not None and first < last and (counts := longer[words[first + 1]]):
                for count in counts:
                    name = (*map(str.casefold, words[first : first + count]),)
                    if len(name) == count and name in forms:
                        _fitting(forms[name], tokens, first, first + count - 1, add)
            if single:
                start, end = starts[first], ends[first]
                for label, rule, canonical, priority in single:
                    add(proposed(Proposal, (start, end, label, rule, canonical, priority)))
            if signed:
                _fitting(signed, tokens, first, first, add)
        return found


def _fitting(
    forms: Iterable[Form], tokens: Tokens, first: int, last: int, add: Callable[[Proposal], None]
) -> None:
    """Add what the forms propose that are spelt like the words of the text."""
    low, high, text = tokens.starts[first], tokens.ends[last], tokens.text
    for form in forms:
        term, written, _, _, before, after = form
        stretch = text[low - before : high + after] if low >= before else ""
        if stretch == written or (stretch and form.fits(stretch)):
            add(proposed(Proposal, (low - before, high + after, *_meaning(term))))


def _meaning(term: Term) -> tuple[str, str, str, int]:
    """Return what a proposal takes from a term."""
    return term.label, term.rule, term.canonical, term.priority


@lru_cache(maxsize=10_000)  # a report repeats its names
def spelling(text: str) -> str:
    """Return the text with one kind of apostrophe, and spaces for hyphens and white space."""
    return " ".join(text.translate(ALIKE).split())


def read_terms(path: Path) -> list[Term]:
    """Read a gazetteer file; the terms' rule is `gazetteer.` and the file's name.

    Raises:
        RuleError: if a line is no term, naming file and line, or the file cannot be read.
    """
    make_room()
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path} cannot be read as UTF-8 ({error}); mend or remove it") from error
    rule = f"gazetteer.{path.stem}"
    return [
        _term(line, path, number, rule)
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]


def _term(line: str, path: Path, number: int, rule: str) -> Term:
    """Return the term that a line of a gazetteer stands for."""
    cells = list(map(str.strip, line.rstrip().split("\t")))
    if not 2 <= len(cells) <= 3 or not cells[1]:
        wanted = "`term TAB label` or `term TAB label TAB canonical name`"
        raise RuleError(f"{path}, line {number}: write {wanted}")
    term, label, canonical = cells if len(cells) == 3 else (*cells, "")
    if not (FIRST.match(term) or _word(term).search(term)):
        what = f"the term {term!r} holds no letter or digit"
        raise RuleError(f"{path}, line {number}: {what}; remove the line")
    return Term(term, label, rule, canonical)


def _first_words(text: str) -> Sequence[str]:
    """Return the words with which the forms of a term begin."""
    if match := FIRST.match(text):
        first, is_all = match[0].lower(), match.end() == len(text)
    else:
        words = _word(text).split(text)[1::2]
        if not words:  # "²" alone is no word: it stands nowhere
            return ()
        first, is_all = words[0].casefold(), len(words) == 1
    return (first, first + "s") if is_all and _has_plural(text) else (first,)


def _has_plural(text: str) -> bool:
    """Tell whether a term matches with an `s` behind it as well."""
    return text[-1].isalpha() and text[-1] != "s" and text == text.lower()


def _forms(term: Term) -> Iterator[tuple[tuple[str, ...], Form]]:
    """Yield the words of a term and its variants, each with how it is compared."""
    any_case = term.text == term.text.lower()
    texts = [term.text]
    if _has_plural(term.text):
        texts.append(term.text + "s")
    if term.text[:3] in ARTICLES:
        texts.append(ARTICLES[term.text[:3]] + term.text[3:])
    for text in texts:
        if SIMPLE.fullmatch(text):
            spelt = text.replace("-", " ")
            yield (*spelt.lower().split(" "),), Form(term, text, spelt, any_case, 0, 0)
            continue
        parts = _word(text).split(text)
        words = (*map(str.casefold, parts[1::2]),)
        spelt = spelling.__wrapped__(text.casefold() if any_case else text)
        yield words, Form(term, text, spelt, any_case, len(parts[0]), len(parts[-1]))
