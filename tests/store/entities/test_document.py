"""Names that a report explains once are known in the rest of it."""

from __future__ import annotations

import pytest

from store.entities import find
from store.entities.document import fits, last_name


def found(text: str) -> list[tuple[str, str]]:
    """Return the mentions of a text with their labels."""
    return [(e.span.of(text), e.label) for e in find(text)]


def test_an_acronym_is_known_after_its_definition_and_bears_the_name() -> None:
    text = "The Northern Relief Council (NRC) left. Later the NRC came back."
    entities = find(text)
    assert [e.span.of(text) for e in entities] == ["Northern Relief Council", "NRC", "NRC"]
    assert {e.canonical for e in entities[1:]} == {"Northern Relief Council"}


def test_initials_alone_make_a_name() -> None:
    text = "Members of the Free Lions of Tadbira (FLT) met. FLT said nothing."
    assert ("Free Lions of Tadbira", "Organisation") in found(text)
    assert found(text).count(("FLT", "Organisation")) == 2


@pytest.mark.parametrize(
    "name", ["United Brothers of Syria (UBS)", "Northern Antelope Theatre Owners (NATO)"]
)
def test_initials_make_a_name_though_its_last_word_or_the_acronym_is_known(name: str) -> None:
    assert (name.partition(" (")[0], "Organisation") in found(f"The {name} met.")


def test_brackets_that_explain_nothing_define_nothing() -> None:
    assert found("The old house (QXZ) burnt. QXZ.") == []


def test_a_person_is_known_by_the_last_name_and_without_the_article() -> None:
    text = "Gen. Samir al-Tadbiri spoke. Al-Tadbiri left; Tadbiri knew."
    assert ("Tadbiri", "Person") in found(text)


def test_a_name_found_by_its_context_is_found_without_it() -> None:
    text = "In the village of Umm Tuwaymah they met. Umm Tuwaymah fell."
    assert found(text).count(("Umm Tuwaymah", "Location")) == 2


@pytest.mark.parametrize(
    ("acronym", "name", "expected"),
    [
        ("IRGC", "Islamic Revolutionary Guards Corps", True),
        ("CTF", "Combined Task Force", True),
        ("UAV", "Islamic Revolutionary Guards Corps", False),
        ("ABC", "Cab", False),
    ],
)
def test_what_an_acronym_fits(acronym: str, name: str, expected: bool) -> None:
    assert fits(acronym, name) is expected


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("Lt. Gen. Stephen J. Townsend", "Townsend"),
        ("Haider al-Abadi", "al-Abadi"),
        ("Minister for the Middle East", ""),
        ("Assad", ""),
    ],
)
def test_last_names(mention: str, expected: str) -> None:
    assert last_name(mention) == expected
