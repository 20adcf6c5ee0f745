from __future__ import annotations

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.wire.looks import PLAIN, Look, changed, kept_for_blank, of_blank, transition

MARKS = st.frozensets(st.sampled_from([1, 2, 3, 4, 7, 9]))
LOOKS = st.builds(
    Look,
    st.sampled_from(["", "31", "97", "38;5;200", "38;2;1;2;3"]),
    st.sampled_from(["", "44", "103", "48;5;16", "48;2;9;9;9"]),
    MARKS,
)


def parameters(sequence: str) -> str:
    return sequence.removeprefix("\x1b[").removesuffix("m")


@pytest.mark.parametrize(
    ("sgr", "look"),
    [
        ("", PLAIN),
        ("0", PLAIN),
        ("1;31", Look("31", "", frozenset({1}))),
        ("38;5;9;48;2;1;2;3;4", Look("38;5;9", "48;2;1;2;3", frozenset({4}))),
        ("31;0;42", Look("", "42")),
        ("1;2;22;3", Look(marks=frozenset({3}))),
        ("5;6;25;99", PLAIN),
        ("38", Look("38")),
    ],
)
def test_parameters_make_a_look(sgr: str, look: Look) -> None:
    assert changed(PLAIN, sgr) == look


@given(LOOKS, LOOKS)
@settings(deadline=None)
def test_a_transition_leads_to_the_look_by_no_more_than_the_whole(pen: Look, look: Look) -> None:
    sequence = transition(pen, look)
    assert (sequence == "") == (pen == look)
    assert len(sequence) <= len(transition(None, look))
    reached = changed(pen, parameters(sequence)) if sequence else pen
    assert reached == look


@given(LOOKS, LOOKS)
@settings(deadline=None)
def test_a_terminal_agrees_on_a_transition(pen: Look, look: Look) -> None:
    stepped, whole = pyte.Screen(2, 1), pyte.Screen(2, 1)
    pyte.Stream(stepped).feed(transition(None, pen) + transition(pen, look) + "x")
    pyte.Stream(whole).feed(transition(None, look) + "x")
    assert stepped.buffer[0][0] == whole.buffer[0][0]


@given(LOOKS, LOOKS)
@settings(deadline=None)
def test_a_blank_is_painted_with_as_little_change_as_can_be(pen: Look, look: Look) -> None:
    blank = of_blank(look)
    assert of_blank(blank) == blank
    assert of_blank(kept_for_blank(pen, blank)) == blank
