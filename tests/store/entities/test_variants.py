from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities.folding import DATA
from store.entities.gazetteer import read_terms
from store.entities.names import plain
from store.entities.recogniser import SHIPPED
from store.entities.sounds import sounds
from store.entities.variants import (
    aliases,
    false_friends,
    fixed_names,
    key,
    keys,
    plain_words,
    read_groups,
    same,
)
from store.errors import RuleError

PAIRS = [
    (line.split("\t")[0], line.split("\t")[1], line.split("\t")[2])
    for line in (Path(__file__).parent / "variant_pairs.tsv").read_text("utf-8").split("\n")
    if line and not line.startswith("#")
]
NAMES = st.text(st.sampled_from("aeiouwybdghjklmnqrstzAE'- اله\u0301ş"), max_size=16)


@pytest.mark.parametrize(("kind", "a", "b"), PAIRS)
def test_pairs_are_told_apart(kind: str, a: str, b: str) -> None:
    found = same(a, b)
    assert (found is not None) == (kind == "same"), found
    back = same(b, a)
    assert (back is None) == (found is None)
    if found and "alias" not in found.rules and a.isascii() and b.isascii():
        assert set(keys(a)) & set(keys(b)), "an index would not let them meet"


def test_the_table_is_large_and_names_no_pair_twice() -> None:
    assert sum(kind == "same" for kind, _, _ in PAIRS) >= 120
    assert sum(kind == "different" for kind, _, _ in PAIRS) >= 120
    assert len({frozenset(pair[1:]) for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize(
    ("a", "b", "rules"),
    [
        ("Homs", "Homs", ()),
        ("Homs", "HOMS", ("case",)),
        ("Ménaka", "Menaka", ("letters folded",)),
        ("Da'esh", "Daesh", ("apostrophe",)),
        ("Raqqa", "Al-Raqqah", ("hyphen", "article al-", "final h")),
        ("Hizbollah", "Hizbullah", ("ollah for allah", "ullah for allah")),
        ("Muhajir", "Mohajer", ("vowel e/i", "vowel o/u")),
        ("Gaddafi", "Kadhafi", ("consonant g/k", "consonant d/dh", "doubled letter")),
        ("Latakia", "Lattakia", ("doubled letter",)),
        ("Kharkiv", "Kharkov", ("-iv/-ov",)),
        ("Luhansk", "Lugansk", ("consonant g/h",)),
        ("Tal Afar", "Talafar", ("words written together",)),
        ("Mazar-i-Sharif", "Mazar Sharif", ("hyphen", "izafat -i-")),
        ("Daesh", "ISIS", ("alias",)),
        ("دمشق", "Damascus", ("alias",)),
        ("Москва", "Moskva", ("script",)),
    ],
)
def test_a_match_says_which_rules_made_it(a: str, b: str, rules: tuple[str, ...]) -> None:
    found = same(a, b)
    assert found is not None
    assert set(rules) <= set(found.rules)
    assert bool(rules) == bool(found.rules)


def test_closer_spellings_cost_less() -> None:
    near, far = same("Ahmed", "Ahmed"), same("Ahmed", "Ahmad")
    assert near is not None
    assert far is not None
    assert near.cost < far.cost


@pytest.mark.parametrize(
    ("word", "skeleton"),
    [("Hezbollah", "KTBL"), ("Deir ez-Zor", "TRTR"), ("Idlib", "ATLB"), ("", ""), ("—", "")],
)
def test_a_skeleton_is_the_kinds_of_consonants(word: str, skeleton: str) -> None:
    assert key(word) == skeleton


def test_a_word_comes_apart_into_consonants_and_what_is_between() -> None:
    heard = sounds("qaddhafiyyah")
    assert heard.consonants == ("q", "dh", "f")
    assert heard.vowels == ("", "a", "a", "iyyah")
    assert heard.doubled == (False, True, False)


@settings(deadline=None, max_examples=200)
@given(NAMES, NAMES)
def test_likeness_goes_both_ways_and_every_name_is_like_itself(a: str, b: str) -> None:
    assert same(a, a) is not None
    assert (same(a, b) is None) == (same(b, a) is None)


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=30))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert all(skeleton.isalpha() for skeleton in keys(text))
    same(text, "Homs")


@pytest.mark.parametrize("text", ["\x1b[31m", "\u202eHoms", "[/]", "\x00", "\ud800", "👩\u200d👧"])
def test_hostile_names_are_like_no_other(text: str) -> None:
    assert same(text, "Damascus") is None


def test_long_names_take_little_time() -> None:
    assert same("th" * 300 + "allah " * 300, "t" * 600) is None
    assert same("b" + "a" * 5000 + "b", "b" + "e" * 5000 + "b") is None
    assert same("b" + "a'" * 5000 + "b", "b" + "'e" * 5000 + "b") is None


def test_tables_do_not_contradict_each_other() -> None:
    groups = read_groups(DATA / "aliases.tsv")
    for name, friends in false_friends().items():
        assert not any(
            name in map(plain, g) and friends & set(map(plain, g)) - {name} for g in groups
        )
    assert not set(aliases()) & plain_words()


def test_no_shipped_place_outside_the_list_of_fixed_names_is_an_ordinary_word() -> None:
    labels = {"Location", "Person"}
    terms = [t for path in SHIPPED.glob("*.tsv") for t in read_terms(path) if t.label in labels]
    words = {plain(t.text) for t in terms if t.text[0].isupper() and not t.text.isupper()}
    assert words & plain_words() - fixed_names() == set()


def test_data_files_with_faults_are_named(tmp_path: Path) -> None:
    path = tmp_path / "aliases.tsv"
    path.write_text("# fine\nHoms\tHims\nAlone\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"aliases\.tsv.*'Alone'"):
        read_groups(path)
    path.write_bytes(b"\xff\tb")
    with pytest.raises(RuleError, match="UTF-8"):
        read_groups(path)


def test_matches_are_plain_data() -> None:
    found = same("Kyiv", "Kiev")
    assert found is not None
    assert json.dumps(found.rules)
