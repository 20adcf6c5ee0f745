"""A terminal that is too small shows why nothing else is shown, at every size."""

from __future__ import annotations

import pyte
import pytest

from tui.wire.small import LEAST, notice
from tui.wire.terminals import abilities
from tui.wire.wire import Wire


@pytest.mark.parametrize("size", [LEAST, (80, 24), (40, 100), (300, 12)])
def test_with_enough_room_nothing_is_said(size: tuple[int, int]) -> None:
    assert notice(*size) is None


@pytest.mark.parametrize(
    ("size", "rows"),
    [
        ((39, 12), ["spantag needs 40x12 cells; here are", "39x12."]),
        ((200, 11), ["spantag needs 40x12 cells; here are 200x11."]),
        ((8, 3), ["spantag", "needs", "40x12"]),
        ((1, 1), ["s"]),
    ],
)
def test_the_notice_fits(size: tuple[int, int], rows: list[str]) -> None:
    screen = notice(*size)
    assert screen is not None
    shown = ["".join(row.chars).rstrip() for row in screen.rows]
    assert shown == rows + [""] * (size[1] - len(rows))


def test_it_comes_and_goes_with_the_size() -> None:
    wire = Wire(abilities("xterm"), 80, 24, least=LEAST)
    wire.feed("\x1b[?1049h\x1b[HThe report")
    wire.taken()
    for size, shown in (((30, 9), "spantag needs 40x12 cells;"), ((80, 24), "The report")):
        screen = pyte.Screen(*size)
        wire.resize(*size)
        wire.feed("\x1b[1;1HThe report")
        pyte.Stream(screen).feed(wire.taken())
        assert screen.display[0].rstrip() == shown
        assert screen.display[2].strip() == ""
