"""One name in many spellings is found, says why, and has one canonical name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities import caching, default, own
from store.entities.caching import keep_skeletons, kept_skeletons
from store.entities.gazetteer import Term
from store.entities.layered import Layered
from store.entities.of_library import of
from store.entities.own import Own
from store.entities.recogniser import Recogniser
from store.entities.spellings import Spellings
from store.library import Library

TERMS = [
    Term("Zagruliyah", "Location", "gazetteer.places"),
    Term("Hizb al-Mudhar", "Organisation", "gazetteer.groups", "Mudhar Party"),
    Term("Zagrolia", "Weapon", "gazetteer.weapons"),
]


def canonical(text: str, mention: str) -> set[str]:
    """Return the canonical names under which a mention is found in a text."""
    return {
        one.canonical or " ".join(one.span.of(text).split())
        for one in default().find(text)
        if one.span.of(text) == mention
    }


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("Hezbollah", ["Hezbollah", "Hizbullah", "Hizballah", "Hezbullah", "حزب الله"]),
        (
            "Deir ez-Zor",
            [
                "Deir ez-Zor",
                "Deir Al-Zour",
                "Dayr az-Zawr",
                "Deir Ezzor",
                "Deir\nez-Zor",
                "دير الزور",
            ],
        ),
        ("Islamic State", ["Daesh", "Da'esh", "Da’esh", "ISIL", "ISIS", "Islamic State", "داعش"]),
        ("Raqqa", ["Raqqa", "Raqqah", "Ar-Raqqah", "al-Raqqa", "Rakka", "الرقة"]),
    ],
)
def test_all_spellings_have_one_canonical_name(name: str, spellings: list[str]) -> None:
    for spelling in spellings:
        assert canonical(f"They saw {spelling} on 3 May.", spelling) == {name}, spelling
    together = ", ".join(spellings)
    for spelling in spellings:
        assert canonical(f"They saw {together} on 3 May.", spelling) == {name}, spelling


def test_a_name_of_the_text_in_two_spellings_is_one() -> None:
    text = "Hajj Muhajir spoke. Hajj Mohajer left."
    assert canonical(text, "Hajj Mohajer") == {"Hajj Muhajir"}
    text = "Commander Abu Omar al-Zagruji spoke. Then Zagrooji left; Zagruji, too."
    assert canonical(text, "Zagruji") == {"Commander Abu Omar al-Zagruji"}
    assert canonical(text, "Zagrooji") == {"Commander Abu Omar al-Zagruji"}
    (alone,) = (one for one in default().find(text) if one.span.of(text) == "Zagrooji")
    assert alone.rule == "variant.Zagruji: vowel oo/u"


def test_a_variant_says_of_which_term_and_why() -> None:
    spellings = Spellings(TERMS)
    assert spellings.find("They left Az-Zagruliya.") == []  # not before it is ready
    spellings.prepare()
    (found,) = spellings.find("They left Az-Zagruliya.")
    assert found[:3] == (10, 22, "Location")
    assert found.rule.startswith("variant.Zagruliyah: ")
    assert "final h" in found.rule
    assert (found.canonical, found.priority) == ("Zagruliyah", -6)
    (party,) = spellings.find("The Hezb al-Mudhar")
    assert party.canonical == "Mudhar Party"
    assert spellings.find("They left Az-Zagruliya.", lambda rule: rule != "gazetteer.places") == []


def test_false_friends_and_parts_of_other_names_are_no_variants() -> None:
    text = "Hams, Iran, Sarmadia, Qalaat, U.S. Strategic Command and Lise Grande saw Khalil."
    assert not [one for one in default().find(text) if one.rule.startswith("variant.")]


def test_own_and_tagged_terms_are_found_in_other_spellings() -> None:
    said = Own((Term("Zagrukhiyah", "Person", "user.terms", "", own.PRIORITY),))
    tagged = [Term("Mudharrin Cell", "Cell", "tagged", "", 50)]
    layered = Layered.of(default(), said, tagged)
    text = "Zagrukhiya met men of the Modharrin Cell."
    found = {one.span.of(text): (one.label, one.canonical) for one in layered.find(text)}
    assert found["Zagrukhiya"] == ("Person", "Zagrukhiyah")
    assert found["Modharrin Cell"] == ("Cell", "Mudharrin Cell")
    without = Layered.of(default(), Own())
    assert layered.fingerprint(text) != without.fingerprint(text)
    assert layered.fingerprint("Nothing here.") == without.fingerprint("Nothing here.")


def test_variants_can_be_switched_off_and_the_recogniser_says_why(library: Library) -> None:
    folder = own.library_folder(library.folder)
    text = "In Rakka they spoke."
    (found,) = of(library.folder).find(text)
    assert of(library.folder).why(found, text).startswith("another spelling of Raqqa: ")
    own.switch(folder, "variant", on=False)
    assert of(library.folder).find(text) == []
    own.switch(folder, "variant", on=True)
    own.switch(folder, "gazetteer.places", on=False)
    assert of(library.folder).find(text) == []


def test_a_stop_in_another_spelling_is_no_entity(library: Library) -> None:
    own.stop(own.library_folder(library.folder), "Rakka")
    assert of(library.folder).find("In Rakka they spoke.") == []


def test_near_a_place_a_first_look_does_not_wait_for_spellings() -> None:
    text = "In Az-Zagruliya they spoke."
    recogniser = Recogniser.of([], TERMS)
    assert recogniser.find_near(text, 0) == []
    (found,) = recogniser.find(text)
    assert recogniser.find_near(text, 0) == [found]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file for skeletons of the test alone."""
    path = tmp_path / "new" / "skeletons.json"
    monkeypatch.setattr(caching, "_skeletons_file", lambda: path)
    return path


def test_skeletons_are_kept_for_the_owner_alone_and_only_under_their_mark(cache: Path) -> None:
    assert kept_skeletons("a") == {}
    first = Spellings(TERMS, mark="a")
    first.prepare()
    assert cache.stat().st_mode & 0o777 == 0o600
    assert kept_skeletons("a").keys() == {"Zagruliyah", "Hizb al-Mudhar"}
    assert kept_skeletons("b") == {}
    again = Spellings(TERMS, mark="a")
    again.prepare()
    text = "Az-Zagruliya and Hezb al-Mudhar"
    assert again.find(text) == first.find(text) != []


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\n[]", b"0" * 64 + b"\n{}"])
def test_a_damaged_file_of_skeletons_counts_as_none(cache: Path, damage: bytes) -> None:
    keep_skeletons("a", {"Homs": ["HMS"]})
    assert kept_skeletons("a") == {"Homs": ["HMS"]}
    cache.write_bytes(damage)
    assert kept_skeletons("a") == {}
    cache.unlink()
    cache.mkdir()
    assert kept_skeletons("a") == {}
    keep_skeletons("a", {"Homs": ["HMS"]})


PARTS = st.sampled_from(
    [
        "Hizballah",
        "Deir",
        "az-Zawr",
        "Hajj",
        "Mohajer",
        "Muhajir",
        "’s",
        "\n",
        " ",
        "\x1b",
        "حزب الله",
    ]
)


@settings(deadline=None, max_examples=60)
@given(st.lists(PARTS, max_size=14).map(" ".join))
def test_every_entity_lies_in_the_text(text: str) -> None:
    found = default().find(text)
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in found)
    assert found == sorted(found, key=lambda one: (one.span.start, -one.span.end, one.label))
