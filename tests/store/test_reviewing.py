"""Accepting, rejecting and stopping suggestions, and tagging many places, as edits that undo."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import LabelError, LibraryError, SpanError
from store.history import State
from store.library import Library
from store.model import Entity, Label, Report, ReportId, Span
from store.occurrences import occurrences
from store.reviewing import Reviewing
from store.scheme import edited

TEXT = "Homs fell. Abu Ali left Homs; Abu\nAli fled."
HOMS, ALI, HOMS2, ALI2 = ALL = (
    Entity(Span(0, 4), "Location", "r.place", "Homs city"),
    Entity(Span(11, 18), "Person", "r.name"),
    Entity(Span(24, 28), "Location", "r.place"),
    Entity(Span(30, 37), "Person", "r.name"),
)


@pytest.fixture
def id_(library: Library, report_of: Callable[..., Report]) -> ReportId:
    report = report_of(TEXT)
    library.add(report)
    return report.id


@pytest.fixture
def ann(library: Library, id_: ReportId) -> Reviewing:
    return library.tagging(id_)


@pytest.fixture
def bob(library: Library, id_: ReportId) -> Reviewing:
    return Library.open(library.folder, "bob").tagging(id_)


@pytest.fixture
def opened(library: Library, id_: ReportId) -> Callable[[], tuple[Entity, ...]]:
    return lambda: library.suggestions(id_, ALL).open


def test_accepting_tags_what_is_suggested(
    library: Library, id_: ReportId, ann: Reviewing, opened: Callable[[], object]
) -> None:
    (tag,) = ann.accept([HOMS])
    assert (tag.span, tag.label, tag.origin) == (HOMS.span, "Location", "r.place")
    assert (tag.quote, tag.canonical) == ("Homs", "Homs city")
    assert library.reviews(id_) == []
    assert opened() == ALL[1:]
    assert ann.accept([HOMS]) == [tag]
    assert len(library.edits(id_)) == 1


def test_accepting_many_is_one_edit(
    library: Library, id_: ReportId, ann: Reviewing, opened: Callable[[], object]
) -> None:
    first = ann.accept([HOMS])
    tags = ann.accept([*ALL, ALI])
    assert [tag.span for tag in tags] == [one.span for one in ALL]
    assert tags[0] == first[0]
    assert opened() == ()
    edit = ann.undo()
    assert edit is not None
    assert (edit.what, len(edit.changes)) == ("accept", 3)
    assert library.tags(id_) == first


def test_accepting_with_another_label_is_remembered_and_undone_as_one(
    library: Library, id_: ReportId, ann: Reviewing, opened: Callable[[], object]
) -> None:
    ann.accept([HOMS], "weapon")
    assert [tag.label for tag in library.tags(id_)] == ["Weapon"]
    assert [review.label for review in library.reviews(id_)] == ["Location"]
    assert opened() == ALL[1:]
    ann.undo()
    assert (library.tags(id_), library.reviews(id_), opened()) == ([], [], ALL)
    ann.redo()
    assert opened() == ALL[1:]
    ann.untag(library.tags(id_)[0].id)
    assert opened() == ALL


def test_what_one_rejects_is_decided_for_all_until_it_is_taken_back(
    library: Library,
    id_: ReportId,
    ann: Reviewing,
    bob: Reviewing,
    opened: Callable[[], object],
) -> None:
    made = bob.reject([HOMS, HOMS2])
    assert library.reviews(id_) == made
    assert [review.author for review in made] == ["bob", "bob"]
    assert opened() == (ALI, ALI2)
    assert bob.reject([HOMS]) == []
    assert ann.undo() is None
    edit = bob.undo()
    assert edit is not None
    assert edit.touched is not None
    assert (edit.what, edit.touched.quote) == ("reject", "Homs")
    assert opened() == ALL
    bob.redo()
    assert library.reviews(id_) == made


def test_stopped_words_are_none_in_this_report(
    library: Library, id_: ReportId, ann: Reviewing, opened: Callable[[], object]
) -> None:
    ann.stop(ALI)
    assert opened() == (HOMS, HOMS2)
    assert str(library.suggestions(id_, ALL)) == "2 of 4"
    assert len(ann.reopen([ALI2])) == 1
    assert opened() == ALL
    ann.undo()
    assert opened() == (HOMS, HOMS2)


def test_taking_back_a_rejection_is_an_edit_of_its_own(
    ann: Reviewing, bob: Reviewing, opened: Callable[[], object]
) -> None:
    bob.reject([HOMS])
    assert ann.reopen([ALI]) == []
    assert [review.author for review in ann.reopen([HOMS])] == ["bob"]
    assert opened() == ALL
    with pytest.raises(LibraryError, match="changed by another edit"):
        bob.undo()
    ann.undo()
    assert opened() == ALL[1:]


def test_all_places_are_tagged_as_one_edit(
    library: Library, id_: ReportId, ann: Reviewing, bob: Reviewing
) -> None:
    old = ann.tag(Span(0, 4), "Location")
    bob.tag(Span(24, 28), "Location")
    tags = ann.tag_all(occurrences(TEXT, "Homs"), "location", note="town")
    assert [(tag.span, tag.label, tag.note) for tag in tags] == [(HOMS2.span, "Location", "town")]
    assert ann.tag_all(occurrences(TEXT, "Homs"), "location") == []
    assert len(ann.tag_all(occurrences(TEXT, "Abu Ali"), "Person")) == 2
    ann.undo()
    ann.undo()
    assert [tag for tag in library.tags(id_) if tag.author == "ann"] == [old]


def test_what_cannot_be_leaves_everything(library: Library, id_: ReportId, ann: Reviewing) -> None:
    outside = Entity(Span(0, 999), "Location", "r")
    unknown = Entity(Span(0, 4), "Planet", "r")
    with pytest.raises(SpanError):
        ann.reject([HOMS, outside])
    with pytest.raises(SpanError):
        ann.tag_all([Span(0, 4), Span(0, 999)], "Location")
    with pytest.raises(LabelError):
        ann.accept([HOMS, unknown])
    assert (library.tags(id_), library.reviews(id_), library.edits(id_)) == ([], [], [])
    ann.accept([unknown], "Location")
    assert library.suggestions(id_, [unknown]).open == ()


def test_verdicts_follow_a_renamed_label(
    library: Library, id_: ReportId, ann: Reviewing, bob: Reviewing
) -> None:
    ann.reject([HOMS])
    library.change_labels(lambda scheme: edited(scheme, "Location", Label("Place")))
    place = Entity(HOMS.span, "Place", "r")
    assert library.suggestions(id_, [place]).open == ()
    assert len(bob.reopen([place])) == 1
    assert library.suggestions(id_, [place]).open == (place,)


def test_a_hostile_text_is_rejected_and_kept(
    library: Library, report_of: Callable[..., Report], hostile: str
) -> None:
    report = report_of(f"x{hostile}y")
    library.add(report)
    one = Entity(Span(1, 1 + len(hostile)), "Person", "r")
    tagging = library.tagging(report.id)
    (made,) = tagging.reject([one])
    assert made.quote == hostile
    tagging.stop(one)
    assert library.reviews(report.id)[0] == made
    assert library.suggestions(report.id, [one]).open == ()


def test_many_tags_or_verdicts_are_undone_by_as_many_looks_at_their_table_as_one(
    ann: Reviewing, looks: list[object]
) -> None:
    def looked(do: Callable[[], object]) -> int:
        assert do()
        looks.clear()
        assert ann.undo()
        return len(looks)

    one = looked(lambda: ann.tag(Span(0, 1), "Person"))
    assert looked(lambda: ann.tag_all(map(attrgetter("span"), ALL), "Person")) == one
    one = looked(lambda: ann.reject([HOMS]))
    assert looked(lambda: ann.reject(ALL)) == one


def test_the_record_of_edits_counts_verdicts(
    library: Library, id_: ReportId, ann: Reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.history.KEPT_CHANGES", 2)
    for one in ALL:
        ann.reject([one])
    assert len(library.edits(id_)) == 2
    assert len(library.reviews(id_)) == 4


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["accept", "other", "reject", "stop", "reopen", "undo", "redo"]),
        st.lists(st.sampled_from(ALL), min_size=1, max_size=3),
    ),
    max_size=8,
)


@given(STEPS)
@settings(deadline=None, max_examples=30)
def test_undoing_all_brings_everything_back_and_redoing_all_everything_again(
    tmp_path_factory: pytest.TempPathFactory,
    report_of: Callable[..., Report],
    steps: list[tuple[str, list[Entity]]],
) -> None:
    folder: Path = tmp_path_factory.mktemp("library") / "l"
    library = Library.open(folder, "ann", create=True)
    report = report_of(TEXT)
    library.add(report)
    tagging = library.tagging(report.id)
    for what, entities in steps:
        if what == "other":
            tagging.accept(entities, "Weapon")
        elif what == "stop":
            tagging.stop(entities[0])
        elif what in ("undo", "redo"):
            getattr(tagging, what)()
        else:
            getattr(tagging, what)(entities)

    def state() -> object:
        reviews = sorted(library.reviews(report.id), key=lambda one: one.id)
        return sorted(library.tags(report.id), key=lambda one: one.id), reviews

    while tagging.redo():
        pass
    last = state()
    while tagging.undo():
        pass
    assert state() == ([], [])
    while tagging.redo():
        pass
    assert state() == last
    assert all(edit.state is not State.UNDONE for edit in library.edits(report.id))
