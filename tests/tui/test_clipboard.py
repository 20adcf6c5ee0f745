"""What is sent to copy: one text, as it is shown, wrapped for what stands between."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.clipboard import LARGEST, LARGEST_OF_SCREEN, Between, between, cleaned, largest, sequence

ATTACK = "rm -rf ~\x1b[201~\r\n\x1b]52;c;x\x07\x9b31m\u202e\u200b\0\n\n"
PLAIN = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"TERM": "xterm-256color"}, Between.NOTHING),
        ({"TERM": "tmux-256color"}, Between.TMUX),
        ({"TERM": "screen", "TMUX": "/tmp/tmux-0/default,1,0"}, Between.TMUX),
        ({"TERM": "screen-256color"}, Between.SCREEN),
        ({}, Between.NOTHING),
    ],
)
def test_the_variables_say_what_stands_between(environment: dict[str, str], found: Between) -> None:
    assert between(environment) is found


def test_what_is_copied_is_what_is_shown() -> None:
    assert cleaned(ATTACK) == "rm -rf ~␛[201~␍\n␛]52;c;x␇\ufffd31m□□␀"
    assert cleaned("one\ttwo\nthree") == "one\ttwo\nthree"


@given(st.text())
@settings(deadline=None, max_examples=200)
def test_no_control_is_ever_copied(text: str) -> None:
    assert not set(cleaned(text)) & {chr(code) for code in (*range(9), *range(11, 32), 127, 0x9B)}


@given(st.text(max_size=2000), st.sampled_from(["xterm", "tmux", "screen", "linux"]))
@settings(deadline=None, max_examples=100)
def test_the_text_comes_back_whole(text: str, term: str) -> None:
    sent = sequence(cleaned(text), {"TERM": term})
    first = PLAIN.match(sent)
    assert first is not None
    assert base64.b64decode(first[1]).decode() == cleaned(text)
    rest = sent[first.end() :]
    if term == "tmux":
        assert rest.startswith("\x1bPtmux;")
        inner = rest.removeprefix("\x1bPtmux;").removesuffix("\x1b\\").replace("\x1b\x1b", "\x1b")
        assert inner == first[0]
    elif term == "screen":
        pieces = re.findall(r"\x1bP(.*?)\x1b\\", rest, re.DOTALL)
        assert "".join(pieces) == first[0]
        assert max(map(len, pieces)) <= 252
    else:
        assert rest == ""


def test_the_longest_fits_what_terminals_take() -> None:
    for term, most in (("xterm", LARGEST), ("screen", LARGEST_OF_SCREEN)):
        assert largest({"TERM": term}) == most
    assert len(sequence("x" * LARGEST, {"TERM": "xterm"})) == 100_000
    assert len(PLAIN.match(sequence("x" * LARGEST_OF_SCREEN, {"TERM": "screen"}))[0]) < 8192  # type: ignore[index]
