"""Editing tags: every edit saved, undone and redone by its own author only."""

from __future__ import annotations

import errno
import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from store import check, files, history, scheme
from store.errors import (
    Damaged,
    LabelError,
    LabelGone,
    LibraryError,
    NotFound,
    SaveFailed,
    SpanError,
)
from store.library import Library
from store.model import Label, Report, ReportId, Span, Tag, TagId
from store.tagging import Tagging

ROOT = Path(__file__).parent.parent.parent
TEXT = "كتائب 👩\u200d💻 e\u0301\n\x0c\u2028 \0\x1b\u202e the end of it"


@pytest.fixture
def report(library: Library, report_of: Callable[..., Report]) -> Report:
    made = report_of(TEXT)
    library.add(made)
    return made


@pytest.fixture
def tagging(library: Library, report: Report) -> Tagging:
    return library.tagging(report.id)


def test_a_tag_says_all_that_it_must(library: Library, report: Report, tagging: Tagging) -> None:
    tag = tagging.tag(Span(6, 9), "person", note="n", origin="titles.rank", canonical="X")
    assert (tag.label, tag.quote, tag.author, tag.report) == (
        *("Person", "👩\u200d💻", "ann"),
        report.id,
    )
    assert (tag.note, tag.origin, tag.canonical) == ("n", "titles.rank", "X")
    assert tag.created == tag.modified
    assert library.tags(report.id) == [tag]


def test_an_edit_that_changes_nothing_is_told_and_not_put_on_record(
    library: Library, report: Report
) -> None:
    def edited(edit: Callable[[Tagging], object]) -> str:
        tagging = library.tagging(report.id)
        edit(tagging)
        return tagging.recorded.what if tagging.recorded else ""

    tag = library.tagging(report.id).tag(Span(0, 3), "Person", note="n")
    assert edited(lambda tagging: tagging.tag(Span(0, 3), "person")) == ""
    assert edited(lambda tagging: tagging.relabel(tag.id, "Person")) == ""
    assert edited(lambda tagging: tagging.annotate(tag.id, "n")) == ""
    assert edited(lambda tagging: tagging.move(tag.id, Span(0, 3))) == ""
    assert len(library.edits(report.id)) == 1
    assert edited(lambda tagging: tagging.move(tag.id, Span(0, 4))) == "move"
    assert edited(lambda tagging: tagging.tag(Span(0, 3), "person")) == "tag"


def test_hostile_notes_and_authors_are_kept(hostile: str, library: Library, report: Report) -> None:
    writer = Library.open(library.folder, hostile)
    tag = writer.tagging(report.id).tag(Span(0, 1), "Person", note=hostile)
    assert library.tags(report.id) == [tag]
    assert (tag.note, tag.author) == (hostile, hostile)


def test_lone_surrogates_are_replaced_and_still_the_same_author(
    library: Library, report: Report
) -> None:
    for _ in range(2):
        tagging = Library.open(library.folder, "a\ud800").tagging(report.id)
        tag = tagging.tag(Span(0, 1), "Person", note="n\udcff")
    assert library.tags(report.id) == [tag]
    assert (tag.note, tag.author) == ("n\ufffd", "a\ufffd")
    assert tagging.annotate(tag.id, "\ud800").note == "\ufffd"
    assert tagging.undo()


def test_tags_come_in_the_order_of_the_text_the_wider_first(
    library: Library, report: Report, tagging: Tagging
) -> None:
    for span in (Span(5, 6), Span(0, 2), Span(0, 9), Span(3, 4)):
        tagging.tag(span, "Person")
    spans = [tag.span for tag in library.tags(report.id)]
    assert spans == [Span(0, 9), Span(0, 2), Span(3, 4), Span(5, 6)]


def test_the_same_tag_twice_is_one(library: Library, report: Report, tagging: Tagging) -> None:
    tag = tagging.tag(Span(0, 1), "Person", note="first")
    path = library.folder / "reports" / f"{report.id}.json"
    before = path.read_bytes()
    assert tagging.tag(Span(0, 1), "PERSON", note="second") == tag
    assert path.read_bytes() == before
    Library.open(library.folder, "bob").tagging(report.id).tag(Span(0, 1), "Person")
    tagging.tag(Span(0, 1), "Weapon")
    assert len(library.tags(report.id)) == 3


