"""What is sent is short, and in order."""

from __future__ import annotations

import os
import re
import threading

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.wire.output import Output
from tui.wire.painting import movement
from tui.wire.screen import certain, clusters
from tui.wire.terminals import Abilities, abilities, colourless
from tui.wire.wire import Wire

PLACE = st.tuples(st.integers(0, 30), st.integers(0, 12))
START = "\x1b[?1049h"


def begun(term: str = "xterm-256color", rows: int = 6) -> Wire:
    """Return a wire to a terminal with a text in each row."""
    wire = Wire(abilities(term), 40, rows)
    wire.feed(START + painted(range(rows)))
    wire.taken()
    return wire


def painted(numbers: range, fill: int = 44) -> str:
    rows = (
        f"\x1b[{y + 1};1H\x1b[{fill}m{chr(97 + number) * 30:40}\x1b[0m"
        for y, number in enumerate(numbers)
    )
    return "\n".join(rows) + "\x1b[1;1H"


@given(PLACE, PLACE)
@settings(deadline=None)
def test_a_movement_ends_where_it_should(start: tuple[int, int], end: tuple[int, int]) -> None:
    screen = pyte.Screen(31, 13)
    screen.cursor.x, screen.cursor.y = start
    pyte.Stream(screen).feed(movement(*start, *end))
    assert (screen.cursor.x, screen.cursor.y) == end
    assert len(movement(*start, *end)) <= len(movement(None, 0, *end))


def test_the_same_frame_sends_nothing() -> None:
    wire = begun()
    assert wire.feed(painted(range(6))) is False
    assert wire.taken() == ""


def test_a_letter_costs_a_movement_and_itself() -> None:
    wire = begun()
    wire.feed("\x1b[3;5H\x1b[44mX\x1b[0m\x1b[1;1H")
    assert wire.taken() == "\x1b[3;5HX"


@pytest.mark.parametrize("step", [1, -1, 3])
def test_rows_that_move_are_moved_by_the_terminal(step: int) -> None:
    wire = begun()
    wire.feed(painted(range(9, 15)))
    wire.taken()
    wire.feed(painted(range(9 + step, 15 + step)))
    sent = wire.taken()
    assert sent.count("\x1bD" if step > 0 else "\x1bM") == abs(step)
    new = range(15, 15 + step) if step > 0 else range(9 + step, 9)
    assert "".join(re.findall("([a-z])\\1+", sent)) == "".join(chr(97 + each) for each in new)
    assert sent.index("\x1b[1;6r") < sent.index("\x1b[r")


@pytest.mark.parametrize("term", ["dumb", "", "something-new"])
def test_an_unknown_terminal_scrolls_nothing_and_erases_nothing(term: str) -> None:
    wire = begun(term)
    wire.feed(painted(range(1, 7)))
    sent = wire.taken()
    assert len(re.findall("([a-z])\\1+", sent)) == 6
    assert not re.search(r"\x1b(?:[DM]|\[[0-9;]*[KXr])", sent)


@pytest.mark.parametrize(
    ("term", "able"),
    [
        ("xterm-kitty", Abilities(scrolls=True, fills=True)),
        ("screen.xterm-256color", Abilities()),
        ("screen-256color", Abilities(scrolls=True)),
        ("vt100", Abilities(scrolls=True)),
        ("rxvt-unicode-256color", Abilities(scrolls=True, fills=True)),
        ("ansi", Abilities()),
    ],
)
def test_a_family_of_terminals_is_known_by_its_name(term: str, able: Abilities) -> None:
    assert abilities(term) == able


@pytest.mark.parametrize("term", ["vt100", "vt220-w", "dumb", "xterm-mono", "rxvt-m"])
def test_some_terminals_have_no_colours(term: str) -> None:
    assert colourless(term)


@pytest.mark.parametrize("term", ["vte-256color", "xterm", "linux", "", "nonsense", "screen"])
def test_of_others_that_is_not_known(term: str) -> None:
    assert not colourless(term)


def test_what_is_unknown_is_passed_on_in_order_and_all_is_painted_after_it() -> None:
    wire = begun()
    wire.feed("\x1b[1;1H\x1b[44mX\x1b[0m\x1b[2J\x1b[2;1H\x1b[44mY\x1b[0m")
    sent = wire.taken()
    assert sent.index("X") < sent.index("\x1b[2J") < sent.index("Y")
    assert len(re.findall("([a-f])\\1+", sent)) == 6


