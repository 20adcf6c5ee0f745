"""A terminal behind the wire shows what one without it would."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from random import Random
from unittest.mock import patch

import pyte
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcwidth

from tui.wire.screen import certain
from tui.wire.terminals import abilities
from tui.wire.wire import Wire

TERMS = ("xterm-256color", "tmux-256color", "screen-256color", "linux", "vt100", "dumb", "")
LETTERS = "ab z─…é中하أ"
PICTURES = ("😀", "q\u0301", "☕", "x\u0300")
SGR = ("", "0", "1", "4", "7", "1;38;5;7", "38;2;1;2;3;48;5;9", "48;5;9", "31;44", "4;9;94;103")
START = "\x1b[?1049h\x1b[?25l\x1b[?7l"

Part = tuple[str, str]
"""Parameters of SGR, and a text."""
Cell = tuple[str, str, str, tuple[bool, ...]]


class Pair:
    """A terminal that gets everything, and one behind a wire."""

    def __init__(self, term: str, width: int, height: int) -> None:
        self.direct = pyte.Screen(width, height)
        self.behind = pyte.Screen(width, height)
        self.wire = Wire(abilities(term), width, height)
        self.sent = ""
        self.feed(START)

    def feed(self, data: str) -> None:
        """Paint the same on both; a terminal's line discipline adds the CR to an LF."""
        pyte.Stream(self.direct).feed(data.replace("\n", "\r\n"))
        self.wire.feed(data)
        self.sent = self.wire.taken()
        pyte.Stream(self.behind).feed(self.sent)

    def resize(self, width: int, height: int) -> None:
        """Change the size of both; what they show then is anything."""
        for screen in (self.direct, self.behind):
            screen.resize(height, width)
            screen.erase_in_display(2)
        self.wire.resize(width, height)


def cells(screen: pyte.Screen) -> list[list[Cell]]:
    return [[seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


def seen(char: pyte.screens.Char) -> Cell:
    """Return what one sees of a cell: of a blank, no ink."""
    lines = (char.underscore, char.strikethrough, char.reverse)
    blank = char.data == " "
    ink = char.fg if not blank or char.reverse else ""
    marks = lines if blank else (*lines, char.bold, char.italics)
    return char.data, ink, char.bg, marks


def row(chance: Random, width: int) -> list[Part]:
    """Return the parts of a row of just this width."""
    parts, used = [], 0
    while used < width:
        letters = [*LETTERS, *PICTURES] if chance.random() < 0.6 else "ab z"
        text = "".join(chance.choices(letters, k=chance.randrange(30)))
        text += " " * chance.randrange(9)
        while size(text) > width - used:
            text = text[:-1]
        parts.append((chance.choice(SGR), text))
        used += size(text)
        if chance.random() < 0.3:
            parts.append((chance.choice(SGR), " " * (width - used)))
            used = width
    return parts


def size(text: str) -> int:
    return sum(map(wcwidth, text))


def painted(y: int, parts: Sequence[Part], x: int = 0) -> str:
    """Return a row as Textual writes it."""
    return f"\x1b[{y + 1};{x + 1}H" + "".join(
        f"\x1b[{sgr}m{text}\x1b[0m" if sgr else text for sgr, text in parts
    )


def frame(shown: Sequence[Sequence[Part]]) -> str:
    lines = "\n".join(painted(y, parts) for y, parts in enumerate(shown))
    return f"\x1b[?2026h{lines}\x1b[1;1H\x1b[?2026l"


def frames(chance: Random, width: int, height: int) -> Iterator[str]:
    """Yield frames that scroll, repaint and change a little."""
    shown = [row(chance, width) for _ in range(height)]
    yield frame(shown)
    for _ in range(6):
        y, x = chance.randrange(height), chance.randrange(width)
        match chance.choice(["scroll", "row", "letter", "all", "same"]):
            case "scroll":
                shown = scrolled(chance, shown, width)
                yield frame(shown)
            case "row":
                shown[y] = row(chance, width)
                yield painted(y, shown[y])
            case "letter":
                yield painted(y, [("", "a" * width)]) + painted(y, [("1", "b")], x)
                shown[y] = [("", "a" * x), ("1", "b"), ("", "a" * (width - x - 1))]
            case "all":
                shown = [row(chance, width) for _ in range(height)]
                yield frame(shown)
            case "same":
                yield frame(shown)


def scrolled(chance: Random, shown: Sequence[list[Part]], width: int) -> list[list[Part]]:
    """Return rows of which some have moved up or down."""
    top = chance.randrange(len(shown))
    bottom = chance.randint(top, len(shown))
    part, count = shown[top:bottom], chance.randint(-3, 3)
    new = [row(chance, width) for _ in range(min(abs(count), len(part)))]
    moved = [*part[count:], *new] if count > 0 else [*new, *part[: len(part) - len(new)]]
    return [*shown[:top], *moved, *shown[bottom:]]


@given(st.integers(0, 2**32), st.sampled_from(TERMS), st.integers(2, 50), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_both_terminals_show_the_same(seed: int, term: str, width: int, height: int) -> None:
    chance = Random(seed)
    pair = Pair(term, width, height)
    for each in frames(chance, width, height):
        pair.feed(each)
        assert cells(pair.behind) == cells(pair.direct)
    pair.resize(height + 3, width // 2 + 1)
    for each in frames(chance, height + 3, width // 2 + 1):
        pair.feed(each)
        assert cells(pair.behind) == cells(pair.direct)


@given(st.integers(0, 2**32), st.sampled_from(TERMS), st.sampled_from([0, 1, 2]))
@settings(max_examples=25, deadline=None)
def test_a_terminal_with_other_widths_shows_all_other_cells_right(
    seed: int, term: str, other: int
) -> None:
    width, height = 24, 6
    pair = Pair(term, width, height)

    def believed(char: str) -> int:
        if certain(char):
            return wcwidth(char)
        return min(other, 1) if unicodedata.combining(char) else other

    for each in frames(Random(seed), width, height):
        pyte.Stream(pair.direct).feed(each.replace("\n", "\r\n"))
        pair.wire.feed(each)
        with patch("pyte.screens.wcwidth", believed):
            pyte.Stream(pair.behind).feed(pair.wire.taken())
        for told, should in zip(cells(pair.behind), cells(pair.direct), strict=True):
            sure = [x for x, cell in enumerate(should) if cell[0] and certain(cell[0])]
            assert [told[x] for x in sure] == [should[x] for x in sure]
