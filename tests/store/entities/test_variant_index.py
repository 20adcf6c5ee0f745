from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities.variant_index import VariantIndex

TERMS = [
    (name, name.upper())
    for name in (
        "Hezbollah",
        "Deir ez-Zor",
        "Raqqa",
        "Homs",
        "Iraq",
        "Daesh",
        "Tal Afar",
        "Mohammed bin Salman",
        "Hizbullah Brigades",
        "Kyiv",
        "Mali",
        "Hassan Nasrallah",
    )
]
INDEX = VariantIndex(TERMS, known=["Hassan", "Salman"])


def found(text: str) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.term) for hit in INDEX.find(text)]


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Fighters of Hizballah left.", [("Hizballah", "Hezbollah")]),
        ("Hizballah’s men", [("Hizballah", "Hezbollah")]),
        (
            "near Dayr az-Zawr and Ar-Raqqah",
            [("Dayr az-Zawr", "Deir ez-Zor"), ("Ar-Raqqah", "Raqqa")],
        ),
        ("the city of al-Raqqah fell", [("al-Raqqah", "Raqqa")]),
        ("in Dayr\nAl-Zour", [("Dayr\nAl-Zour", "Deir ez-Zor")]),
        ("pro-Da’esh", [("Da’esh", "Daesh")]),
        ("ISIS fled", [("ISIS", "Daesh")]),
        ("HIZBALLAH SAID", [("HIZBALLAH", "Hezbollah")]),
        ("Talafar", [("Talafar", "Tal Afar")]),
        ("Hezbollah Brigades", [("Hezbollah Brigades", "Hizbullah Brigades")]),
        ("Muhammad bin Salman spoke", [("Muhammad bin Salman", "Mohammed bin Salman")]),
        ("У місті Київ", [("Київ", "Kyiv")]),
        ("وقال حزب الله إن", [("حزب الله", "Hezbollah")]),
        ("في الرَّقَّة وبالرقة", [("الرَّقَّة", "Raqqa"), ("الرقة", "Raqqa")]),
        ("قوات داعش", [("داعش", "Daesh")]),
    ],
)
def test_variants_are_found_at_their_place(text: str, hits: list[tuple[str, str]]) -> None:
    assert found(text) == hits


@pytest.mark.parametrize(
    "text",
    [
        "Hezbollah and Raqqa, as they are written",
        "Homes burnt. Hams were eaten. Mail came.",
        "They hizballah in small letters",
        "Hassan Rouhani is somebody else",
        "Iran, not Iraq",
        "HMS Homs-2",
        "Rakka3",
        "Hams",
        "\x1b[31m\u202e\x00 \ud800 [/]",
        "",
    ],
)
def test_other_words_are_no_variants(text: str) -> None:
    assert found(text) == []


def test_a_word_that_the_text_has_in_small_letters_is_no_name() -> None:
    assert found("Rakka fell") == [("Rakka", "Raqqa")]
    assert found("Rakka fell; to rakka is a verb") == []


def test_a_hit_says_which_term_and_why() -> None:
    (hit,) = INDEX.find("Ar-Raqqah")
    assert (hit.term, hit.payload) == ("Raqqa", "RAQQA")
    assert {"article ar-", "final h"} <= set(hit.match.rules)


def test_the_closest_term_wins() -> None:
    index = VariantIndex([("Zainabiyoun", 1), ("Zaynebiyoun", 2)])
    assert [hit.payload for hit in index.find("Zeynabiyoun")] == [1]


def test_what_is_known_is_no_variant_and_neither_is_a_part_of_it() -> None:
    terms = [("Osama bin Laden", 1), ("Ladin", 2)]
    assert [hit.payload for hit in VariantIndex(terms).find("Osama bin Laden")] == []
    assert [hit.payload for hit in VariantIndex(terms).find("Laden")] == [2]


def test_an_alias_of_several_ordinary_words_is_found_unless_it_is_known() -> None:
    text = "Islamic State fighters"
    assert [text[h.start : h.end] for h in VariantIndex([("Daesh", 1)]).find(text)] == [
        "Islamic State"
    ]
    assert list(VariantIndex([("Daesh", 1)], ["Islamic State"]).find(text)) == []


def test_skeletons_can_be_kept() -> None:
    again = VariantIndex(TERMS, ["Hassan", "Salman"], INDEX.skeletons)
    assert again.skeletons == INDEX.skeletons
    text = "Hizballah, Dayr az-Zawr, ISIS"
    assert list(again.find(text)) == list(INDEX.find(text))


PARTS = st.sampled_from(
    ["Hizballah", "al-", "Raqqah", " ", "\n", "’s", "Deir", "az", "Zawr", "x", "\u0301", "حزب الله"]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(PARTS, max_size=12).map("".join))
def test_hits_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for hit in INDEX.find(text):
        assert end <= hit.start < hit.end <= len(text)
        end = hit.end


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    assert all(0 <= hit.start < hit.end <= len(text) for hit in INDEX.find(text))


def test_a_long_run_of_capitalised_words_takes_linear_time() -> None:
    assert list(INDEX.find("Xkcd " * 20_000)) == []
    assert list(INDEX.find("X" + "kcd" * 20_000 + " A" + "'a" * 20_000)) == []
