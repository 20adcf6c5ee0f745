"""Motions go where a reader expects, get on, come back, and never look far."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Span
from tui.reader import graphemes
from tui.reader.layout import Layout
from tui.reader.lines import Lines
from tui.reader.motion import (
    MOTIONS,
    REACH,
    paragraph_at,
    sentence_at,
    vertical,
    word_at,
)

ODD = [
    " ", "\n", "\n\n", ". ", "? ", "؟ ", "。", '." ', "a", "Word", "U.S. ", "Gen. ", "Al-Zour",
    "'s", "3,000", "(", "日本", "👩\u200d👩", "🇺🇸", "e\u0301", "\u0301", "الشعيرات",
    "می\u200cخواهم", "\u0600", "\x1b[0m", "\x00", "\ud800", "\t", "—", "…",
]  # fmt: skip
texts = st.lists(st.sampled_from(ODD) | st.text(max_size=3), max_size=40).map("".join)
modest = settings(deadline=None, max_examples=150)


def laid_out(text: str, width: int = 40) -> Layout:
    return Layout(Lines(text), width)


def stops(text: str, motion: str, width: int = 40) -> list[str]:
    """Return the pieces of a text between the places where a motion to the right halts."""
    layout, offset, found = laid_out(text, width), 0, []
    while (after := MOTIONS[motion](layout, offset)) > offset:
        found.append(text[offset:after])
        offset = after
    assert offset == len(text)
    return found


@pytest.mark.parametrize(
    "pieces",
    [
        ["one ", "two  ", "three"],
        ["A ", "strike, ", "then — ", "a\n\n", "fire."],
        ["Al-Zour ", "and ", "Da'esh ", "in ", "Al-Shu’ayrat"],
        ["the ", "U.S.-led ", "U.S. ", "coalition ", "at ", "5 ", "p.m. ", "today"],
        ["9K38 ", "3,000 ", "3.5 ", "10:30 ", "12/05/2013 ", "AT&T ", "example.org/", "x"],
        ["الأول ", "هنا، ", "می\u200cخواهم ", "کتاب"],
        ["Привет, ", "мир"],
        ["日本語です。", "次の文"],
        ["cafe\u0301 ", "e\u0301te\u0301"],
        ["left [/", "b] \x1b[", "31m"],
    ],
)
def test_words(pieces: list[str]) -> None:
    assert stops("".join(pieces), "word_right") == pieces


@pytest.mark.parametrize(
    "pieces",
    [
        ["He came. ", "He saw! ", "Did he win? ", "Yes… ", "No"],
        ['"They left!" ', "He said (so.) ", "“Well.” ", "End"],
        ["Lt. Gen. J. R. Smith of the U.S. Army fell. ", "It was 5 p.m. on 3 Jan. 2013."],
        ["About 3.5 km. ", "12 dead. ", "Then nothing."],
        ["it ended. then more. ", "New."],
        ["A title\n\n", "A text over\ntwo lines. ", "Done\n \n", "End"],
        ["الأول هنا. ", "الثاني هناك؟ ", "نعم"],
        ["یہ ہے۔ ", "وہ ہے"],
        ["日本語です。", "次の文。", "終"],
        ["Wait... ", "What?! ", "“No” she said."],
        ["fought Islamic State. ", "#Syria"],
        ["of the Euphrates.[1] ", "The report said so.[2][13] ", "It is [4] one. ", "End"],
    ],
)
def test_sentences(pieces: list[str]) -> None:
    assert stops("".join(pieces), "sentence_right") == pieces


@pytest.mark.parametrize(
    "pieces", [["one\ntwo\n\n", "three\n \t\n\n", "four\n"], ["\n\n", "one"], ["one\n\n\n"]]
)
def test_paragraphs(pieces: list[str]) -> None:
    assert stops("".join(pieces), "paragraph_right") == pieces


def test_rows() -> None:
    layout = laid_out("one two three\nfour", 8)
    assert [MOTIONS["row_start"](layout, offset) for offset in (0, 5, 8, 13, 14)] == [
        0,
        0,
        8,
        8,
        14,
    ]
    assert [MOTIONS["row_end"](layout, offset) for offset in (0, 5, 8, 13, 14)] == [
        7,
        7,
        13,
        13,
        18,
    ]


def test_the_end_of_a_word_is_behind_its_last_letter() -> None:
    text = "On 3,000 U.S. men."
    ends = [(text, end) for end in (2, 8, 13, 17, 18)]
    layout, offset, found = laid_out(text), 0, []
    while (after := MOTIONS["word_end"](layout, offset)) > offset:
        found.append((text, after))
        offset = after
    assert found == ends
    back = [MOTIONS["word_end_left"](layout, offset) for offset in (18, 17, 14, 9, 8, 3, 2, 0)]
    assert back == [17, 13, 13, 8, 2, 2, 0, 0]
    assert MOTIONS["word_end_left"](laid_out("at Al-Zour"), 6) == 2
    assert MOTIONS["word_end_left"](laid_out("at" + " " * 9_000 + "Al"), 9_002) == 2


def test_the_names_are_those_of_the_commands() -> None:
    pairs = ("char", "word", "sentence", "paragraph")
    assert set(MOTIONS) == {f"{unit}_{side}" for unit in pairs for side in ("left", "right")} | {
        f"{unit}_{side}" for unit in ("row", "text") for side in ("start", "end")
    } | {"word_end", "word_end_left"}


@modest
@given(texts, st.data())
def test_motions_land_on_clusters_and_get_on(text: str, data: st.DataObject) -> None:
    layout = laid_out(text)
    offset = graphemes.boundary_at(text, data.draw(st.integers(0, len(text))))
    for name, motion in MOTIONS.items():
        after = motion(layout, offset)
        assert graphemes.is_boundary(text, after), name
        if name.endswith(("_right", "word_end")):
            assert offset < after <= len(text) or after == offset == len(text), name
        if name.endswith("_left"):
            assert 0 <= after < offset or after == offset == 0, name


@modest
@given(texts, st.sampled_from(["char", "word", "sentence", "paragraph"]))
def test_the_way_back_halts_at_the_same_places(text: str, unit: str) -> None:
    layout, there, back = laid_out(text), [0], [len(text)]
    while there[-1] < len(text):
        there.append(MOTIONS[f"{unit}_right"](layout, there[-1]))
    while back[-1]:
        back.append(MOTIONS[f"{unit}_left"](layout, back[-1]))
    assert back[::-1] == there


@modest
@given(texts, st.integers(2, 20), st.integers(-9, 9), st.integers(0, 25), st.data())
def test_going_up_and_down_keeps_to_the_goal(
    text: str, width: int, rows: int, goal: int, data: st.DataObject
) -> None:
    layout = laid_out(text, width)
    offset = data.draw(st.integers(0, len(text)))
    after = vertical(layout, offset, rows, goal)
    start = layout.row_at(offset)
    assert layout.row_at(after) == layout.step(start, rows)
    if layout.row_at(after) == start:
        assert after == offset
    else:
        assert layout.x_of(after) <= goal


@modest
@given(texts, st.data())
def test_what_is_at_an_offset_covers_it(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    word, sentence = word_at(text, offset), sentence_at(text, offset)
    assert word is None or (offset in word and word.end <= len(text))
    assert sentence is None or sentence.of(text) == sentence.of(text).strip()
    if offset < len(text) and not text[offset].isspace():
        assert sentence is not None
        assert offset in sentence
        paragraph = paragraph_at(laid_out(text), offset)
        assert paragraph is not None
        assert offset in paragraph
        assert "\n\n" not in paragraph.of(text)


def test_word_sentence_and_paragraph_at_an_offset() -> None:
    text = "Mr. Al-Zour left. He (Ali) fell.\nMore.\n\nEnd"
    assert [word_at(text, offset) for offset in (2, 4, 8, 11)] == [
        None, Span(4, 11), Span(4, 11), None,
    ]  # fmt: skip
    assert sentence_at(text, 6) == sentence_at(text, 17) == Span(0, 17)
    assert sentence_at(text, 18) == Span(18, 32)
    assert paragraph_at(laid_out(text), 20) == Span(0, 38)
    assert paragraph_at(laid_out(text), 39) is None
    assert sentence_at(" \n ", 1) is None


class Guarded(Layout):
    """A layout that must not be asked for rows."""

    def row_at(self, offset: int) -> object:  # type: ignore[override]
        raise AssertionError


@pytest.mark.parametrize(
    "run", ["a", " ", ".", "-", "\n", "日", "a\n", ". ", "\u0301", "a.", "\n "]
)
def test_motions_look_no_further_than_they_may(run: str) -> None:
    text = run * (40 * REACH // len(run))
    layout = Guarded(Lines(text), 80)
    middle = graphemes.boundary_at(text, len(text) // 2)
    for name in ("char", "word", "sentence", "paragraph"):
        left, right = (MOTIONS[f"{name}_{side}"](layout, middle) for side in ("left", "right"))
        lines = layout.lines.at(right) - layout.lines.at(left)
        assert left < middle < right
        assert right - left <= 2 * REACH + 200 or name == "paragraph"
        assert name != "paragraph" or lines <= 4_000 or len(layout.lines) == 1
