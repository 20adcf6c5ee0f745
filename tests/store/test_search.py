"""Searching: forgiving of case and accents, exact in its offsets."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Report, Summary
from store.rows import report_row, summary_of
from store.search import fold, matches, occurrences, starts

modest = settings(deadline=None, max_examples=300)
WORDS = st.text("aBéßكتاب\u0301\u064e한👩\u200d💻.*[(\\$^?+{|\0\x1b", min_size=1, max_size=6)
BLANKS = st.sampled_from([" ", "\n", "  ", " \n ", "\t", "\u2028", "\xa0", "\x0c", "\x1c"])


@pytest.fixture
def summary(report_of: Callable[..., Report]) -> Summary:
    report = report_of("text", title="Müller über ﬁnance Ⅳ İstanbul كَتائِب")
    return summary_of(report_row(report), tags=0)


@pytest.mark.parametrize(
    "query",
    [
        *("", "  ", "muller", "MÜLLER", "uber mul", "finance", "iv", "istanbul", "İSTANBUL"),
        *("كتائب", "furat", "FUR müll", "2023-12", "unread", "2023 unread furat"),
    ],
)
def test_every_word_may_stand_anywhere(query: str, summary: Summary) -> None:
    assert matches(summary, query)


@pytest.mark.parametrize("query", ["xyz", "muller xyz", "done", "2024", "\0", "["])
def test_one_word_that_is_missing_is_enough(query: str, summary: Summary) -> None:
    assert not matches(summary, query)


def test_the_id_is_searched_too(summary: Summary) -> None:
    assert matches(summary, summary.id[:7])


def test_folding_once_is_enough_for_every_code_point() -> None:
    once = fold("\n".join(map(chr, range(0x1FC00))))
    assert fold(once) == once


@modest
@given(WORDS)
def test_a_title_is_found_by_itself(word: str) -> None:
    assert fold(word) in fold(f"x {word} y")


@pytest.mark.parametrize(
    ("text", "phrase", "spans"),
    [
        ("Aa aA", "aa", [(0, 2), (3, 5)]),
        ("Aa aA", "Aa", [(0, 2)]),
        ("AKM akm", "AKM", [(0, 3)]),
        ("the Badr\n  Brigade", "badr brigade", [(4, 18)]),
        ("the Badr\n  Brigade", "  Badr  Brigade ", [(4, 18)]),
        ("the Badr\n  Brigade", "Badr brigade", []),
        ("👩\u200d💻 كتائب كتائب", "كتائب", [(4, 9), (10, 15)]),
        ("e\u0301te\u0301 ete", "te\u0301", [(2, 5)]),
        ("a.c abc", "a.c", [(0, 3)]),
        ("aaaa", "aa", [(0, 2), (2, 4)]),
        ("straße STRASSE", "straße", [(0, 6)]),
        ("a\0b", "a\0b", [(0, 3)]),
        ("ab", "", []),
        ("a b", " \n", []),
    ],
)
def test_phrases_are_found_where_they_stand(
    text: str, phrase: str, spans: list[tuple[int, int]]
) -> None:
    assert [(span.start, span.end) for span in occurrences(text, phrase)] == spans


@modest
@given(st.lists(WORDS, min_size=1, max_size=3), st.data())
def test_a_phrase_is_found_whatever_blanks_the_text_has(
    words: list[str], data: st.DataObject
) -> None:
    parts = [part for word in words for part in (word, data.draw(BLANKS))][:-1]
    before = data.draw(st.sampled_from(["", "x ", "👩\u200d💻\n", "كَ "]))
    text = f"{before}{''.join(parts)} end"
    spans = list(occurrences(text, " ".join(words)))
    assert spans
    for span in spans:
        assert span.of(text).casefold().split() == " ".join(words).casefold().split()
    assert all(one.end <= other.start for one, other in pairwise(spans))


@modest
@given(st.text("aA ", max_size=12), st.text("aA", min_size=1, max_size=3))
def test_case_counts_only_with_a_capital(text: str, phrase: str) -> None:
    found = [span.start for span in occurrences(text, phrase)]
    lower = phrase.islower()
    subject = text.lower() if lower else text
    expected, position = [], subject.find(phrase)
    while position >= 0:
        expected.append(position)
        position = subject.find(phrase, position + len(phrase))
    assert found == expected


@modest
@given(st.text("aA \n", max_size=30), st.text("aA", min_size=1, max_size=2), st.integers(0, 30))
def test_places_are_those_of_the_spans(text: str, phrase: str, limit: int) -> None:
    spans = list(occurrences(text, phrase))
    found = starts(text, phrase, limit)
    assert list(found) == [span.start for span in spans][:limit]
    for place, span in zip(found, spans, strict=False):
        assert next(occurrences(text, phrase, place)) == span
