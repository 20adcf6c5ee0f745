"""Text as it is compared: one case, no marks, one form a letter; with a way back to the original.

Each code point is folded by itself, so that a piece of a text folds as it does within the text.
Which letters are alike beyond what Unicode says is in `data/variants/letters.toml`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from store.errors import RuleError

DATA = Path(__file__).parent / "data" / "variants"
"""The folder of what variants of spelling are known by."""
DROPPED = frozenset({"Mn", "Me", "Cf"})
"""Categories of marks and invisible signs, which no comparison looks at."""
MARKS = frozenset({"Mn", "Me"})
OTHER = re.compile(r"[^\x00-\x7f]+")
"""What needs to be looked at one by one: all else folds to one sign each."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `text[i]` stands for `[starts[i], ends[i])` of the original, code points."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open range of the original that a range of the folded text covers.

        An empty range has the place of the letter that follows it.
        """
        if start >= end:
            place = self.starts[start] if start < len(self.text) else self.length
            return place, place
        return self.starts[start], self.ends[end - 1]

    @property
    def length(self) -> int:
        """The end of the last letter in the original, 0 in a text without letters."""
        return self.ends[-1] if self.text else 0


def fold(text: str) -> Folded:
    """Fold a text; marks count as part of the letter before them.

    Linear in the length; a text of ASCII letters costs one copy.
    """
    if text.isascii():
        return Folded(flat(text), range(len(text)), range(1, len(text) + 1))
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for run in OTHER.finditer(text):
        starts += range(done, run.start())
        ends += range(done + 1, run.start() + 1)
        _fold_run(text, run.start(), run.end(), starts, ends)
        done = run.end()
    starts += range(done, len(text))
    ends += range(done + 1, len(text) + 1)
    return Folded(flat(text), starts, ends)


def _fold_run(text: str, start: int, end: int, starts: list[int], ends: list[int]) -> None:
    """Append where the signs come from that the code points of a stretch fold to."""
    table = _table()
    for place in range(start, end):
        count = len(table[ord(text[place])])
        starts.extend([place] * count)
        ends.extend([place + 1] * count)
        if not count and ends and unicodedata.category(text[place]) in MARKS:
            _extend(ends, place)


def _extend(ends: list[int], place: int) -> None:
    """Let the last letter reach past a mark, with all signs that one code point became."""
    last = ends[-1]
    for i in range(len(ends) - 1, -1, -1):
        if ends[i] != last:
            break
        ends[i] = place + 1


def flat(text: str) -> str:
    """Return the folded text alone, which is quicker."""
    return text.translate(_table())


class _Table(dict[int, str]):
    """What each code point folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_one(chr(code), letters())
        return folded


@cache
def _table() -> _Table:
    """Return the table that all folding shares."""
    return _Table()


def _fold_one(sign: str, known: dict[str, str]) -> str:
    """Fold one code point until nothing changes any more."""
    if sign in known:
        return known[sign]
    whole = unicodedata.normalize("NFKD", sign.casefold())
    if whole == sign:
        return "" if unicodedata.category(sign) in DROPPED else sign
    return "".join(_fold_one(part, known) for part in whole)


@cache
def letters() -> dict[str, str]:
    """Return the letters and signs that `letters.toml` makes alike.

    Raises:
        RuleError: if the file cannot be read.
    """
    groups: dict[str, dict[str, str]] = read_toml(DATA / "letters.toml")
    return {
        sign: to
        for group in groups.values()
        for to, signs in group.items()
        for sign in signs.split(" ")
    } | dict.fromkeys("\t\n\r\x0b\x0c\x85\xa0\u2028\u2029", " ")


def read_toml(path: Path) -> dict[str, dict[str, Any]]:
    """Read a data file of tables.

    Raises:
        RuleError: if it cannot be read, naming file and fault.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"{path} cannot be read as TOML ({error}); mend or restore it") from error
    if not all(isinstance(table, dict) for table in data.values()):
        raise RuleError(f"{path}: every value must stand in a table; mend or restore it")
    return data
