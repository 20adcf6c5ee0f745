"""What in a text may deceive its reader: direction controls, invisibles, controls, look-alikes.

Sources: the bidirectional controls of Trojan Source (CVE-2021-42574); Unicode's default ignorable
code points; the mixed-script and whole-script confusables of Unicode Technical Standard 39.
Nothing is changed or removed: what is stored and exported stays true to the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from store.model import Span
from store.room import make_room

BLOCK = 65_536
"""Code points of which one tells whether they are Latin text."""
AT_ONCE = 8_192
"""Code points that are searched at a time, in 0.3 ms, so that other threads get their turn."""
RARE = 0.1
"""The share of Cyrillic and Greek letters in a block up to which it counts as Latin text."""


class Kind(StrEnum):
    """How something deceives."""

    DIRECTION = "direction control"
    INVISIBLE = "invisible"
    CONTROL = "control"
    LOOK_ALIKE = "look-alike word"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A run of code points of one kind, or one word of letters that look like others."""

    span: Span
    kind: Kind

    @property
    def count(self) -> int:
        """How many of its kind it stands for: code points, or one word."""
        return 1 if self.kind is Kind.LOOK_ALIKE else len(self.span)


_LATIN = "A-Za-z\u00c0-\u024f"
_OTHER = "\u0370-\u03ff\u1f00-\u1fff\u0400-\u052f\u0531-\u0587\u13a0-\u13ff\uab70-\uabbf"
"""Greek, Cyrillic, Armenian and Cherokee, whose letters pass for Latin ones."""
_DOUBLES = (
    "\u0430\u0435\u0456\u0457\u0458\u043e\u0440\u0441\u0443\u0445\u0455\u0501\u04bb\u051b\u051d"
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u03bf\u03bd\u03b1\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4"
    "\u03a5\u03a7"
)
"""The Cyrillic and Greek letters that no eye tells from Latin ones."""
_JOINERS = "\u200c\u200d"
_SCRIPT = "[^\x00-\x7f]"
"""What a joiner may join: letters, marks and emoji, none of which is ASCII."""
_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2064\u206a-\u206f\u3164"
    "\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_CONTROL = "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f"
_ANY = re.compile(f"[{_DIRECTION}{_INVISIBLE}{_CONTROL}{_JOINERS}]")
"""What most texts have nothing of, which a plain class tells five times as fast."""
_SINGLE = re.compile(
    f"(?P<DIRECTION>[{_DIRECTION}]+)"
    f"|(?P<INVISIBLE>(?:[{_INVISIBLE}]|(?<!{_SCRIPT})[{_JOINERS}]|[{_JOINERS}](?!{_SCRIPT}))+)"
    f"|(?P<CONTROL>[{_CONTROL}]+)"
)
_SPACE = re.compile("[ \n]")
_MIXED = re.compile(rf"\b(?=\w*[{_OTHER}])(?=\w*[{_LATIN}])\w+")
_DOUBLE = re.compile(rf"\b[{_DOUBLES}]{{3,}}\b")
_STYLED = re.compile("[\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]+")
"""Letters of full width and of mathematics, which no search for the plain ones finds."""
_FOREIGN = re.compile(f"[{_OTHER}]+")
_UNITS = frozenset(["\u03bcm", "\u03bcg", "\u03bcs", "k\u03a9", "M\u03a9"])


def find(text: str) -> Iterator[Suspect]:
    """Yield what may deceive, block by block; in a block, single code points before words.

    It takes about 0.1 s for a million code points.
    """
    for start, end in _blocks(text, 0, len(text), BLOCK):
        parts = list(_blocks(text, start, end, AT_ONCE))
        for low, high in parts:
            make_room()
            if _ANY.search(text, low, high):
                for match in _SINGLE.finditer(text, low, high):
                    yield Suspect(Span(*match.span()), Kind[match.lastgroup or ""])
        for span in _look_alikes(text, parts):
            yield Suspect(span, Kind.LOOK_ALIKE)


def _blocks(text: str, start: int, stop: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the blocks of a part of a text, each to the end of a word."""
    while start < stop:
        last = min(start + 2 * size, stop)
        space = _SPACE.search(text, start + size, last)
        end = space.start() if space else last
        yield start, end
        start = end


def _look_alikes(text: str, parts: Sequence[tuple[int, int]]) -> Iterator[Span]:
    foreign = 0
    for low, high in parts:
        make_room()
        for match in _STYLED.finditer(text, low, high):
            yield Span(*match.span())
        foreign += sum(len(run) for run in _FOREIGN.findall(text, low, high))
    if not foreign:
        return
    rare = foreign <= RARE * (parts[-1][1] - parts[0][0])
    for low, high in parts:
        make_room()
        for match in _MIXED.finditer(text, low, high):
            if match[0] not in _UNITS:
                yield Span(*match.span())
        for match in _DOUBLE.finditer(text, low, high) if rare else ():
            yield Span(*match.span())


def counted(suspects: Iterable[Suspect]) -> Counter[Kind]:
    """Return how many there are of each kind."""
    counts: Counter[Kind] = Counter()
    for suspect in suspects:
        counts[suspect.kind] += suspect.count
    return counts


def in_words(counts: Counter[Kind]) -> str:
    """Return the counts as people read them: `2 direction controls, 1 look-alike word`."""
    found = ((kind, counts[kind]) for kind in Kind if counts[kind])
    return ", ".join(f"{count:,} {kind}{'' if count == 1 else 's'}" for kind, count in found)