@pytest.mark.parametrize("sequence", ["\x07", "\x1b]52;c;eA==\x07", "\x1b[?2004h", "\x1b[<u"])
def test_what_changes_no_cell_is_passed_on_at_once_and_repaints_nothing(sequence: str) -> None:
    wire = begun()
    assert wire.feed(sequence) is True
    assert wire.taken() in (sequence, f"\x1b[m{sequence}")
    wire.feed(painted(range(6)))
    assert wire.taken() == ""


def test_motion_is_told_only_while_dragging_and_focus_never() -> None:
    wire = begun()
    wire.feed("\x1b[?1000h\x1b[?1003h\x1b[?1004h\x1b[?1003l\x1b[?1004l")
    sent = wire.taken()
    assert sent.endswith("\x1b[?1000h\x1b[?1002h\x1b[?1002l")


def test_the_shape_of_the_pointer_is_not_sent() -> None:
    wire = begun()
    wire.feed("\x1b]22;text\x07")
    assert wire.taken() == ""


def test_a_link_in_a_text_is_not_sent() -> None:
    wire = begun()
    wire.feed("\x1b[1;1H\x1b]8;id=1;http://a.example\x1b\\link\x1b]8;;\x1b\\")
    sent = wire.taken()
    assert "link" in sent
    assert "example" not in sent


def test_nothing_is_painted_but_on_the_alternate_screen() -> None:
    wire = begun()
    wire.feed("\x1b[2;1H\x1b[44mX\x1b[0m\x1b[?1049l")
    assert wire.taken().endswith("X\x1b[m\x1b[6H\x1b[?1049l")
    wire.feed(painted(range(1, 7)) + "\x1b[?25h")
    assert wire.taken() in ("\x1b[?25h", "\x1b[m\x1b[?25h")
    wire.feed(START)
    assert len(re.findall("([a-g])\\1+", wire.taken())) == 6


def test_only_long_frames_are_bracketed() -> None:
    wire = begun()
    wire.feed("\x1b[?2026h" + painted(range(6), 41) + "\x1b[?2026l")
    assert 0 < len(sent := wire.taken()) < 512
    assert "2026" not in sent
    wire = begun(rows=60)
    wire.feed("\x1b[?2026h" + painted(range(60), 41) + "\x1b[?2026l")
    sent = wire.taken()
    assert sent.startswith("\x1b[?2026h")
    assert sent.endswith("\x1b[?2026l")


def test_a_c1_control_is_never_sent() -> None:
    wire = begun()
    wire.feed("\x1b[1;1Ha\x9bb\x85")
    assert "a\ufffd" in wire.taken()


@pytest.mark.parametrize("text", ["é", "─", "…", "中", "한", "、", "ｱ", "ع", "β"])
def test_a_letter_is_as_wide_everywhere(text: str) -> None:
    assert certain(text)


@pytest.mark.parametrize(
    "text", ["😀", "☃", "⌚", "↔", "▶", "e\u0301", "❤\ufe0f", "\u0e31", "\u0378"]
)
def test_terminals_disagree_on_pictures_marks_and_what_is_new(text: str) -> None:
    assert not certain(text)


def test_characters_take_their_marks_along() -> None:
    assert list(clusters("ae\u0301中b")) == [("a",), ("e\u0301",), ("中", ""), ("b",)]
    assert list(clusters("☕\ufe0fx")) == [("☕\ufe0f", ""), ("x",)]


def test_frames_are_skipped_while_the_terminal_takes_nothing() -> None:
    reading, writing = os.pipe()
    taken = threading.Semaphore(0)
    sizes = [300_000, 7, 9]

    def take() -> bytes:
        taken.release()
        return b"x" * (sizes.pop(0) if sizes else 0)

    output = Output(writing, take)
    output.start()
    output.wake()
    assert taken.acquire(timeout=5)
    for _ in range(100):
        output.wake()
    assert len(sizes) == 2
    left = 300_000
    while left:
        left -= len(os.read(reading, left))
    output.stop()
    # One for all that was asked for meanwhile, one at the end.
    assert os.read(reading, 100) == b"x" * 16
    assert not sizes
    os.close(reading)
    os.close(writing)


def test_a_terminal_that_is_gone_takes_everything() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    output = Output(writing, lambda: b"x")
    output.start()
    for _ in range(3):
        output.wake()
    output.stop()
    assert not output.is_alive()
    os.close(writing)
