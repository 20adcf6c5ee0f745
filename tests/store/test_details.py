"""Details of a report: corrected, undone in order with its tags, and what others said kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.details import Correction, Details
from store.errors import LibraryError
from store.library import Library
from store.model import Report, Span, Status
from store.reviewing import Reviewing

OLD = Details("Title", "Furat", date(2023, 12, 29), Status.UNREAD)


@pytest.fixture
def report(library: Library, report_of: Callable[..., Report]) -> Report:
    made = report_of("Homs was quiet.\n")
    library.add(made)
    return made


@pytest.fixture
def tagging(library: Library, report: Report) -> Reviewing:
    return library.tagging(report.id)


def details(library: Library, report: Report) -> Details:
    line = library.summary(report.id)
    return Details(line.title, line.source, line.published, line.status)


def test_details_and_tags_are_undone_and_redone_in_their_order(
    library: Library, report: Report, tagging: Reviewing
) -> None:
    library.correct(report.id, title="A", source="", published=None)
    tagging.tag(Span(0, 4), "Location")
    library.set_status(report.id, Status.DONE)
    states = [(Details("A", "", None, Status.DONE), 1)]
    for _ in range(3):
        tagging.undo()
        states.append((details(library, report), len(library.tags(report.id))))
    after = replace(states[0][0], status=Status.UNREAD)
    assert states[1:] == [(after, 1), (after, 0), (OLD, 0)]
    for expected in reversed(states[:-1]):
        edit = tagging.redo()
        assert edit is not None
        assert (details(library, report), len(library.tags(report.id))) == expected
    assert tagging.redo() is None


def test_a_correction_says_what_it_was_about(
    library: Library, report: Report, tagging: Reviewing
) -> None:
    library.correct(report.id, title="A", source="Furat", published=None)
    (edit,) = library.edits(report.id)
    assert (edit.what, edit.author, edit.about, edit.size) == ("details", "ann", "title, date", 1)
    assert edit.touched is None


def test_what_a_colleague_corrected_later_stays(
    library: Library, report: Report, tagging: Reviewing
) -> None:
    tag = tagging.tag(Span(0, 4), "Location")
    library.correct(report.id, title="A", source="Furat", published=OLD.published)
    bob = Library.open(library.folder, "bob")
    bob.correct(report.id, title="B", source="Furat", published=OLD.published)
    with pytest.raises(LibraryError, match=r"\(title\) has been changed by another edit since"):
        tagging.undo()
    assert details(library, report).title == "B"
    edit = tagging.undo()
    assert edit is not None
    assert edit.touched == tag
    assert tagging.undo() is None


def test_what_a_colleague_corrected_beside_it_stays(library: Library, report: Report) -> None:
    library.correct(report.id, title="A", source="Furat", published=OLD.published)
    bob = Library.open(library.folder, "bob")
    bob.correct(report.id, title="A", source="Bob's", published=OLD.published)
    library.tagging(report.id).undo()
    assert details(library, report) == replace(OLD, source="Bob's")


def test_opening_is_no_edit_and_does_not_stand_in_the_way_of_one(
    library: Library, report: Report, tagging: Reviewing
) -> None:
    library.begin(report.id)
    assert (details(library, report).status, library.edits(report.id)) == (Status.READING, [])
    library.set_status(report.id, Status.UNREAD)
    library.begin(report.id)
    tagging.undo()
    assert details(library, report).status is Status.READING
    library.set_status(report.id, Status.DONE)
    library.begin(report.id)
    assert details(library, report).status is Status.DONE


def test_a_correction_that_changes_nothing_is_no_edit(
    library: Library, report: Report, tagging: Reviewing
) -> None:
    tagging.tag(Span(0, 4), "Location")
    tagging.undo()
    path = library.folder / "reports" / f"{report.id}.json"
    before = path.read_bytes()
    library.correct(report.id, title="Title", source="Furat", published=OLD.published)
    library.set_status(report.id, Status.UNREAD)
    assert path.read_bytes() == before
    assert tagging.redo()


@pytest.mark.parametrize("status", [Status.UNREAD, Status.READING])
def test_a_report_that_is_done_no_more_is_what_it_was(
    library: Library, report: Report, tagging: Reviewing, status: Status
) -> None:
    library.set_status(report.id, status)
    assert tagging.toggle_done() is Status.DONE
    assert tagging.toggle_done() is details(library, report).status is status
    tagging.undo()
    assert details(library, report).status is Status.DONE


def test_files_without_details_in_their_edits_are_read_and_changed(
    library: Library, report: Report, tagging: Reviewing
) -> None:
    tagging.tag(Span(0, 4), "Location")
    path = library.folder / "reports" / f"{report.id}.json"
    rows = json.loads(path.read_bytes())["edits"].values()
    assert [row.keys() & {"details"} for row in rows] == [set()]
    library.set_status(report.id, Status.DONE)
    assert tagging.undo()
    assert tagging.undo()
    assert library.tags(report.id) == []


def test_a_record_of_details_that_is_none_is_refused(
    library: Library, report: Report, tagging: Reviewing
) -> None:
    library.set_status(report.id, Status.DONE)
    path: Path = library.folder / "reports" / f"{report.id}.json"
    broken = path.read_bytes().replace(b'"details":[{"title":"Title"', b'"details":[{"title":5')
    path.write_bytes(broken)
    for change in (tagging.undo, tagging.toggle_done, lambda: library.edits(report.id)):
        with pytest.raises(LibraryError, match="not one of ours"):
            change()
    assert path.read_bytes() == broken


def test_a_correction_changes_only_what_differs() -> None:
    correction = Correction(OLD, replace(OLD, title="A"))
    now = Details("Title", "x", None, Status.DONE)
    assert correction.names == ("title",)
    assert correction.made_in(now) == replace(now, title="A")
    assert correction.fits(now)
    assert correction.fits(replace(now, title="A"))
    assert not correction.fits(replace(now, title="B"))
    assert not Correction(OLD, OLD).names
