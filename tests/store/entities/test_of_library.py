"""The recogniser of a library: own terms, stops, switches and tags over what is shipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store.entities import own
from store.entities.gazetteer import Term, Tokens
from store.entities.layered import Lexicon
from store.entities.of_library import of
from store.library import Library
from store.model import Report, Span

TEXT = "Fighters of Zagrux fired an AK-47 in Homs, and Zagrux left Homs on 3 May 2015."


def found(library: Path | None, text: str = TEXT) -> list[tuple[str, str, str]]:
    recogniser = of(library)
    return [(one.span.of(text), one.label, one.rule) for one in recogniser.find(text)]


def labels(library: Path | None, mention: str) -> set[str]:
    return {label for text, label, _ in found(library) if text == mention}


def test_without_own_files_it_finds_what_is_shipped(library: Library) -> None:
    from store import entities

    assert of(library.folder).find(TEXT) == entities.find(TEXT)


def test_an_own_term_is_found_at_once_and_says_whose_it_is(library: Library) -> None:
    assert not labels(library.folder, "Zagrux")
    own.add_term(own.library_folder(library.folder), "Zagrux", "Organisation", "Zagrux Front")
    recogniser = of(library.folder)
    mine = [one for one in recogniser.find(TEXT) if one.rule == "library.terms"]
    assert [one.canonical for one in mine] == ["Zagrux Front"] * 2
    assert recogniser.why(mine[0], TEXT) == "a term of this library (terms.tsv)"
    assert not labels(None, "Zagrux")


def test_a_term_of_the_user_is_found_in_every_library(library: Library) -> None:
    own.add_term(own.user_folder(), "Zagrux", "Person")
    assert labels(library.folder, "Zagrux") == labels(None, "Zagrux") == {"Person"}


def test_a_stop_is_never_highlighted_and_an_own_term_beats_what_is_shipped(
    library: Library,
) -> None:
    folder = own.library_folder(library.folder)
    assert labels(library.folder, "Homs") == {"Location"}
    own.stop(folder, "Homs")
    assert not labels(library.folder, "Homs")
    own.add_term(folder, "Homs", "Organisation")
    assert labels(library.folder, "Homs") == {"Organisation"}
    own.remove_term(folder, "Homs")
    assert labels(library.folder, "Homs") == {"Location"}


def test_labels_rules_and_gazetteers_are_switched_off_and_on(library: Library) -> None:
    folder = own.library_folder(library.folder)
    before = found(library.folder)
    for name in ("Temporal", "gazetteer.places", "arms.gun"):
        assert any(name in (label, rule) for _, label, rule in before), name
        own.switch(folder, name, False)
        now = found(library.folder)
        assert not any(name in (label, rule) for _, label, rule in now)
        own.switch(folder, name, True)
    assert found(library.folder) == before


def test_damaged_files_leave_the_rest_and_are_named(library: Library) -> None:
    folder = own.library_folder(library.folder)
    own.add_term(folder, "Zagrux", "Person")
    (folder / "bad.tsv").write_bytes(b"\xff\n" * 3)
    assert labels(library.folder, "Zagrux") == {"Person"}
    assert len(of(library.folder).faults) == 3


def test_it_is_made_once_as_long_as_nothing_changes(library: Library) -> None:
    assert of(library.folder) is of(library.folder)


def test_a_tag_becomes_a_proposal_that_says_by_whom(
    library: Library, report_of: Callable[..., Report]
) -> None:
    other = report_of("Yesterday Zagrux spoke.")
    library.add(other)
    tag = library.tagging(other.id).tag(Span(10, 16), "Organisation")
    recogniser = of(library.folder)
    mine = [one for one in recogniser.find(TEXT) if one.rule == "tagged"]
    assert [one.span.of(TEXT) for one in mine] == ["Zagrux", "Zagrux"]
    assert recogniser.why(mine[0], TEXT) == "tagged Organisation by ann once in one report"
    own.switch(own.library_folder(library.folder), "tagged", False)
    assert not labels(library.folder, "Zagrux")
    own.switch(own.library_folder(library.folder), "tagged", True)
    assert labels(library.folder, "Zagrux") == {"Organisation"}
    library.tagging(other.id).untag(tag.id)
    assert not labels(library.folder, "Zagrux")


def test_an_own_term_and_a_stop_go_over_a_tag(
    library: Library, report_of: Callable[..., Report]
) -> None:
    other = report_of("Yesterday Zagrux spoke.")
    library.add(other)
    library.tagging(other.id).tag(Span(10, 16), "Organisation")
    own.add_term(own.user_folder(), "Zagrux", "Person")
    assert labels(library.folder, "Zagrux") == {"Person"}
    own.stop(own.library_folder(library.folder), "Zagrux")
    assert not labels(library.folder, "Zagrux")


@pytest.mark.parametrize(
    ("term", "text", "near"),
    [
        ("drone", "many Drones", True),
        ("U.S. Army", "the U.S. Army", True),
        ("Al-Raqqa", "in al-Raqqa", True),
        ("Deir ez-Zor", "Deir was", False),
        ("كتائب", "قال كتائب اليوم", True),
    ],
)
def test_a_lexicon_leaves_out_what_cannot_stand_in_a_text(term: str, text: str, near: bool) -> None:
    lexicon = Lexicon([Term(term, "X", "r")])
    assert bool(lexicon.near(Tokens.of(text))) == near
