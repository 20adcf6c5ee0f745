"""What reaches the screen: one code point for one, and nothing that a terminal would obey."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from tui.display import BOX, REPLACEMENT, visible

EVERYTHING = [chr(code) for code in range(0x110000)]
ODD = [
    char for char in EVERYTHING if not char.isalnum() and ord(char) not in range(0x20000, 0xE0000)
]
PERSIAN = "می\u200cخواهم"
hostile = st.text(
    st.sampled_from(
        "aZé 漢한각خक्षिा\u0301\u0327\u200c\u200d\ufe0e\ufe0f❤👍🏽👩1©\t\n\x1b\u202e\ufffd□\u2028."
    )
    | st.characters()
)
modest = settings(deadline=None, max_examples=300)


def is_harmless(char: str) -> bool:
    """Tell whether Unicode calls it neither control, format, unassigned nor line separator."""
    category = unicodedata.category(char)
    return category[0] != "C" and category not in ("Zl", "Zp")


@pytest.mark.parametrize("multiline", [False, True])
def test_every_code_point_becomes_one_that_is_safe(multiline: bool) -> None:
    text = "a".join(ODD if multiline else EVERYTHING)
    shown = visible(text, multiline=multiline)
    assert len(shown) == len(text)
    assert visible(shown, multiline=multiline) == shown
    allowed = "\u200c\t\n" if multiline else "\u200c"
    assert not [
        hex(ord(char)) for char in set(shown) if not is_harmless(char) and char not in allowed
    ]


def test_every_code_point_has_a_cell_when_alone() -> None:
    assert not [hex(ord(char)) for char in ODD if cell_len(visible(char)) == 0]


@modest
@given(hostile, st.booleans())
def test_length_is_kept_and_twice_is_once(text: str, multiline: bool) -> None:
    shown = visible(text, multiline=multiline)
    assert len(shown) == len(text)
    assert visible(shown, multiline=multiline) == shown
    allowed = "\u200c\t\n" if multiline else "\u200c"
    assert all(is_harmless(char) or char in allowed for char in shown)


@modest
@given(hostile)
def test_the_width_is_the_sum_of_the_widths_of_its_code_points(text: str) -> None:
    shown = visible(text)
    assert cell_len(shown) == sum(map(get_character_cell_size, shown))


@modest
@given(hostile)
def test_no_base_carries_more_than_four_marks(text: str) -> None:
    run = 0
    for char in visible(text):
        marks = unicodedata.category(char)[0] == "M" and char not in "\ufe0e\ufe0f"
        run = run + 1 if marks else run if char == "\u200c" else 0
        assert run <= 4


@pytest.mark.parametrize(
    "text",
    [
        "An Iraqi air strike killed “Al-Zour” — 3,000 km² at £5.",
        "Привет, Ελλάδα, Hà Nội, Ha\u0300 No\u0323\u0302i",
        "漢字かな 한국어 \u1100\u1161\u11a8",
        "كَتَبَ الشعيرات، ۱۲",
        PERSIAN,
        "हिन्दी क्षि",
        "👍 🇺🇸 ❤",
        "a\u00a0b\u3000c",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m\x00\x07", "␛[31m␀␇"),
        ("a\tb\nc\r\x7f", "a␉b␊c␍␡"),
        ("\x85\x9b\ud800\udfff\ue000\uffff\u0378", REPLACEMENT * 7),
        ("\u202e\u2066\u200b\u2060\ufeff\u00ad\u2028\u2029\u3164\U000e0041\u061c", BOX * 11),
        ("a\u200db", "a□b"),
        ("a\u200cé", "a□é"),
        ("م\u200c", "م□"),
        ("م\u200c\u200cم", "م□□م"),
        ("ه\u200dم", "ه\u200cم"),
        ("👩\u200d👧", "👩□👧"),
        ("👍🏽", "👍□"),
        ("❤\ufe0f", "❤\ufe0e"),
        ("👍\ufe0e", "👍\ufe0f"),
        ("1\ufe0f\u20e3", "1\ufe0e\u20e3"),
        ("a\ufe0f", "a□"),
        ("❤\ufe0f\ufe0f", "❤\ufe0e□"),
        ("\u0301a", "�a"),
        ("\x85\u0301", "��"),
        ("a\u1161", "a�"),
        ("Z" + "\u0301" * 6 + "a\u0301", "Z" + "\u0301" * 4 + "��a\u0301"),
        ("م" + "\u064e" * 4 + "\u200c\u064e", "م" + "\u064e" * 4 + "□�"),
    ],
)
def test_what_would_mislead_is_drawn_as_a_mark(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_several_lines_keep_their_tabs_and_line_ends() -> None:
    assert visible("a\tb\n\x1b\r", multiline=True) == "a\tb\n␛␍"
    assert visible("a\n\u0301", multiline=True) == "a\n�"
