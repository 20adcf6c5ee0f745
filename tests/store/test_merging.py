"""Merging libraries: nothing is lost, nothing doubled, nothing guessed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store import copies, scheme
from store.backup import backup
from store.check import problems
from store.database import Database
from store.errors import LibraryError, NotFound
from store.labels import find
from store.library import Library
from store.merging import Step, What, fitted, merge
from store.model import Entity, Label, Report, ReportId, Span, Tag
from store.rows import label_row

TEXT = "Badr كتائب 👩\u200d💻 e\u0301\n\0\x1b\u202e the end"
ReportOf = Callable[..., Report]


@pytest.fixture
def report(report_of: ReportOf, library: Library, other: Library) -> Report:
    """A report that both libraries have."""
    report = report_of(TEXT)
    library.add(report)
    other.add(replace(report, title="Another title"))
    return report


@pytest.fixture
def other(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "other", "bob", create=True)


def merged(library: Library, other: Library | Path) -> list[Step]:
    with copies.opened(other if isinstance(other, Path) else other.folder) as copy:
        return list(merge(library, copy))


def facts(steps: list[Step]) -> list[tuple[What, str, int]]:
    return [(step.what, step.report, step.count) for step in steps]


def contents(library: Library) -> dict[Path, tuple[int, bytes]]:
    files = [path for path in library.folder.rglob("*.*") if path.suffix in (".json", ".txt")]
    return {path: (path.stat().st_ino, path.read_bytes()) for path in files}


def damaged(library: Library, report: Report, **fields: Any) -> Path:
    path = library.folder / "reports" / f"{report.id}.json"
    data = json.loads(path.read_bytes())
    data["report"]["1"].update(fields)
    path.write_text(json.dumps(data))
    return path


def with_label(library: Library, label: Label) -> None:
    lock = library.folder / ".lock"
    with Database(library.folder / "library.json", lock).changing() as tables:
        tables.put("labels", label_row(label))


def test_a_missing_report_comes_whole(
    library: Library, other: Library, report_of: ReportOf
) -> None:
    report = report_of(TEXT)
    other.add(report)
    tag = other.tagging(report.id).tag(Span(0, 4), "Person", note="n")
    other.tagging(report.id).annotate(tag.id, "m")
    assert facts(merged(library, other)) == [(What.REPORT, report.id, 1)]
    for part in (f"reports/{report.id}.json", f"texts/{report.id}.txt"):
        path = library.folder / part
        assert path.read_bytes() == (other.folder / part).read_bytes()
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_merge_from_a_backup_is_the_same(
    library: Library, other: Library, report: Report, tmp_path: Path
) -> None:
    tag = other.tagging(report.id).tag(Span(0, 4), "Person")
    backup(other.folder, tmp_path / "a.zip")
    assert facts(merged(library, tmp_path / "a.zip")) == [(What.TAGS, report.id, 1)]
    assert library.tags(report.id) == [tag]


def test_tags_come_with_all_that_they_say(library: Library, other: Library, report: Report) -> None:
    mine = library.tagging(report.id).tag(Span(5, 9), "Person")
    tag = other.tagging(report.id).tag(
        Span(0, 4), "Organisation", note="n\x1b", origin="rule.x", canonical="Badr"
    )
    (step,) = merged(library, other)
    assert facts([step]) == [(What.TAGS, report.id, 1)]
    assert library.tags(report.id) == [tag, mine]
    assert library.report(report.id).title == "Title"


def test_a_second_merge_changes_no_file(library: Library, other: Library, report: Report) -> None:
    with_label(other, Label("Ship"))
    other.tagging(report.id).tag(Span(0, 4), "Ship")
    assert len(merged(library, other)) == 2
    before = contents(library)
    assert merged(library, other) == []
    assert contents(library) == before
    assert merged(library, library) == []
    assert contents(library) == before


def test_the_merge_is_taken_back_in_one_step(
    library: Library, other: Library, report: Report
) -> None:
    for start in range(4):
        other.tagging(report.id).tag(Span(start, start + 2), "Person")
    merged(library, other)
    tagging = library.tagging(report.id)
    (edit,) = library.edits(report.id)
    assert (edit.what, edit.author, len(edit.changes)) == ("merge", "ann", 4)
    assert Library.open(library.folder, "bob").tagging(report.id).undo() is None
    assert tagging.undo() is not None
    assert library.tags(report.id) == []
    steps = merged(library, other)
    assert [step.what for step in steps] == [What.CONFLICT] * 4
    assert "was removed here" in steps[0].message
    assert tagging.redo() is not None
    assert library.tags(report.id) == other.tags(report.id)


def test_the_same_tag_is_not_doubled(library: Library, other: Library, report: Report) -> None:
    bob = Library.open(library.folder, "bob")
    mine = bob.tagging(report.id).tag(Span(0, 4), "Person")
    theirs = other.tagging(report.id).tag(Span(0, 4), "Person")
    assert merged(library, other) == []
    other.tagging(report.id).annotate(theirs.id, "seen")
    (step,) = merged(library, other)
    assert step.what is What.CONFLICT
    assert "note is '' here, 'seen' there; ours stays" in step.message
    assert library.tags(report.id) == [mine]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda tagging, id_: tagging.relabel(id_, "Weapon"), "label is 'Person' here, 'Weapon'"),
        (lambda tagging, id_: tagging.annotate(id_, "a\nb"), r"note is '' here, 'a\nb' there"),
    ],
)
def test_what_differs_is_a_conflict_and_ours_stays(
    change: Callable[..., Tag], said: str, library: Library, other: Library, report: Report
) -> None:
    tag = library.tagging(report.id).tag(Span(0, 4), "Person")
    merged(other, library)
    change(other.tagging(report.id), tag.id)
    before = contents(library)
    (step,) = merged(library, other)
    assert facts([step]) == [(What.CONFLICT, report.id, 1)]
    assert said in step.message
    assert step.message.endswith("; ours stays")
    assert "\n" not in step.message
    assert contents(library) == before


def test_what_was_deleted_here_stays_deleted(
    library: Library, other: Library, report: Report
) -> None:
    tag = library.tagging(report.id).tag(Span(0, 4), "Person")
    merged(other, library)
    library.tagging(report.id).untag(tag.id)
    (step,) = merged(library, other)
    assert (step.what, tag.id in step.message) == (What.CONFLICT, True)
    assert library.tags(report.id) == []
    assert merged(other, library) == []
    assert other.tags(report.id) == [tag]


def test_missing_labels_join_the_scheme_without_taking_keys(
    library: Library, other: Library
) -> None:
    first = library.labels()[0]
    with_label(other, Label("Ship", key=first.key, digit=first.digit, colour="#102030"))
    assert facts(merged(library, other)) == [(What.LABEL, "", 1)]
    assert library.labels()[-1] == Label("Ship", colour="#102030")
    assert fitted(Label("x", key="é"), library.labels()).key == "é"


def test_a_label_that_no_scheme_has_is_added(
    library: Library, other: Library, report: Report
) -> None:
    path = other.folder / "reports" / f"{report.id}.json"
    other.tagging(report.id).tag(Span(0, 4), "Person")
    path.write_bytes(path.read_bytes().replace(b'"Person"', b'"Ghost"'))
    assert [step.what for step in merged(library, other)] == [What.LABEL, What.TAGS]
    assert list(problems(library)) == []


def test_a_text_that_was_changed_is_refused_by_name_and_the_others_go_on(
    library: Library, other: Library, report_of: ReportOf
) -> None:
    bad, good = sorted((report_of("one"), report_of("two")), key=lambda report: report.id)
    for report in (bad, good):
        other.add(report)
    (other.folder / "texts" / f"{bad.id}.txt").write_bytes(b"three")
    refused, added = merged(library, other)
    assert facts([refused, added]) == [(What.REFUSED, bad.id, 1), (What.REPORT, good.id, 0)]
    assert bad.id in refused.message
    assert "hash does not match" in refused.message
    assert [line.id for line in library.summaries()] == [good.id]


@pytest.mark.parametrize(
    "fields",
    [
        {"id": "0123456789abcdef"},
        {"text_sha256": "0" * 64},
        {"title": 5},
        {"title": "\ud800"},
        {"imported": "never"},
    ],
)
def test_a_wrong_report_is_refused_and_nothing_is_changed(
    fields: dict[str, Any], library: Library, other: Library, report_of: ReportOf
) -> None:
    report = report_of(TEXT)
    other.add(report)
    damaged(other, report, **fields)
    before = contents(library)
    (step,) = merged(library, other)
    assert facts([step]) == [(What.REFUSED, report.id, 1)]
    assert f"{other.folder}: reports/{report.id}.json" in step.message
    assert contents(library) == before


def test_a_damaged_report_of_ours_is_left_as_it_is(
    library: Library, other: Library, report: Report
) -> None:
    other.tagging(report.id).tag(Span(0, 4), "Person")
    path = library.folder / "reports" / f"{report.id}.json"
    path.write_bytes(b"")
    assert facts(merged(library, other)) == [(What.REFUSED, report.id, 1)]
    assert path.read_bytes() == b""


def test_a_text_without_report_is_kept_or_said(
    library: Library, other: Library, report: Report
) -> None:
    (library.folder / "reports" / f"{report.id}.json").unlink()
    text = library.folder / "texts" / f"{report.id}.txt"
    text.write_bytes(b"changed")
    (step,) = merged(library, other)
    assert (step.what, text.read_bytes()) == (What.REFUSED, b"changed")
    text.write_bytes(TEXT.encode())
    assert facts(merged(library, other)) == [(What.REPORT, report.id, 0)]


@pytest.mark.parametrize("fields", [{"quote": "Bard"}, {"end": 999}, {"report": "x"}])
def test_a_tag_that_does_not_fit_stays_out(
    fields: dict[str, Any], library: Library, other: Library, report: Report
) -> None:
    other.tagging(report.id).tag(Span(0, 4), "Person")
    path = other.folder / "reports" / f"{report.id}.json"
    data = json.loads(path.read_bytes())
    data["tags"]["1"].update(fields)
    path.write_text(json.dumps(data))
    (step,) = merged(library, other)
    assert (step.what, "it stays out" in step.message) == (What.CONFLICT, True)
    assert library.tags(report.id) == []


def test_a_whole_report_comes_with_its_faults_told(
    library: Library, other: Library, report_of: ReportOf
) -> None:
    report = report_of(TEXT)
    other.add(report)
    other.tagging(report.id).tag(Span(0, 4), "Person")
    path = other.folder / "reports" / f"{report.id}.json"
    path.write_bytes(path.read_bytes().replace(b"Badr", b"Bard"))
    added, told = merged(library, other)
    assert (added.what, told.what) == (What.REPORT, What.CONFLICT)
    assert "quotes 'Bard'" in told.message
    assert merged(library, other) == []


def test_what_is_no_library_is_refused(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFound, match="is no library"):
        merged(library, tmp_path / "empty")
    (tmp_path / "x").write_bytes(b"\x1b")
    with pytest.raises(LibraryError, match="is no backup"):
        merged(library, tmp_path / "x")


def test_links_of_a_hostile_library_are_not_followed(
    library: Library, other: Library, report: Report, tmp_path: Path
) -> None:
    path = other.folder / "texts" / f"{report.id}.txt"
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    assert facts(merged(library, other)) == [(What.REFUSED, report.id, 1)]


Said = tuple[int, int, str, str]
TAGS = st.lists(
    st.tuples(
        st.sampled_from(["one text", "two كتائب", "3 👩\u200d💻 e\u0301"]),
        st.integers(0, 3),
        st.integers(1, 3),
        st.sampled_from(["Person", "Weapon", "Ship"]),
        st.sampled_from(["ann", "bob"]),
    ),
    max_size=8,
)


def said(library: Library) -> dict[ReportId, set[Said]]:
    return {
        line.id: {
            (tag.span.start, tag.span.end, tag.label, tag.author) for tag in library.tags(line.id)
        }
        for line in library.summaries()
    }


def made(folder: Path, tags: Sequence[tuple[str, int, int, str, str]], of: ReportOf) -> Library:
    library = Library.open(folder, "ann", create=True)
    with_label(library, Label("Ship"))
    for text, start, size, label, author in tags:
        library.add(of(text))
        tagging = Library.open(folder, author).tagging(of(text).id)
        tagging.tag(Span(start, start + size), find(library.labels(), label).name)
    return library


@pytest.fixture
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk: these tests are not about power cuts."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.mark.usefixtures("_quick_disk")
def test_merging_is_idempotent_and_commutes(report_of: ReportOf) -> None:
    @settings(deadline=None, max_examples=25)
    @given(TAGS, TAGS)
    def check(ours: list[Any], theirs: list[Any]) -> None:
        with TemporaryDirectory() as scratch:
            a, b = (
                made(Path(scratch) / n, tags, report_of)
                for n, tags in zip("ab", (ours, theirs), strict=True)
            )
            c = made(Path(scratch) / "c", theirs, report_of)
            merged(a, b)
            before = contents(a)
            assert merged(a, b) == []
            assert contents(a) == before
            merged(c, made(Path(scratch) / "d", ours, report_of))
            assert said(a) == said(c)
            assert list(problems(a)) == []

    check()


def test_tags_under_a_former_name_of_a_label_are_known(
    library: Library, other: Library, report: Report
) -> None:
    for each in (library, other):
        each.tagging(report.id).tag(Span(0, 4), "Person")
    other.tagging(report.id).tag(Span(5, 10), "Person")
    human = replace(find(library.labels(), "Person"), name="Human")
    library.change_labels(lambda current: scheme.edited(current, "Person", human))
    assert facts(merged(library, other)) == [(What.TAGS, report.id, 2)]
    assert [tag.label for tag in library.tags(report.id)] == ["Human"] * 3
    assert "Person" not in {label.name for label in library.labels()}
    before = contents(library)
    assert merged(library, other) == []
    assert contents(library) == before
    steps = merged(other, library)
    assert [step.what for step in steps] == [What.LABEL, What.TAGS, *[What.CONFLICT] * 2]
    assert "label is 'Person' here, 'Human' there; ours stays" in steps[-1].message
    assert list(problems(other)) == []


def test_verdicts_on_suggestions_come_along_once_and_are_taken_back_with_the_tags(
    library: Library, other: Library, report: Report
) -> None:
    badr = Entity(Span(0, 4), "Organisation", "r")
    there = other.tagging(report.id)
    there.tag(Span(0, 4), "Person")
    (verdict,) = there.reject([badr])
    (step,) = merged(library, other)
    assert "1 verdict on suggestions" in step.message
    assert library.reviews(report.id) == [verdict]
    assert merged(library, other) == []
    assert library.tagging(report.id).undo() is not None
    assert (library.tags(report.id), library.reviews(report.id)) == ([], [])
    assert [step.what for step in merged(library, other)] == [What.CONFLICT]
    assert library.reviews(report.id) == []
    library.tagging(report.id).redo()
    assert library.suggestions(report.id, [badr]).open == ()