def test_what_cannot_be_tagged_is_refused(
    library: Library, report: Report, tagging: Tagging
) -> None:
    with pytest.raises(LabelError, match="did you mean Person"):
        tagging.tag(Span(0, 1), "Pers")
    with pytest.raises(SpanError, match="beyond the text"):
        tagging.tag(Span(0, len(TEXT) + 1), "Person")
    for change in (tagging.untag, lambda id_: tagging.annotate(id_, "x")):
        with pytest.raises(NotFound, match="no tag nope"):
            change(TagId("nope"))
    with pytest.raises(NotFound):
        library.tagging(ReportId("f" * 16)).undo()
    assert library.tags(report.id) == []
    assert tagging.undo() is tagging.redo() is None


def test_changes_that_change_nothing_keep_what_can_be_redone(tagging: Tagging) -> None:
    tag = tagging.tag(Span(0, 1), "Person", note="n")
    tagging.annotate(tag.id, "other")
    tagging.undo()
    assert tagging.relabel(tag.id, "Person") == tagging.annotate(tag.id, "n") == tag
    assert tagging.move(tag.id, Span(0, 1)) == tag
    assert tagging.redo()


def test_undo_of_what_another_has_changed_is_refused_once(
    library: Library, report: Report, tagging: Tagging
) -> None:
    first = tagging.tag(Span(0, 1), "Person")
    tag = tagging.tag(Span(1, 2), "Person")
    bob = Library.open(library.folder, "bob").tagging(report.id)
    changed = bob.annotate(tag.id, "seen by bob")
    with pytest.raises(LibraryError, match="changed by another edit"):
        tagging.undo()
    assert library.tags(report.id) == [first, changed]
    edit = tagging.undo()
    assert edit is not None
    assert edit.changes[0].tag == first
    assert library.tags(report.id) == [changed]


BROKEN = [(os, "fsync"), (Path, "replace"), (files, "replace_with")]
EDITS: dict[str, Callable[[Tagging, Tag], object]] = {
    "tag": lambda tagging, _: tagging.tag(Span(2, 3), "Person"),
    "untag": lambda tagging, tag: tagging.untag(tag.id),
    "relabel": lambda tagging, tag: tagging.relabel(tag.id, "Weapon"),
    "move": lambda tagging, tag: tagging.move(tag.id, Span(1, 3)),
    "annotate": lambda tagging, tag: tagging.annotate(tag.id, "new"),
    "undo": lambda tagging, _: tagging.undo(),
    "redo": lambda tagging, _: tagging.redo(),
}


@pytest.mark.parametrize(("owner", "name"), BROKEN, ids=["fsync", "replace", "write"])
@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
def test_an_edit_that_is_not_on_disk_is_not_acknowledged(
    owner: object,
    name: str,
    edit: Callable[[Tagging, Tag], object],
    library: Library,
    report: Report,
    tagging: Tagging,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    tag = tagging.tag(Span(0, 1), "Person")
    tagging.annotate(tag.id, "old")
    tagging.undo()
    path = library.folder / "reports" / f"{report.id}.json"
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, full)
        with pytest.raises(SaveFailed, match=rf"{path.name} could not be written: No space"):
            edit(tagging, tag)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]
    edit(tagging, tag)
    assert path.read_bytes() != before


def test_a_damaged_report_is_not_edited(library: Library, report: Report, tagging: Tagging) -> None:
    tag = tagging.tag(Span(0, 1), "Person")
    path = library.folder / "reports" / f"{report.id}.json"
    broken = path.read_bytes().replace(b'"start":0', b'"start":9')
    path.write_bytes(broken)
    for edit in EDITS.values():
        with pytest.raises(Damaged, match=path.name):
            edit(tagging, tag)
    assert path.read_bytes() == broken


TAGGER = """
import sys
from pathlib import Path
from store.library import Library
from store.model import ReportId, Span
folder, author, report = sys.argv[1:]
tagging = Library.open(Path(folder), author).tagging(ReportId(report))
sys.stdin.read(1)
for start in range(30):
    tagging.tag(Span(start, start + 1), "Person", note=author)
"""


