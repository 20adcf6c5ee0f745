"""Terms are found as whole words, the way the gazetteer's header promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities.gazetteer import (
    Gazetteer,
    Term,
    Tokens,
    _first_words,
    _forms,
    read_terms,
)
from store.errors import RuleError


def found(terms: list[str], text: str) -> list[str]:
    """Return the stretches of a text that are one of the terms."""
    gazetteer = Gazetteer([Term(term, "Weapon", "test") for term in terms])
    return [text[p.start : p.end] for p in gazetteer.find(Tokens.of(text))]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("Da'esh", "of Da’esh and", ["Da’esh"]),
        ("Da'esh", "of Da'esh and", ["Da'esh"]),
        ("Deir Al-Zour", "in Deir Al Zour, DEIR AL-ZOUR", ["Deir Al Zour", "DEIR AL-ZOUR"]),
        ("Deir Al-Zour", "Deir\nAl-Zour", ["Deir\nAl-Zour"]),
        ("U.S.", "the U.S. said; US", ["U.S."]),
        ("mortar", "Mortar, MORTARS; mortared", ["Mortar", "MORTARS"]),
        ("Reaper", "the reaper", []),
        ("Homs", "Homs's Homsi", ["Homs"]),
        ("Al-Tadbir", "al-Tadbir, Al-Tadbir", ["al-Tadbir", "Al-Tadbir"]),
        ("New York City", "New York", []),
    ],
)
def test_how_terms_match(term: str, text: str, expected: list[str]) -> None:
    assert found([term], text) == expected


def test_every_length_is_proposed_at_a_word_the_longest_first() -> None:
    assert found(["al-Qaida", "al-Qaida in Iraq"], "al-Qaida in Iraq") == [
        "al-Qaida in Iraq",
        "al-Qaida",
    ]


@settings(deadline=None, max_examples=80)
@given(
    st.text("ab A'-.\n", max_size=8).filter(lambda t: any(map(str.isalnum, t))),
    st.text("xy ,", max_size=5),
)
def test_a_term_is_found_where_it_stands_alone(term: str, context: str) -> None:
    term = term.strip()
    text = f"{context} {term} {context}"
    assert term in found([term], text)


@given(st.text("aBcß ıİé²٣ك\u0301'’.-–(", min_size=1, max_size=7) | st.text(max_size=5))
def test_every_form_of_a_term_is_made_when_its_first_word_is_met(text: str) -> None:
    firsts = _first_words(text) if text else ()
    forms = list(_forms(Term(text, "Weapon", "test"))) if firsts else []
    assert {words[0] for words, _ in forms} == set(firsts)
    assert Gazetteer([Term(text, "Weapon", "test")] if text else []).find(Tokens.of("no")) == []


def test_a_file_is_read_with_comments_and_canonical_names(tmp_path: Path) -> None:
    path = tmp_path / "groups.tsv"
    path.write_text("# ours\nDaesh\tOrganisation\tIslamic State\n\nmortar\tWeapon\n", "utf-8")
    assert read_terms(path) == [
        Term("Daesh", "Organisation", "gazetteer.groups", "Islamic State"),
        Term("mortar", "Weapon", "gazetteer.groups"),
    ]


@pytest.mark.parametrize(
    "line", ["Daesh", "Daesh\t", "\tOrganisation", "--\tWeapon", "a\tB\tc\td", "²\tB"]
)
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "groups.tsv"
    path.write_text(f"# ours\n{line}\n", "utf-8")
    with pytest.raises(RuleError, match=r"groups\.tsv, line 2"):
        read_terms(path)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "groups.tsv"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(RuleError, match=r"groups\.tsv"):
        read_terms(path)
