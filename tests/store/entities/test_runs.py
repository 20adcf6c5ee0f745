from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities.gazetteer import UNCOMMON
from store.entities.runs import ANY_ARABIC, ARABIC, RUN, plain_run, runs

WORDS = [
    "Deir",
    "ez-Zor",
    "al",
    "’s",
    "`A",
    "É",
    "é",
    "Ж",
    "ж",
    "Ά",
    "X1",
    "ß",
    "ǅ",
    "א",
    "د",
    "bin",
]
SIGNS = ["-", "–", " ", "\n", "\xa0", "\u202f", "\t", "'", "0", "²", "_", ".", "\x1b", "\u2028"]
PARTS = st.sampled_from([*WORDS, *SIGNS])
TEXTS = st.lists(PARTS, max_size=30).map("".join) | st.text(max_size=40)


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_both_patterns_find_the_same_in_common_letters(text: str) -> None:
    common = UNCOMMON.sub("", text)
    assert plain_run().split(common) == RUN.split(common)


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_runs_are_at_their_places(text: str) -> None:
    found = runs(text)
    assert "".join(found.parts) == text
    for start, name in zip(found.starts(), found.names, strict=False):
        assert text[start : start + len(name)] == name
        assert name[0].isupper()


def test_all_that_is_arabic_is_seen_at_once() -> None:
    letters = map(chr, (*range(0xD800), *range(0xE000, 0x110000)))
    assert not [one for one in letters if ARABIC.match(one) and not ANY_ARABIC.match(one)]
    assert [*runs("in حلب and").arabic()] == [(3, "حلب ")]
    assert [*runs("in Aleppo").arabic()] == []


def test_a_run_of_names_is_one() -> None:
    assert list(runs("In the town of Deir\nez-Zor, Ali bin Omar's men").names) == [
        "In",
        "Deir\nez-Zor",
        "Ali bin Omar's",
    ]
