"""Where names may stand in a text: runs of capitalised words, and of Arabic ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import regex

from store.entities.gazetteer import UNCOMMON

SIGNS = "'’‘ʼʻʽʾʿ`´"
ARTICLE = "al|el|il|ul|as|es|ash|esh|ad|ed|ud|adh|at|et|ath|an|en|ar|er|ur|az|ez|uz"
SMALL = f"{ARTICLE}|bin|ibn|ben|bn|i|e"
CAPITAL = rf"\p{{Lu}}[\p{{L}}\p{{M}}{SIGNS}]*+"
BETWEEN = r"(?:[-‐‑–]|\h?\n\h?|\h)"
RUN = regex.compile(
    rf"((?<![\p{{L}}\p{{M}}\p{{N}}]){CAPITAL}"
    rf"(?:{BETWEEN}(?:(?:{SMALL}){BETWEEN})?[{SIGNS}]?{CAPITAL}){{0,24}}+(?!\p{{N}}))"
)
ARABIC = regex.compile(r"(?<![\p{L}\p{M}])\p{Arabic}[\p{Arabic}\p{M}\u200c\u200d\h]*+")
ANY_ARABIC = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
    "\U00010e60-\U00010eff\U0001ee00-\U0001eeff]"
)
"""Of what Arabic writing consists, and little else; found in no time."""


def _ranges(letters: Iterable[str]) -> str:
    """Return letters, in their order, as the ranges of a set of a pattern."""
    found: list[list[str]] = []
    for letter in letters:
        if found and ord(letter) == ord(found[-1][1]) + 1:
            found[-1][1] = letter
        else:
            found.append([letter, letter])
    return "".join(f"{first}-{last}" for first, last in found)


@lru_cache(maxsize=1)
def plain_run() -> re.Pattern[str]:
    """Return what finds the same as `RUN` in a text without `UNCOMMON` characters, quicker."""
    common = (letter for letter in map(chr, range(0x530)) if not UNCOMMON.match(letter))
    capitals = _ranges(letter for letter in common if unicodedata.category(letter) == "Lu")
    signs, blank = "'’‘`´", "[ \t\xa0\u202f]"
    rest = rf"(?:[^\W\d_]|[{signs}])*+"
    between = rf"(?:[-‐‑–]|{blank}?\n{blank}?|{blank})"
    return re.compile(
        rf"([{capitals}](?<![^\W_].){rest}"
        rf"(?:{between}(?:(?:{SMALL}){between})?[{signs}]?[{capitals}]{rest}){{0,24}}+(?!\d))",
        re.DOTALL,
    )


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of capitalised words of a text, and all that is between them."""

    text: str
    parts: Sequence[str]

    @property
    def names(self) -> Sequence[str]:
        """The runs."""
        return self.parts[1::2]

    def starts(self) -> Iterator[int]:
        """Return where the runs begin."""
        places = accumulate(map(len, self.parts))
        return (place for number, place in enumerate(places) if number % 2 == 0)

    def arabic(self) -> Iterator[tuple[int, str]]:
        """Yield the runs of Arabic words, and where they begin."""
        if ANY_ARABIC.search(self.text):
            yield from ((match.start(), match[0]) for match in ARABIC.finditer(self.text))


@lru_cache(maxsize=1)  # all that look for names in a page ask in a row
def runs(text: str) -> Runs:
    """Return the runs of a text; linear in its length."""
    parts = (RUN if UNCOMMON.search(text) else plain_run()).split(text)
    return Runs(text, parts)
