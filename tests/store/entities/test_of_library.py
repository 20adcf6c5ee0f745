"""The recogniser of a library: own terms, stops, switches and tags over what is shipped."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities import own
from store.entities.gazetteer import Term, Tokens
from store.entities.layered import Layered, Lexicon
from store.entities.of_library import of
from store.entities.plugins import Outcome
from store.library import Library
from store.model import Entity, Label, Report, Span
from store.scheme import edited

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
    assert len(of(library.folder).problems()) == 3


PATTERN = """
[[rule]]
name = "unit"
label = "Organisation"
why = "units of this library"
pattern = "Unit [0-9]+"
match = ["«Unit 9»"]
no_match = ["Unit nine"]
"""


def test_own_patterns_run_and_those_that_cannot_are_named(library: Library) -> None:
    folder = own.library_folder(library.folder)
    folder.mkdir()
    second = PATTERN.replace('"unit"', '"bad"').replace("[0-9]+", "(")
    third = PATTERN.replace('"unit"', '"worse"').replace("why", "because")
    (folder / "mine.toml").write_text(PATTERN + second + third)
    (folder / "broken.toml").write_text("[[rule]\n")
    text = "Unit 17 left."
    assert found(library.folder, text) == [("Unit 17", "Organisation", "mine.unit")]
    problems = of(library.folder).problems()
    for name in ("mine.bad", "worse", "broken"):
        assert sum(name in problem for problem in problems) == 1
    own.switch(folder, "mine", False)
    assert found(library.folder, text) == []


@pytest.mark.parametrize(
    "content",
    [
        "",
        "x",
        "[other]",
        "rule = 3",
        "[[rule]]",
        PATTERN + "on = [1]",
        "[fragments]\na = 1",
        "a = " + "[" * 5000,
    ],
)
def test_no_rule_file_stops_the_rest(library: Library, content: str) -> None:
    folder = own.library_folder(library.folder)
    own.add_term(folder, "Zagrux", "Person")
    (folder / "mine.toml").write_text(content)
    assert labels(library.folder, "Zagrux") == {"Person"}
    assert bool(of(library.folder).problems()) == bool(content)


def test_what_a_plugin_finds_is_added_where_nothing_is_and_where_it_is_wanted(
    library: Library,
) -> None:
    folder = own.library_folder(library.folder)
    own.stop(folder, "left Homs")
    own.switch(folder, "Money", False)
    recogniser = of(library.folder)
    entities = recogniser.find(TEXT)
    places = [("Zagrux", "Person"), ("fired an AK-47", "Weapon"), ("fired", "Money")]
    spans = {name: Span(TEXT.index(name), TEXT.index(name) + len(name)) for name, _ in places}
    stopped = Span(TEXT.index("left"), TEXT.index("left") + 9)
    outcome = Outcome(
        "x",
        (
            *(Entity(spans[name], label, "plugin.x") for name, label in places),
            Entity(stopped, "Location", "plugin.x"),
        ),
    )
    both = recogniser.with_plugin(TEXT, entities, outcome)
    new = [one for one in both if one not in entities]
    assert [one.span for one in new] == [spans["Zagrux"]]
    assert recogniser.why(new[0], TEXT) == "the plug-in x"


def test_the_fingerprint_changes_with_what_is_found_in_a_text_only(library: Library) -> None:
    folder = own.library_folder(library.folder)

    def mark() -> str:
        return of(library.folder).layered.fingerprint(TEXT)

    marks = [mark()]
    own.add_term(folder, "Zagrux", "Person")
    marks.append(mark())
    own.switch(folder, "Person", False)
    marks.append(mark())
    (folder / "mine.toml").write_text(PATTERN)
    marks.append(mark())
    assert len(set(marks)) == 4
    own.add_term(folder, "Elsewhere", "Person")
    assert mark() == marks[-1]


def test_what_was_found_in_a_report_is_kept_until_it_would_be_another(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = own.library_folder(library.folder)
    first = of(library.folder).find(TEXT, keep=True)
    with monkeypatch.context() as patch:
        patch.setattr(Layered, "find", None)
        assert of(library.folder).find(TEXT, keep=True) == first
    own.stop(folder, "Homs")
    second = of(library.folder).find(TEXT, keep=True)
    assert [one for one in first if one.span.of(TEXT) != "Homs"] == second


def test_terms_and_tags_follow_their_renamed_label(
    library: Library, report_of: Callable[..., Report]
) -> None:
    other = report_of("Yesterday Zagrux met Marlow.")
    library.add(other)
    library.tagging(other.id).tag(Span(10, 16), "Organisation")
    own.add_term(own.library_folder(library.folder), "fired", "Organisation")
    assert labels(library.folder, "Zagrux") == labels(library.folder, "fired") == {"Organisation"}
    library.change_labels(lambda scheme: edited(scheme, "Organisation", Label("Group")))
    assert labels(library.folder, "Zagrux") == labels(library.folder, "fired") == {"Group"}
    recogniser = of(library.folder)
    (entity, *_) = [one for one in recogniser.find(TEXT) if one.rule == "tagged"]
    assert recogniser.why(entity, TEXT) == "tagged Group by ann once in one report"
    assert {label for _, label, _ in found(library.folder, "Then Hezbollah fell.")} == {"Group"}
    own.switch(own.library_folder(library.folder), "Group", False)
    assert not labels(library.folder, "fired")
    own.switch(own.library_folder(library.folder), "Group", True)
    (library.folder / "library.json").write_text("{}")
    assert labels(library.folder, "fired") == {"Organisation"}


def test_it_is_made_once_as_long_as_nothing_changes(
    library: Library, report_of: Callable[..., Report]
) -> None:
    untouched, tagged = report_of("Nothing."), report_of("Yesterday Zagrux spoke.")
    for one in (untouched, tagged):
        library.add(one)
    library.tagging(tagged.id).tag(Span(10, 16), "Organisation")
    every = of(library.folder).layered
    assert of(library.folder, untouched.id).layered is every
    alone = of(library.folder, tagged.id).layered
    assert alone is not every
    assert of(library.folder, tagged.id).layered is alone
    assert of(library.folder).layered is every


def test_a_tag_becomes_a_proposal_that_says_by_whom(
    library: Library, report_of: Callable[..., Report]
) -> None:
    other = report_of("Yesterday Zagrux spoke.")
    library.add(other)
    tag = library.tagging(other.id).tag(Span(10, 16), "Organisation")
    hurried = of(library.folder, hurry=True)
    assert "tagged" not in {one.rule for one in hurried.find(TEXT)}
    recogniser = of(library.folder)
    assert of(library.folder, hurry=True).layered is recogniser.layered
    mine = [one for one in recogniser.find(TEXT) if one.rule == "tagged"]
    assert [one.span.of(TEXT) for one in mine] == ["Zagrux", "Zagrux"]
    assert recogniser.why(mine[0], TEXT) == "tagged Organisation by ann once in one report"
    own.switch(own.library_folder(library.folder), "tagged", False)
    assert not labels(library.folder, "Zagrux")
    own.switch(own.library_folder(library.folder), "tagged", True)
    assert labels(library.folder, "Zagrux") == {"Organisation"}
    library.tagging(other.id).untag(tag.id)
    assert not labels(library.folder, "Zagrux")


TITLED = "Hajj Abbas met Zagrux in Homs. Later Hajj Abbas left Homs on 3 May 2015, and Zagrux did."
WORDS = [match.span() for match in re.finditer(r"\w+", TITLED)]
STRETCHES = st.sets(
    st.tuples(st.integers(0, len(WORDS) - 1), st.integers(0, 4)).map(
        lambda pair: Span(WORDS[pair[0]][0], WORDS[min(sum(pair), len(WORDS) - 1)][1])
    ),
    min_size=1,
    max_size=4,
)


@settings(deadline=None, max_examples=30)
@given(spans=STRETCHES, label=st.sampled_from(["Person", "Vehicle"]))
def test_what_is_tagged_in_a_report_alters_none_of_its_suggestions(
    tmp_path_factory: pytest.TempPathFactory,
    report_of: Callable[..., Report],
    spans: set[Span],
    label: str,
) -> None:
    library = Library.open(tmp_path_factory.mktemp("library") / "one", "ann", create=True)
    report = report_of(TITLED)
    library.add(report)
    before = of(library.folder, report.id).find(TITLED, keep=True)
    library.tagging(report.id).tag_all(spans, label)
    assert of(library.folder, report.id).find(TITLED, keep=True) == before


def test_a_short_tag_elsewhere_adds_nothing_where_a_longer_suggestion_stands(
    library: Library, report_of: Callable[..., Report]
) -> None:
    before = found(library.folder, TITLED)
    assert ("Hajj Abbas", "Person", "persons.titled") in before
    other = report_of("Abbas met.")
    library.add(other)
    library.tagging(other.id).tag_all([Span(0, 5), Span(0, 9)], "Vehicle")
    assert found(library.folder, TITLED) == before


def test_only_what_other_reports_say_counts_and_is_told(
    library: Library, report_of: Callable[..., Report]
) -> None:
    here, there = report_of(TEXT), report_of("Yesterday Zagrux spoke.")
    for one in (here, there):
        library.add(one)
    at = TEXT.index("Zagrux")
    library.tagging(here.id).tag(Span(at, at + 6), "Person")
    library.tagging(here.id).tag(Span(at, at + 8), "Person")

    def mine() -> list[tuple[str, str]]:
        by = of(library.folder, here.id)
        entities = [one for one in by.find(TEXT) if one.rule == "tagged"]
        return [(one.label, by.why(one, TEXT)) for one in entities]

    assert mine() == []
    library.tagging(there.id).tag(Span(10, 16), "Organisation")
    assert mine() == [("Organisation", "tagged Organisation by ann once in one report")] * 2


def test_a_tag_that_says_what_is_shipped_leaves_its_canonical_name(
    library: Library, report_of: Callable[..., Report]
) -> None:
    text = "The Hizballah came."
    before = of(library.folder).find(text)
    assert [one.canonical for one in before] == ["Hezbollah"]
    other = report_of("Hizballah left.")
    library.add(other)
    tag = library.tagging(other.id).tag(Span(0, 9), "Organisation")
    assert of(library.folder).find(text) == before
    library.tagging(other.id).relabel(tag.id, "Person")
    assert [one.label for one in of(library.folder).find(text)] == ["Person"]


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
    assert bool(lexicon.near(Tokens.of(text).words)) == near