def test_two_processes_lose_nothing_of_each_other(library: Library, report: Report) -> None:
    arguments = [sys.executable, "-c", TAGGER, str(library.folder)]
    running = [
        subprocess.Popen([*arguments, author, report.id], stdin=subprocess.PIPE, cwd=ROOT)
        for author in ("ann", "bob")
    ]
    for process in running:
        assert process.stdin is not None
        process.stdin.close()
    assert [process.wait(timeout=30) for process in running] == [0, 0]
    tags = library.tags(report.id)
    found = {(tag.author, tag.span.start) for tag in tags}
    assert found == {(author, start) for author in ("ann", "bob") for start in range(30)}
    assert len(tags) == 60
    assert all(tag.quote == tag.span.of(TEXT) for tag in tags)


@pytest.fixture
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk: these tests are not about power cuts."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def test_a_relabelling_that_would_say_the_same_twice_is_refused(
    library: Library, report: Report, tagging: Tagging
) -> None:
    person, weapon = tagging.tag(Span(0, 5), "Person"), tagging.tag(Span(0, 5), "Weapon")
    with pytest.raises(LibraryError, match="tagged Weapon already"):
        tagging.relabel(person.id, "Weapon")
    assert sorted(library.tags(report.id), key=lambda tag: tag.label) == [person, weapon]
    Library.open(library.folder, "bob").tagging(report.id).tag(Span(0, 5), "Url")
    assert tagging.relabel(person.id, "Url").label == "Url"


def test_of_two_tags_that_undo_left_saying_the_same_each_has_its_note(
    library: Library, report: Report, tagging: Tagging
) -> None:
    bob = Library.open(library.folder, "bob").tagging(report.id)
    first = bob.tag(Span(0, 5), "Person")
    tagging.untag(first.id)
    second = bob.tag(Span(0, 5), "Person")
    assert tagging.undo()
    assert tagging.annotate(second.id, "n").note == "n"
    assert {tag.id: tag.note for tag in library.tags(report.id)} == {first.id: "", second.id: "n"}


def test_a_moved_tag_quotes_its_new_place(
    library: Library, report: Report, tagging: Tagging
) -> None:
    tag = tagging.tag(Span(0, 5), "Person", note="n")
    moved = tagging.move(tag.id, Span(2, 7))
    assert moved == replace(tag, span=Span(2, 7), quote=TEXT[2:7], modified=moved.modified)
    assert library.tags(report.id) == [moved]
    with pytest.raises(SpanError, match="beyond the text"):
        tagging.move(tag.id, Span(0, len(TEXT) + 1))
    assert library.tags(report.id) == [moved]
    assert [edit.what for edit in library.edits(report.id)] == ["tag", "move"]
    assert tagging.undo()
    assert library.tags(report.id) == [tag]


def test_a_move_that_would_say_the_same_twice_is_refused(
    library: Library, report: Report, tagging: Tagging
) -> None:
    first, second = tagging.tag(Span(0, 5), "Person"), tagging.tag(Span(2, 7), "Person")
    with pytest.raises(LibraryError, match="tagged Person already"):
        tagging.move(first.id, Span(2, 7))
    assert library.tags(report.id) == [first, second]
    Library.open(library.folder, "bob").tagging(report.id).tag(Span(3, 8), "Person")
    assert tagging.move(first.id, Span(3, 8)).span == Span(3, 8)


def edits(tagging: Tagging) -> Iterator[None]:
    """Make one edit of each kind, several times over."""
    for start in range(3):
        tag = tagging.tag(Span(start, start + 2), "Person")
        yield
        tagging.relabel(tag.id, "Weapon")
        yield
        tagging.annotate(tag.id, "note")
        yield
        tagging.move(tag.id, Span(start + 4, start + 9))
        yield
        tagging.untag(tag.id) if start == 1 else tagging.annotate(tag.id, "")
        yield


