"""What may deceive a reader is found, where it is; what scripts need is left alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Span
from store.suspects import BLOCK, Kind, counted, find, in_words


def found(text: str) -> list[tuple[str, Kind]]:
    return [(suspect.span.of(text), suspect.kind) for suspect in find(text)]


@pytest.mark.parametrize(
    ("text", "piece", "kind"),
    [
        ("invoice\u202egnp.exe", "\u202e", Kind.DIRECTION),
        ("a \u2066\u2067b", "\u2066\u2067", Kind.DIRECTION),
        ("pa\u200bypal", "\u200b", Kind.INVISIBLE),
        ("pay\u00adpal", "\u00ad", Kind.INVISIBLE),
        ("x\U000e0041\U000e0042y", "\U000e0041\U000e0042", Kind.INVISIBLE),
        ("pay\u200dpal", "\u200d", Kind.INVISIBLE),
        ("é\u200da", "\u200d", Kind.INVISIBLE),
        ("red \x1b[31m", "\x1b", Kind.CONTROL),
        ("a\x9bb", "\x9b", Kind.CONTROL),
        ("Kharkiv", "", Kind.LOOK_ALIKE),
        ("Kh\u0430rkiv", "Kh\u0430rkiv", Kind.LOOK_ALIKE),
        ("the \u042272B tank", "\u042272B", Kind.LOOK_ALIKE),
        (
            "forces reached the city of \u0421\u041e\u041c\u0410 in the plain",
            "\u0421\u041e\u041c\u0410",
            Kind.LOOK_ALIKE,
        ),
        ("an \uff21\uff2b of full width", "\uff21\uff2b", Kind.LOOK_ALIKE),
    ],
)
def test_what_deceives_is_found(text: str, piece: str, kind: Kind) -> None:
    assert found(text) == ([(piece, kind)] if piece else [])


@pytest.mark.parametrize(
    "text",
    [
        "plain, with\ttabs\nand\flines",
        "«Сома» вышла на площадь, сообщили в Харькове",
        "می\u200cخواهم",
        "👩\u200d💻 ❤\ufe0f",
        "5 \u03bcm and 3 k\u03a9",
        "Α Β Γ: αβγ",
        "naïve Zürich İstanbul Łódź",
        "العربية والعبرية עברית",
        "क्\u200dष",
    ],
)
def test_what_scripts_need_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_kinds_are_counted() -> None:
    counts = counted(find("\u202e\u202d \u200b Kh\u0430rkiv \x00 Kh\u0430rkiv"))
    assert counts == {
        Kind.DIRECTION: 2,
        Kind.INVISIBLE: 1,
        Kind.CONTROL: 1,
        Kind.LOOK_ALIKE: 2,
    }
    assert in_words(counts) == "2 direction controls, 1 invisible, 1 control, 2 look-alike words"


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200), st.integers(0, 3))
def test_spans_lie_in_the_text_and_do_not_depend_on_its_length(text: str, blocks: int) -> None:
    before = "x " * (BLOCK * blocks // 2 - blocks)
    alone = [(suspect.span, suspect.kind) for suspect in find(f" {text}")]
    assert all(span.end <= len(text) + 1 for span, _ in alone)
    moved = [
        (Span(suspect.span.start - len(before), suspect.span.end - len(before)), suspect.kind)
        for suspect in find(f"{before} {text}")
    ]
    assert moved == alone


@pytest.mark.parametrize("unit", ["a", "\u0430", "a\u0430", "\u200b", "a\u200d", "\u202e ", "é"])
def test_no_text_takes_long(unit: str) -> None:
    start = time.process_time()
    for _ in find(unit * 200_000):
        pass
    assert time.process_time() - start < 5
