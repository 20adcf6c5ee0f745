"""What is left of a selection when blanks and stray punctuation are dropped."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Span
from tui.reader import graphemes
from tui.reader.selection import trimmed

modest = settings(deadline=None, max_examples=400)
PUNCTUATED = "aZ5é日 \n.,;:!?()[]“”‘’'\"«»#@$%+-−_/—…\u0301\u200d\u00a0👩′³ع،"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" Damascus ", "Damascus"),
        ("Damascus, ", "Damascus"),
        ("Damascus.", "Damascus"),
        ("\t— Damascus…\n", "Damascus"),
        ("the U.S.", "the U.S."),
        ("U.S.,", "U.S."),
        ("at 5 p.m.", "at 5 p.m."),
        ("J.", "J."),
        ("Lt. Gen.", "Lt. Gen."),
        ("fell on 3.", "fell on 3"),
        ("3.5.", "3.5"),
        ("example.org.", "example.org"),
        ("(ISIS)", "ISIS"),
        ("(ISIS),", "ISIS"),
        ("Islamic State (ISIS)", "Islamic State (ISIS)"),
        ("Islamic State (ISIS).", "Islamic State (ISIS)"),
        ("Islamic State)", "Islamic State"),
        ("(Lt) Smith", "(Lt) Smith"),
        ("“Al-Zour”", "Al-Zour"),
        ("Operation “Shader”", "Operation “Shader”"),
        ('Operation "Shader"', 'Operation "Shader"'),
        ('"Shader"', "Shader"),
        ('Shader"', "Shader"),
        ("‘Shader’", "Shader"),
        ("soldiers’", "soldiers"),
        ("’Ayn al-Arab", "’Ayn al-Arab"),
        ("ʿAyn al-Arab,", "ʿAyn al-Arab"),
        ("@user_name:", "@user_name"),
        ("#Syria!", "#Syria"),
        ("# Syria", "Syria"),
        ("$5m,", "$5m"),
        ("about £3,000;", "about £3,000"),
        ("10%.", "10%"),
        ("5€", "5€"),
        ("-5 to +10", "-5 to +10"),
        ("- five", "five"),
        ("50+ dead", "50+ dead"),
        ("C++,", "C++"),
        ("35° 12′ 30″", "35° 12′ 30″"),
        ("[/]", "[/]"),
        ("...", "..."),
        (" ", " "),
        ("الشعيرات،", "الشعيرات"),
        ("日本語。", "日本語"),
        ("\u00a0\u200b\x00word\u2028", "word"),
        ("e\u0301.", "e\u0301"),
        ("(\u0301a", "(\u0301a"),
    ],
)
def test_what_is_meant_of_a_selection(text: str, kept: str) -> None:
    assert trimmed(text, Span(0, len(text))).of(text) == kept


def test_what_lies_around_the_selection_does_not_matter() -> None:
    text = "(the Islamic State (ISIS) fell, U.S.)"
    assert trimmed(text, Span(5, 26)).of(text) == "Islamic State (ISIS)"
    assert trimmed(text, Span(24, 32)).of(text) == "fell"


@modest
@given(st.text(st.sampled_from(PUNCTUATED), min_size=1, max_size=25), st.data())
def test_the_result_lies_inside_and_is_settled(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    result = trimmed(text, span)
    assert span.covers(result)
    assert trimmed(text, result) == result
    for side in ({result.start} - {span.start}) | ({result.end} - {span.end}):
        assert graphemes.is_boundary(text, side)
    assert sum(map(str.isalnum, result.of(text))) == sum(map(str.isalnum, span.of(text)))


def test_a_huge_selection_is_trimmed_in_time() -> None:
    text = "( " * 50_000 + "word" + " )" * 50_000
    assert trimmed(text, Span(0, len(text))).of(text) == "word"