@pytest.mark.usefixtures("_quick_disk")
def test_undo_to_the_start_and_redo_to_the_end(library: Library, report: Report) -> None:
    other = Library.open(library.folder, "bob").tagging(report.id).tag(Span(9, 10), "Url")
    states = [library.tags(report.id)]
    for _ in edits(library.tagging(report.id)):
        states.append(library.tags(report.id))
    for state in states[-2::-1]:
        assert library.tagging(report.id).undo()
        assert library.tags(report.id) == state
    assert library.tags(report.id) == [other]
    assert library.tagging(report.id).undo() is None
    for state in states[1:]:
        assert library.tagging(report.id).redo()
        assert library.tags(report.id) == state
    assert library.tagging(report.id).redo() is None


@pytest.mark.usefixtures("_quick_disk")
def test_the_record_of_edits_is_bounded(
    library: Library, report: Report, tagging: Tagging, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "KEPT_CHANGES", 5)
    for start in range(9):
        tagging.tag(Span(start, start + 1), "Person")
    assert [edit.number for edit in library.edits(report.id)] == [5, 6, 7, 8, 9]
    assert all(tagging.undo() for _ in range(5))
    assert tagging.undo() is None
    assert [tag.span.start for tag in library.tags(report.id)] == [0, 1, 2, 3]


@pytest.mark.usefixtures("_quick_disk")
def test_a_new_edit_after_an_undo_leaves_nothing_to_redo(tagging: Tagging) -> None:
    tag = tagging.tag(Span(0, 1), "Person")
    tagging.annotate(tag.id, "lost")
    tagging.undo()
    tagging.annotate(tag.id, "kept")
    assert tagging.redo() is None
    tagging.undo()
    edit = tagging.redo()
    assert edit is not None
    assert replace(tag, note="kept", modified=edit.changes[0].tag.modified) == edit.changes[0].tag


def test_what_was_changed_and_changed_back_since_can_be_undone(
    library: Library, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = map(datetime.fromtimestamp, itertools.count(10**9))

    def tagging(author: str) -> Tagging:
        opened = Library.open(library.folder, author).tagging(report.id)
        monkeypatch.setattr(opened, "_now", lambda: next(moments).astimezone(UTC))
        return opened

    tag = tagging("ann").tag(Span(6, 9), "Person")
    for author, label in (("ann", "Weapon"), ("bob", "Location"), ("bob", "Weapon")):
        tagging(author).relabel(tag.id, label)
    tagging("ann").undo()
    assert [found.label for found in library.tags(report.id)] == ["Person"]


def test_neither_undo_nor_redo_gives_a_tag_a_label_that_is_gone(
    library: Library, tagging: Tagging
) -> None:
    first = library.labels()
    both = (*first, Label("Ship"), Label("Boat"))
    library.change_labels(lambda _: both)
    tag = tagging.tag(Span(0, 1), "Ship")
    tagging.relabel(tag.id, "Boat")
    tagging.annotate(tag.id, "n")
    tagging.untag(tag.id)
    library.change_labels(lambda _: first)
    with pytest.raises(LabelGone, match="The label Boat is gone; add it"):
        tagging.undo()
    assert library.tags(tag.report) == []
    library.change_labels(lambda _: both[:-2] + both[-1:])
    assert tagging.undo()
    assert tagging.undo()
    with pytest.raises(LabelGone, match="The label Ship is gone"):
        tagging.undo()
    assert [(tag.label, tag.note) for tag in library.tags(tag.report)] == [("Boat", "")]
    library.change_labels(lambda _: both)
    assert tagging.undo()
    assert tagging.undo()
    assert tagging.undo() is None
    library.change_labels(lambda _: first)
    with pytest.raises(LabelGone, match="The label Ship is gone"):
        tagging.redo()
    assert list(check.problems(library)) == []
    library.change_labels(lambda _: both)
    for _ in range(4):
        assert tagging.redo()
    assert tagging.redo() is None


def test_a_tag_finds_a_label_that_was_renamed_since(library: Library, tagging: Tagging) -> None:
    tag = tagging.tag(Span(0, 1), "Person")
    tagging.undo()
    library.change_labels(lambda current: scheme.edited(current, "Person", Label("Human")))
    assert tagging.redo()
    assert [one.label for one in library.tags(tag.report)] == ["Human"]
