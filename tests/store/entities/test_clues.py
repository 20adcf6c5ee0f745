"""Clues told by their form."""

from __future__ import annotations

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities.clues import lowered, numbers
from store.entities.gazetteer import Tokens
from store.entities.overlap import Proposal


def clues(text: str) -> list[tuple[str, str]]:
    """Return the clues that digits give."""
    return [(text[p.start : p.end], p.label) for p in numbers(text)]


def test_a_word_that_begins_with_a_digit() -> None:
    assert clues("the 5th of 12,500") == [("5th", "digits"), ("12", "digits"), ("500", "digits")]


def test_a_designation_begins_at_each_capital_that_leads_to_a_digit() -> None:
    expected = [("18", "digits"), ("F/A-18", "designation"), ("A-18", "designation")]
    assert clues("an F/A-18") == expected
    assert clues("M1A2") == [("M1", "designation")]
    assert clues("of-2") == [("2", "digits")]


def test_lowering_keeps_every_offset() -> None:
    text = "The A-10 \u0130 A"
    plain = [Proposal(start, end, "plain", "r") for start, end in ((0, 3), (4, 5), (9, 10))]
    assert lowered(text, plain) == "the A-10 \u0130 A"


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters() | st.sampled_from("aé²½ا\u064b\u0301\u200d\u200e\u203f_'-7 \n")))
def test_words_are_what_they_are_in_any_script(text: str) -> None:
    tokens = Tokens.of(text)
    spans = [match.span() for match in regex.finditer(r"[\w\p{M}]+", text)]
    assert list(zip(tokens.starts, tokens.ends, strict=True)) == spans
    assert list(tokens.words) == [text[start:end] for start, end in spans]
