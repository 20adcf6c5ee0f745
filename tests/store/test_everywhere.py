"""The same words in all reports of a library."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from store import scheme
from store.database import Database
from store.errors import Changed, LabelError, LabelGone, SaveFailed, SpanError
from store.everywhere import Stepped, places, redo, tag_all, undo
from store.library import Library
from store.model import Label, Report, ReportId, Span
from store.occurrences import Mode


@pytest.fixture
def reports(library: Library, report_of: Callable[..., Report]) -> list[Report]:
    made = [
        report_of(text, title=title)
        for title, text in (
            ("one", "Homs fell.\nHoms rose, Homsi left."),
            ("two", "In HOMS, Homs."),
            ("three", "Nothing of it."),
        )
    ]
    library.add_all(made)
    return made


def test_they_are_found_and_tagged_report_by_report(
    library: Library, reports: list[Report]
) -> None:
    one, two, three = reports
    library.tagging(one.id).tag(Span(0, 4), "Location")
    found = {each.title: each for each in places(library, "Homs", "location")}
    assert found.keys() == {"one", "two"}
    assert found["one"].spans == (Span(11, 15),)
    assert [(line.number, line.after) for line in found["one"].lines] == [(2, " rose, Homsi left.")]
    made = tag_all(library, found.values(), "Location", one.id)
    assert [(each.report, len(each.tags)) for each in made] == [(one.id, 1), (two.id, 1)]
    assert list(places(library, "Homs", "Location")) == []
    library.tagging(two.id).undo()
    assert library.tags(two.id) == []
    assert len(library.tags(one.id)) == 2
    assert library.tags(three.id) == []


def test_the_mode_counts_and_others_tags_do_not(library: Library, reports: list[Report]) -> None:
    bob = Library.open(library.folder, "bob")
    bob.tagging(reports[1].id).tag(Span(9, 13), "Location")
    found = {each.title: each for each in places(library, "homs", "Location", Mode.ANY_CASE)}
    assert [len(found[title].spans) for title in ("one", "two")] == [3, 2]


def test_a_damaged_report_is_named_and_the_others_go_on(
    library: Library, reports: list[Report]
) -> None:
    path = library.folder / "reports" / f"{reports[0].id}.json"
    before = list(places(library, "Homs", "Location"))
    path.write_text("{")
    found = list(places(library, "Homs", "Location"))
    assert {each.title: bool(each.problem) for each in found} == {"": True, "two": False}
    done = list(tag_all(library, before, "Location", reports[0].id))
    assert {each.report: bool(each.problem) for each in done} == {
        reports[0].id: True,
        reports[1].id: False,
    }
    (library.folder / "texts" / f"{reports[1].id}.txt").write_bytes(b"\xff")
    assert all(each.problem for each in places(library, "Homs", "Location"))


def test_what_cannot_be_looked_for_is_refused_and_it_can_be_stopped(
    library: Library, reports: list[Report]
) -> None:
    with pytest.raises(LabelError):
        next(places(library, "Homs", "Nothing"))
    with pytest.raises(SpanError):
        next(places(library, " ", "Location"))
    assert list(places(library, "Homs", "Location", stop=lambda: True)) == []


def tag_homs(library: Library, here: ReportId) -> None:
    assert list(tag_all(library, list(places(library, "Homs", "Location")), "Location", here))


def counts(library: Library, reports: list[Report]) -> list[int]:
    return [len(library.tags(report.id)) for report in reports]


def outcome(stepped: Stepped) -> tuple[int, int, str]:
    return stepped.reports, stepped.left, stepped.problem


@pytest.mark.parametrize("at", [0, 1, 2])
def test_what_was_tagged_everywhere_is_one_step_in_each_report(
    library: Library, reports: list[Report], at: int
) -> None:
    here = reports[at].id
    tag_homs(library, here)
    assert counts(library, reports) == [2, 1, 0]
    # Anew, as by tomorrow nobody remembers it but the files.
    again = Library.open(library.folder, "ann")
    assert outcome(undo(again, here)) == (2, 0, "")
    assert counts(library, reports) == [0, 0, 0]
    assert outcome(redo(again, here)) == (2, 0, "")
    assert counts(library, reports) == [2, 1, 0]
    assert outcome(undo(again, reports[0].id)) == (2, 0, "")
    assert outcome(undo(again, here)) == (0, 0, "")


def test_edits_before_and_after_it_are_steps_of_their_own(
    library: Library, reports: list[Report]
) -> None:
    one, two, _ = reports
    library.tagging(two.id).tag(Span(0, 2), "Person")
    tag_homs(library, one.id)
    library.tagging(two.id).tag(Span(3, 4), "Person")
    undo(library, two.id)
    assert counts(library, reports) == [2, 2, 0]
    undo(library, two.id)
    assert counts(library, reports) == [0, 1, 0]
    redo(library, one.id)
    assert counts(library, reports) == [2, 2, 0]


def test_a_report_that_somebody_has_changed_is_left_and_told(
    library: Library, reports: list[Report]
) -> None:
    one, two, _ = reports
    tag_homs(library, one.id)
    bob = Library.open(library.folder, "bob").tagging(two.id)
    bob.annotate(library.tags(two.id)[0].id, "seen")
    assert outcome(undo(library, one.id)) == (1, 1, "changed since")
    assert counts(library, reports) == [0, 1, 0]
    redo(library, one.id)
    assert outcome(undo(library, two.id)) == (1, 1, "changed since")
    assert counts(library, reports) == [0, 1, 0]


def test_what_can_be_taken_back_nowhere_is_refused(library: Library, reports: list[Report]) -> None:
    one, _, three = reports
    tag_homs(library, one.id)
    for report in reports[:2]:
        bob = Library.open(library.folder, "bob").tagging(report.id)
        bob.annotate(library.tags(report.id)[0].id, "seen")
    with pytest.raises(Changed, match=r"Location.*changed by another edit since"):
        undo(library, one.id)
    assert counts(library, reports) == [2, 1, 0]
    assert outcome(undo(library, three.id)) == (0, 0, "")


def test_a_new_edit_elsewhere_lets_the_rest_be_redone(
    library: Library, reports: list[Report]
) -> None:
    one, two, _ = reports
    tag_homs(library, one.id)
    undo(library, one.id)
    library.tagging(two.id).tag(Span(0, 2), "Person")
    assert outcome(redo(library, one.id)) == (1, 1, "changed since")
    assert counts(library, reports) == [2, 1, 0]


def test_nothing_is_redone_in_any_report_while_its_label_is_gone(
    library: Library, reports: list[Report]
) -> None:
    one = reports[0]
    library.change_labels(lambda current: scheme.added(current, Label("Town")))
    found = list(places(library, "Homs", "Town"))
    assert len(list(tag_all(library, found, "Town", one.id))) == 2
    undo(library, one.id)
    library.labelling.undo()
    with pytest.raises(LabelGone, match="The label Town is gone"):
        redo(library, one.id)
    assert counts(library, reports) == [0, 0, 0]
    library.labelling.redo()
    assert outcome(redo(library, one.id)) == (2, 0, "")
    assert counts(library, reports) == [2, 1, 0]


def test_an_undo_that_fails_half_way_is_tried_again_from_the_start(
    library: Library, reports: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    three = reports[2]
    tag_homs(library, three.id)

    def full(*_: object) -> None:
        raise SaveFailed("no space")

    saves = iter([False, True])
    kept = Database._save
    with monkeypatch.context() as patch:
        patch.setattr(Database, "_save", lambda *all_: (full if next(saves) else kept)(*all_))
        with pytest.raises(SaveFailed):
            undo(library, three.id)
    assert sum(counts(library, reports)) in (1, 2)
    assert outcome(undo(library, three.id)) == (2, 0, "")
    assert counts(library, reports) == [0, 0, 0]


def test_places_of_one_report_alone_are_an_edit_like_others(
    library: Library, reports: list[Report]
) -> None:
    found = [each for each in places(library, "Homs", "Location") if each.title == "one"]
    list(tag_all(library, found, "Location", reports[0].id))
    (edit,) = library.edits(reports[0].id)
    assert edit.group == ""
    assert outcome(undo(library, reports[0].id)) == (1, 0, "")
