from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities.folding import Folded, flat, fold, read_toml
from store.errors import RuleError

HOSTILE = ["", "\x1b[31m", "\u202eabc\u202c", "[/]", "\x00", "👩\u200d👩\u200d👧", "\ud800"]
TEXTS = st.text(max_size=40) | st.text(
    st.sampled_from("aÉe\u0301ﬁßİŞ’ʿ-‐ \n\u0640\u0651\u200c\u200eﷲﻻالةىКиїў가ǅ①㎞"), max_size=20
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Dayr az-Zawr", "dayr az-zawr"),
        ("Ṣanʿāʾ", "san'a'"),
        ("Diyarbakır", "diyarbakir"),
        ("Łódź", "lodz"),
        ("ﬁre", "fire"),
        ("İ", "i"),
        ("Straße", "strasse"),
        ("Deir‑ez–Zor", "deir-ez-zor"),
        ("الرَّقَّة", "الرقه"),
        ("ﷲ", "الله"),
        ("علی", "علي"),
        ("کابل", "كابل"),
        ("بغـــداد", "بغداد"),
        ("می‌شود", "ميشود"),
        ("Київ", "киів"),
        ("a\u00a0b\nc", "a b c"),
    ],
)
def test_letters_that_look_different_fold_to_one(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_a_mark_belongs_to_the_letter_before_it() -> None:
    folded = fold("xe\u0301\u0323y")
    assert folded.text == "xey"
    assert folded.original(1, 2) == (1, 4)
    assert folded.original(2, 3) == (4, 5)


def test_all_signs_of_a_ligature_stand_for_the_whole_of_it() -> None:
    folded = fold("aﬃ\u0301b")
    assert folded.text == "affib"
    assert [folded.original(i, i + 1) for i in (1, 2, 3)] == [(1, 3)] * 3


def test_an_empty_range_has_a_place() -> None:
    folded = fold("\u200eab")
    assert folded.original(0, 0) == (1, 1)
    assert folded.original(2, 2) == (3, 3)
    assert fold("").original(0, 0) == (0, 0)


def spans(folded: Folded) -> list[tuple[int, int]]:
    return [folded.original(i, i + 1) for i in range(len(folded.text))]


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_every_folded_letter_maps_to_what_it_came_from(text: str) -> None:
    folded = fold(text)
    found = spans(folded)
    assert found == sorted(found)
    for i, (start, end) in enumerate(found):
        assert 0 <= start < end <= len(text)
        assert folded.text[i] in fold(text[start:end]).text


@settings(deadline=None, max_examples=200)
@given(TEXTS, st.data())
def test_the_original_of_a_range_folds_to_the_range(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    a, b = folded.original(start, end)
    assert folded.text[start:end] in fold(text[a:b]).text


@settings(deadline=None, max_examples=200)
@given(TEXTS, TEXTS)
def test_folding_is_done_once_and_piece_by_piece(a: str, b: str) -> None:
    assert flat(flat(a)) == flat(a) == fold(a).text
    assert flat(a + b) == flat(a) + flat(b)


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_composed_and_decomposed_texts_fold_alike(text: str) -> None:
    forms = {flat(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(forms) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_fold(text: str) -> None:
    assert len(spans(fold(text))) == len(flat(text))


def test_a_damaged_data_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letters.toml"
    for damage in (b"\xff", b"[signs", b"a = 1"):
        path.write_bytes(damage)
        with pytest.raises(RuleError, match=r"letters\.toml.*mend"):
            read_toml(path)
    with pytest.raises(RuleError, match=r"absent\.toml"):
        read_toml(tmp_path / "absent.toml")
