"""Where the words of a selection stand in a text."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import SpanError
from store.model import ReportId, Span, Tag, TagId
from store.occurrences import LONGEST, Line, Mode, lines, occurrences, untagged

TEXT = "Homs, HOMS and Homsi.\nHajj\n Abbas left Homs for the Straße of STRASSE."


def found(quote: str, mode: Mode) -> list[str]:
    return [span.of(TEXT) for span in occurrences(TEXT, quote, mode)]


@pytest.mark.parametrize(
    ("quote", "mode", "expected"),
    [
        ("Homs", Mode.EXACT, ["Homs", "Homs", "Homs"]),
        ("Homs", Mode.WHOLE_WORDS, ["Homs", "Homs"]),
        ("homs", Mode.ANY_CASE, ["Homs", "HOMS", "Homs", "Homs"]),
        ("homs", Mode.ANY_CASE | Mode.WHOLE_WORDS, ["Homs", "HOMS", "Homs"]),
        ("Hajj Abbas", Mode.WHOLE_WORDS, ["Hajj\n Abbas"]),
        ("strasse", Mode.ANY_CASE, ["Straße", "STRASSE"]),
        ("om", Mode.WHOLE_WORDS, []),
        (", ", Mode.WHOLE_WORDS, []),
        (", HOMS", Mode.EXACT, [", HOMS"]),
    ],
)
def test_modes(quote: str, mode: Mode, expected: list[str]) -> None:
    assert found(quote, mode) == expected


def test_a_mark_belongs_to_its_word() -> None:
    assert occurrences("cafe\u0301 cafe", "cafe") == [Span(6, 10)]


@pytest.mark.parametrize("quote", ["", " \n", "x" * (LONGEST + 1)])
def test_what_is_no_phrase_is_refused(quote: str) -> None:
    with pytest.raises(SpanError):
        occurrences(TEXT, quote)


def test_hostile_texts_are_found_as_they_are(hostile: str) -> None:
    spans = occurrences(f"x{hostile}y\n{hostile}", hostile, Mode.EXACT)
    assert [span.start for span in spans][:1] == [1 + len(hostile) - len(hostile.lstrip())]
    assert len(spans) == 2


@given(st.text("ab \n", max_size=40), st.text("ab ", min_size=1, max_size=5))
@settings(deadline=None, max_examples=150)
def test_they_are_the_phrase_in_order_and_none_is_left_out(text: str, quote: str) -> None:
    if not quote.split():
        return
    spans = occurrences(text, quote, Mode.EXACT)
    wanted = " ".join(quote.split())
    assert all(" ".join(span.of(text).split()) == wanted for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert bool(spans) == (wanted in " ".join(text.split()))
    whole = occurrences(text, quote, Mode.WHOLE_WORDS)
    assert set(whole) <= set(occurrences(text, quote, Mode.ANY_CASE | Mode.WHOLE_WORDS))


def test_the_line_beside_an_occurrence() -> None:
    spans = [Span(0, 4), Span(22, 32), Span(39, 43)]
    shown = list(lines(TEXT, spans))
    assert shown[0] == Line(1, "", ", HOMS and Homsi.")
    assert (shown[1].number, shown[1].before) == (2, "")
    assert (shown[2].number, shown[2].before) == (3, " Abbas left ")
    long = "x" * 100
    assert list(lines(long, [Span(50, 51)])) == [Line(1, "x" * 40, "x" * 40)]


def test_what_the_analyst_has_tagged_so_is_left_out() -> None:
    time = datetime(2026, 11, 22, tzinfo=UTC)

    def tag(start: int, label: str, author: str) -> Tag:
        report = ReportId("r")
        return Tag(TagId("t"), report, Span(start, 4 + start), label, "", "", author, time, time)

    tags = [tag(0, "Location", "ann"), tag(6, "Person", "ann"), tag(15, "Location", "bob")]
    spans = [Span(0, 4), Span(6, 10), Span(15, 19)]
    assert untagged(spans, tags, "Location", "ann") == spans[1:]
