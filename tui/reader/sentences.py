"""Where sentences end: a small honest rule, for moving and selecting, not for counting.

A sentence ends at a blank line; after `.`, `!`, `?` and their kin in other scripts, with closing
quotes, brackets and marks of footnotes, if blanks and then a capital, a digit or a letter without
case follow; and after the full stops of Chinese and Japanese. A single `.` after an initial, an
abbreviation or letters with dots ends none, so that two sentences around `U.S.` count as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from store.model import Span
from tui.reader.graphemes import boundary_at

REACH: Final = 16_384
"""Code points that are looked at on either side of an offset."""

ABBREVIATIONS: Final = frozenset({
    "Adm", "Amb", "Brig", "Capt", "Cdr", "Cmdr", "Col", "Cols", "Cpl", "Dr", "Drs", "Fr", "Gen",
    "Gens", "Gov", "Hon", "Insp", "Jr", "Lt", "Maj", "Messrs", "Mr", "Mrs", "Ms", "Mt", "Ofc",
    "Pfc", "Pres", "Prof", "Pte", "Pvt", "Rep", "Rev", "Sen", "Sgt", "Sr", "St", "Supt",
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon",
    "Tue", "Tues", "Wed", "Thu", "Thurs", "Fri",
    "Bde", "Bn", "Bros", "Co", "Corp", "Dept", "Div", "Inc", "Ltd", "Regt", "Sqn",
    "Art", "Ch", "Ed", "Eds", "Fig", "No", "Nos", "Pp", "Sec", "Vol", "approx", "ca", "cf", "ed",
    "eds", "esp", "est", "nos", "pp", "resp", "viz", "vol", "vs",
})  # fmt: skip
"""Words whose full stop ends no sentence, in their usual case: ranks and titles, months and days,
units of armies and companies, references."""

_STOP = "[.!?…؟۔։।॥።]"
_NOTE = r"(?:\[\p{N}{1,3}\])"
"""The mark of a footnote, which belongs to the sentence before it."""
_CLOSING = r"[\"'”’»›)\]\}」』】）]"
_END = regex.compile(
    rf"(?P<wide>[。！？｡]++{_CLOSING}*+)\s*+"
    rf"|(?P<stop>(?<!{_STOP}){_STOP}++{_CLOSING}*+{_NOTE}*+)(?P<gap>\s++)"
    r"|\n[^\S\n]*+\n\s*+"
)
_BLANK_LINE = regex.compile(r"\n[^\S\n]*+\n")
_OPENING = regex.compile(r"[\"'“‘„«‹(\[\{「『【¿¡•*–—#@$€£-]*+\s?[\p{Lu}\p{Lt}\p{Lo}\p{N}]")
_WORD_BEFORE = regex.compile(r"[\p{L}\p{M}\p{N}.]+$")
_LONGEST = 16


def is_abbreviation(word: str) -> bool:
    """Tell whether a full stop after a word belongs to it: `Gen`, `J`, `U.S`, `p.m`."""
    letters = word.split(".")
    single = all(len(letter) == 1 and letter.isalpha() for letter in letters)
    return word in ABBREVIATIONS or (single and (len(letters) > 1 or word.isupper()))


def sentence_starts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield where sentences start whose predecessors end within `[start, end)`, in order."""
    for found in _ends(text, start, end):
        yield boundary_at(text, found.end())


def sentence_at(text: str, offset: int) -> Span | None:
    """Return the sentence at an offset, or before the blanks at it, without blanks around it.

    A sentence of more than 16,384 code points on either side is cut there; None among blanks.
    """
    start = boundary_at(text, offset - REACH)
    end = boundary_at(text, offset + REACH)
    for found in _ends(text, start, end):
        if found.end() > offset:
            end = max(found.start(), found.end("stop"), found.end("wide"))
            break
        start = boundary_at(text, found.end())
    sentence = text[start:end]
    start += len(sentence) - len(sentence.lstrip())
    end = start + len(sentence.strip())
    return Span(start, end) if start < end else None


def _ends(text: str, start: int, end: int) -> Iterator[regex.Match[str]]:
    return (found for found in _END.finditer(text, start, end) if _is_end(text, found))


def _is_end(text: str, found: regex.Match[str]) -> bool:
    stop, gap = found["stop"], found["gap"]
    if stop is None or _BLANK_LINE.search(gap):
        return True
    if not _OPENING.match(text, found.end()):
        return False
    if stop[0] != "." or stop.startswith(".."):
        return True
    word = _WORD_BEFORE.search(text[max(0, found.start() - _LONGEST) : found.start()])
    return word is None or not is_abbreviation(word[0])
