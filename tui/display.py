"""The one way by which foreign text reaches the screen.

One code point comes in and one goes out, so offsets, spans and lengths never move. What a terminal
would obey, hide or reorder becomes a mark that a reader can see.

The width of a visible text is the sum of the widths of its code points, in `rich.cells` (Unicode
17) as in terminals (measured in tmux 3.3a), because no joiner, selector or modifier is left that
one of them would add up differently. The exception is spacing vowel signs (`Mc`, such as U+093E),
which `rich` counts as 0 cells and most terminals as 1.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

BOX: Final = "\u25a1"
"""Stands for a code point that is invisible or changes the order or shape of its neighbours."""
REPLACEMENT: Final = "\ufffd"
"""Stands for a code point that has no agreed look."""
MARKS: Final = 4
"""Combining marks that one base may carry: enough for every living script, too few to overflow."""

_TEXT, _EMOJI = "\ufe0e", "\ufe0f"
_JOINERS = "\u200c\u200d"
_KEYCAPS = "#*0123456789\u2139"


_SPEAKING = (
    "\t\n -~\u00a1-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205e\u20a0-\u20cf"
    "\u2100-\u2bff\u3001-\u3029\u3030-\u3098\u309b-\u3130"
)
"""Blocks in which every printable code point is itself, but for those of Chinese."""
_CHINESE = "\u3190-\u9fff\ufffd"


@cache
def _outside(blocks: str) -> re.Pattern[str]:
    """Return what finds anything outside some blocks."""
    return re.compile(f"[^{blocks}]")


def _speaks(text: str) -> bool:
    """Tell whether every code point of a text is in blocks where each printable one is itself."""
    # Python takes 7 ms to make a set with a block as large as that of Chinese.
    few = not _outside(_SPEAKING).search(text)
    return few or not _outside(_SPEAKING + _CHINESE).search(text)


@cache
def _invisible() -> re.Pattern[str]:
    """Return the fillers, selectors of glyph variants, and skin tones (tmux draws them beside the
    emoji); all of them have a printable category.
    """
    return re.compile(
        "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0d\uffa0"
        "\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
    )


@cache
def _hangul() -> re.Pattern[str]:
    return re.compile("[\u1100-\u115e\ua960-\ua97c\uac00-\ud7a3]")


@cache
def _baseless() -> re.Pattern[str]:
    """Return what may stand for a code point that no mark combines with."""
    return re.compile(f"[\t\n\u2400-\u2421{BOX}{REPLACEMENT}]")


_BASE, _GAP, _MARK, _JAMO, _JOINER, _SELECTOR = "bgmjzs"
"""What a code point does to its neighbours."""
_UNSETTLED = re.compile(f"{_MARK}{{{MARKS + 1}}}|(?:^|{_GAP}){_MARK}|[{_JAMO}{_JOINER}{_SELECTOR}]")
"""The runs of kinds that a rule about neighbours could change."""


class _Kinds(dict[int, str]):
    """The kinds of the code points met so far."""

    def __missing__(self, code: int) -> str:
        self[code] = kind = _kind(chr(code))
        return kind


class _Shown(dict[int, int]):
    """The mapping of single code points, filled as they are met."""

    def __missing__(self, code: int) -> int:
        self[code] = shown = ord(_shown(chr(code)))
        return shown


def _kind(char: str) -> str:
    if char in _JOINERS:
        return _JOINER
    if char in (_TEXT, _EMOJI):
        return _SELECTOR
    if unicodedata.category(char)[0] == "M":
        return _MARK
    if _baseless().match(char):
        return _GAP
    return _BASE if _cells(char) else _JAMO


def _shown(char: str) -> str:
    code, category = ord(char), unicodedata.category(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if char in _JOINERS:
        return char
    if category in ("Cf", "Zl", "Zp") or _invisible().match(char):
        return BOX
    return REPLACEMENT if category[0] == "C" else char


_KINDS = _Kinds()
_SINGLE_LINE = _Shown()
_MULTILINE = _Shown({ord("\t"): ord("\t"), ord("\n"): ord("\n")})


def visible(text: str, *, multiline: bool = False) -> str:
    """Return a text of the same length that is safe and honest to draw.

    Controls become their pictures (U+2400 and on); C1, surrogates, private use, unassigned code
    points, marks without a base, and the fifth and later mark on one base U+FFFD; bidi controls,
    invisibles, fillers, tags and skin tones U+25A1. A joiner between letters or marks beyond ASCII
    is drawn as ZWNJ, any other as U+25A1. An emoji or text selector right after a symbol becomes
    the one that confirms the width which the symbol has anyway, any other U+25A1.

    Idempotent. Speed: 1 million code points of Latin, Cyrillic or Chinese text take about 10 ms, of
    scripts with marks 0.2 s, so show rows rather than reports.

    Args:
        text: Foreign text, of any content and length.
        multiline: Leave TAB and LF for the caller to lay out, instead of drawing U+2409 and U+240A.
    """
    if text.isascii() and text.isprintable():
        return text
    if text.isprintable() and _speaks(text):
        return text
    shown = text.translate(_MULTILINE if multiline else _SINGLE_LINE)
    return shown if _speaks(shown) else _settled(shown)


def _settled(text: str) -> str:
    """Apply, from left to right, the rules that depend on neighbours."""
    kinds = text.translate(_KINDS)
    if not _UNSETTLED.search(kinds):
        return text
    out: list[str] = []
    previous = base = ""
    marks = 0
    for index, (char, kind) in enumerate(zip(text, kinds, strict=True)):
        if kind == _JOINER:
            char = _joiner(previous, text[index + 1 : index + 2], marks)
        elif kind == _SELECTOR:
            char = _selector(base if base == previous else "")
        elif kind in (_MARK, _JAMO):
            marks += 1
            if marks > MARKS or not _carries(base, kind):
                char = REPLACEMENT
        elif kind == _BASE:
            base, marks = char, 0
        if kind == _GAP or char in (BOX, REPLACEMENT):
            base = ""
        out.append(char)
        previous = char
    return "".join(out)


def _joiner(previous: str, following: str, marks: int) -> str:
    """Keep a joiner where scripts need one: as ZWNJ, for `rich` drops the cell after a ZWJ."""
    kept = _shapes(previous) and _shapes(following)
    if kept and _KINDS[ord(following)] != _BASE:
        kept = marks < MARKS
    return "\u200c" if kept else BOX


def _cells(char: str) -> int:
    # Imported late: most texts that a command prints never come here, and it costs 10 ms.
    from rich.cells import get_character_cell_size

    return get_character_cell_size(char)


def _shapes(char: str) -> bool:
    return char > "\x7f" and unicodedata.category(char)[0] in "LM"


def _selector(base: str) -> str:
    """Keep a selector right after a symbol; elsewhere it would only hide data."""
    symbol = base > "\x7f" and unicodedata.category(base)[0] in "SP"
    if not base or not (symbol or base in _KEYCAPS):
        return BOX
    return _EMOJI if _cells(base) == 2 else _TEXT


def _carries(base: str, kind: str) -> bool:
    """Tell whether a base can carry a mark, or, being Hangul, a vowel or final jamo."""
    return bool(base) if kind == _MARK else bool(_hangul().match(base))
