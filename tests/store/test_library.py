"""The library: what goes in comes back, and nothing of it is lost or laid open."""

from __future__ import annotations

import getpass
import os
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store import labels, scheme
from store.check import problems
from store.errors import Damaged, LabelError, LibraryError, NewerSchema, NotFound, SaveFailed
from store.importing.batches import LARGEST
from store.importing.outcome import Kind
from store.library import Library
from store.locks import login_name
from store.model import Report, ReportId, Span, Status
from store.summaries import Unreadable
from store.text import report_id, text_hash

PIECES = [
    *(
        "كتائب",
        "\u064e",
        "👩🏽\u200d💻",
        "e\u0301",
        "漢",
        "\f",
        "\u2028",
        "\0",
        "\x1b[31m",
        "\u202e",
    ),
    *("\r\n", "\n", " ", "a", "=1", "\x85", "\x1c", "\u200b", "'", '"', "\t"),
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join)
Made = Callable[..., Report]


def files_of(library: Library) -> dict[str, tuple[int, int, bytes]]:
    """Return mode, time and content of every file, by its path inside the library."""
    return {
        str(path.relative_to(library.folder)): (
            path.stat().st_mode,
            path.stat().st_mtime_ns,
            path.read_bytes(),
        )
        for path in library.folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_everything_is_private_whatever_the_umask(
    umask: int, tmp_path: Path, report_of: Made
) -> None:
    old = os.umask(umask)
    try:
        library = Library.open(tmp_path / "a" / "b", create=True)
        report = report_of("text")
        library.add(report)
        library.tagging(report.id).tag(Span(0, 1), "Person")
        library.summaries()
    finally:
        os.umask(old)
    modes = {path: path.stat().st_mode & 0o777 for path in (tmp_path / "a").rglob("*")}
    assert len(modes) >= 8
    for path, mode in modes.items():
        assert mode == (0o700 if path.is_dir() else 0o600), path


@settings(deadline=None, max_examples=60)
@given(source=TEXTS, data=st.data())
def test_every_span_survives_import_tag_and_reopening(
    tmp_path_factory: pytest.TempPathFactory, source: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("span")
    (folder / "a.txt").write_bytes(source.encode())
    library = Library.open(folder / "library", "ann", create=True)
    (outcome,) = library.import_paths([folder / "a.txt"])
    if outcome.report_id is None:
        assert outcome.kind is Kind.FAILED
        assert "empty" in outcome.detail or "binary" in outcome.detail
        return
    report = library.report(outcome.report_id)
    assume(report.decoding.method != "pattern")  # a few NULs look like UTF-16
    text = report.text
    assert text == source.replace("\r\n", "\n").lstrip("\ufeff")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    tag = library.tagging(outcome.report_id).tag(Span(start, end), "Person")
    again = Library.open(folder / "library", "bob")
    assert again.report(outcome.report_id).text == text
    assert again.tags(outcome.report_id) == [tag]
    assert tag.quote == text[start:end]


def test_a_report_comes_back_as_it_went_in(hostile: str, library: Library, report_of: Made) -> None:
    report = report_of(f"{hostile}\n", title=hostile, origin=f"/in/{hostile}.txt")
    assert library.add(report)
    again = Library.open(library.folder)
    assert again.report(report.id) == report
    assert again.summary(report.id) == again.summaries()[0]
    assert again.summary(report.id).title == hostile


def test_a_second_import_changes_no_file(library: Library, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for number in range(4):
        (source / f"{number}.txt").write_bytes(f"report {number}\r\n".encode())
    first = list(library.import_paths([source]))
    library.tagging(ReportId(str(first[0].report_id))).tag(Span(0, 6), "Person")
    library.set_status(ReportId(str(first[1].report_id)), Status.DONE)
    listed = library.summaries()
    before = files_of(library)
    second = list(library.import_paths([source]))
    assert [outcome.kind for outcome in second] == [Kind.DUPLICATE] * 4
    assert [outcome.report_id for outcome in second] == [outcome.report_id for outcome in first]
    assert library.summaries() == listed
    assert files_of(library) == before


def test_the_same_text_in_another_file_is_a_duplicate(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\r\ntwo\r\n")
    (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbfone\ntwo\n")
    kinds = [o.kind for o in library.import_paths([tmp_path / "a.txt", tmp_path / "b.txt"])]
    assert kinds == [Kind.IMPORTED, Kind.DUPLICATE]


def test_a_bad_file_does_not_stop_the_others(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("fine")
    paths = [tmp_path / "none.txt", tmp_path / "a.txt"]
    outcomes = list(library.import_paths(paths))
    assert [outcome.kind for outcome in outcomes] == [Kind.FAILED, Kind.IMPORTED]
    assert "none.txt" in outcomes[0].detail


def test_a_save_that_fails_is_one_failed_import(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a.txt").write_text("fine")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        (outcome,) = library.import_paths([tmp_path / "a.txt"])
    assert outcome.kind is Kind.FAILED
    assert "could not be written: No space left" in outcome.detail
    assert library.listed() == []
    assert os.listdir(library.folder / "texts") == []
    (outcome,) = library.import_paths([tmp_path / "a.txt"])
    assert outcome.kind is Kind.IMPORTED


def test_a_report_whose_second_file_fails_is_imported_later(
    library: Library, report_of: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def full(path: Path, target: Path) -> Path:
        if target.suffix == ".json":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    report = report_of("text")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        with pytest.raises(SaveFailed, match=rf"{report.id}\.json"):
            library.add(report)
    assert library.listed() == []
    assert library.add(report)
    assert library.report(report.id) == report


def test_an_import_that_is_stopped_leaves_whole_reports(library: Library, tmp_path: Path) -> None:
    (incoming := tmp_path / "in").mkdir()
    for number in range(LARGEST + 10):
        (incoming / f"{number:03}.txt").write_text(f"report {number}")
    asked = iter([False, True])
    outcomes = list(library.import_paths([incoming], lambda: next(asked)))
    assert len(outcomes) == len(library.summaries()) == LARGEST
    assert list(problems(library)) == []
    rest = Counter(outcome.kind for outcome in library.import_paths([incoming]))
    assert rest == {Kind.DUPLICATE: LARGEST, Kind.IMPORTED: 10}


def test_one_that_cannot_be_saved_costs_no_other(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (incoming := tmp_path / "in").mkdir()
    for number in range(5):
        (incoming / f"{number}.txt").write_text(f"report {number}")
    bad = f"{report_id(text_hash('report 2'))}.json"
    replace = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if target.name == bad:
            raise OSError(5, "Input/output error")
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        outcomes = list(library.import_paths([incoming]))
    failed = [outcome for outcome in outcomes if outcome.kind is Kind.FAILED]
    assert [outcome.path.name for outcome in failed] == ["2.txt"]
    assert bad in failed[0].detail
    assert len(library.summaries()) == 4
    list(library.import_paths([incoming]))
    assert list(problems(library)) == []


@pytest.mark.parametrize("folder", ["texts", "reports"])
def test_a_planted_link_costs_no_other_file(
    folder: str, library: Library, report_of: Made, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"victim")
    report = report_of("text")
    name = f"{report.id}.{'txt' if folder == 'texts' else 'json'}"
    (library.folder / folder / name).symlink_to(victim if folder == "texts" else tmp_path / "no")
    assert library.add(report)
    assert victim.read_bytes() == b"victim"
    assert not (tmp_path / "no").exists()
    assert library.report(report.id) == report


DAMAGE = [b"", b"{", b'{"schema":{"1":{"version":1}}}', b'{"schema":{"1":{"version":99}}}']


@pytest.mark.parametrize("content", DAMAGE)
def test_a_damaged_report_costs_only_itself(
    content: bytes, library: Library, report_of: Made
) -> None:
    good, bad = report_of("good"), report_of("bad")
    library.add(good)
    library.add(bad)
    path = library.folder / "reports" / f"{bad.id}.json"
    path.write_bytes(content)
    assert [line.id for line in library.listed() if isinstance(line, Unreadable)] == [bad.id]
    assert [line.id for line in library.summaries()] == [good.id]
    for read in (library.report, library.summary):
        with pytest.raises((Damaged, NewerSchema), match=path.name):
            read(bad.id)
    with pytest.raises((Damaged, NewerSchema), match=path.name):
        library.set_status(bad.id, Status.DONE)
    assert library.add(bad) is False
    assert path.read_bytes() == content
    assert library.report(good.id) == good


def test_a_changed_text_is_not_shown(library: Library, report_of: Made) -> None:
    report = report_of("text")
    library.add(report)
    path = library.folder / "texts" / f"{report.id}.txt"
    path.write_text("another text")
    with pytest.raises(Damaged, match=f"{path} was changed"):
        library.report(report.id)


def test_what_the_import_made_of_a_report_can_be_corrected(
    library: Library, report_of: Made
) -> None:
    report = report_of("text")
    library.add(report)
    library.correct(report.id, title="t\ud800\x1b", source="s", published=None)
    library.set_status(report.id, Status.READING)
    found = library.report(report.id)
    assert (found.title, found.source, found.published) == ("t\ufffd\x1b", "s", None)
    assert found.status is Status.READING
    library.correct(report.id, title="t", source="", published=date(2020, 2, 29))
    assert library.summary(report.id).published == date(2020, 2, 29)
    assert library.summary(report.id).status is Status.READING


def test_a_beginning_names_one_report(library: Library, report_of: Made) -> None:
    ids = sorted(report_of(f"text {number}").id for number in range(20))
    for number in range(20):
        library.add(report_of(f"text {number}"))
    assert [library.resolve(id_) for id_ in ids] == ids
    assert library.resolve(ids[0][:12].upper()) == ids[0]
    shared = next(a[:1] for a, b in pairwise(ids) if a[0] == b[0])
    with pytest.raises(NotFound, match=rf"reports begin with {shared}: {shared}"):
        library.resolve(shared)
    for wrong in ("", "zz", "../texts/", "*", "\0"):
        with pytest.raises(NotFound, match="No report begins with"):
            library.resolve(wrong)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("x")
    for create in (False, True):
        with pytest.raises(LibraryError, match="not a library of spantag"):
            Library.open(tmp_path, create=create)
    assert os.listdir(tmp_path) == ["thesis.doc"]


def test_a_library_is_made_only_if_asked(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "new"):
        with pytest.raises(LibraryError, match="no library at"):
            Library.open(folder)
    assert os.listdir(tmp_path) == []
    Library.open(tmp_path / "new", create=True)
    assert Library.open(tmp_path / "new").listed() == []


def test_a_library_that_was_cut_short_is_finished(library: Library) -> None:
    (library.folder / "library.json").unlink()
    with pytest.raises(LibraryError, match="no library at"):
        Library.open(library.folder)
    assert Library.open(library.folder, create=True).labels() == library.labels()


def test_folders_that_git_does_not_keep_are_made_again(library: Library, report_of: Made) -> None:
    (library.folder / "reports").rmdir()
    (library.folder / "texts").rmdir()
    again = Library.open(library.folder)
    assert again.listed() == []
    assert again.text_files() == []
    assert again.add(report_of("text"))


@pytest.mark.parametrize("name", ["file", "file/below", "x" * 300, "loop"])
def test_a_place_where_no_library_can_be_is_an_error_of_ours(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "loop").symlink_to("loop")
    for create in (False, True):
        with pytest.raises(LibraryError, match="--library"):
            Library.open(tmp_path / name, create=create)
    assert (tmp_path / "file").read_text() == "x"


def test_a_folder_that_may_not_be_read_is_an_error_of_ours(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", denied)
        with pytest.raises(LibraryError, match="reports cannot be read: Permission denied"):
            library.listed()
    monkeypatch.setattr(Path, "exists", denied)
    with pytest.raises(LibraryError, match="cannot be read: Permission denied"):
        Library.open(library.folder)


def test_somebody_without_a_name_is_known_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    assert login_name() == "ann"

    def nobody() -> str:
        raise KeyError

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert login_name() == f"uid{os.getuid()}"


def test_what_a_killed_process_left_is_removed_at_the_next_start(library: Library) -> None:
    left = [library.folder / name / ".spantag-left" for name in ("reports", "texts", "cache")]
    left[-1].parent.mkdir(exist_ok=True)
    for path in left:
        path.touch()
    Library.open(library.folder)
    assert not any(path.exists() for path in left)


def test_a_library_whose_making_was_killed_is_made(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / ".spantag-left").touch()
    assert Library.open(tmp_path / "made", create=True).labels()


def test_a_renamed_label_takes_its_tags_along(library: Library, report_of: Made) -> None:
    library.add(report := report_of("Ann saw Bob"))
    tagging = library.tagging(report.id)
    first = tagging.tag(Span(0, 3), "Person")
    path = library.folder / "reports" / f"{report.id}.json"
    old = path.read_bytes()
    human = replace(labels.find(library.labels(), "Person"), name="Human")
    library.change_labels(lambda current: scheme.edited(current, "Person", human))
    assert path.read_bytes() == old
    assert [tag.label for tag in library.tags(report.id)] == ["Human"]
    assert library.label_uses().tags == {"Human": 1}
    assert tagging.tag(Span(0, 3), "Human").id == tagging.tag(Span(0, 3), "person").id == first.id
    assert tagging.tag(Span(8, 11), "Person").label == "Human"
    assert list(problems(library)) == []
    with pytest.raises(LibraryError, match="tagged Human already"):
        tagging.move(first.id, Span(8, 11))
    tagging.annotate(first.id, "a note")
    tagging.undo()
    assert [tag.label for tag in library.tags(report.id)] == ["Human", "Human"]
    assert [tag.label for _, tags in library.tagged([report.id]) for tag in tags] == ["Human"] * 2


def test_labels_keep_their_new_order_and_merge_their_tags(
    library: Library, report_of: Made
) -> None:
    library.add(report := report_of("Ann saw Bob"))
    library.tagging(report.id).tag(Span(0, 3), "Vehicle")
    library.change_labels(lambda current: scheme.moved(current, "Weapon", -99))
    assert library.labels()[0].name == "Weapon"
    library.change_labels(lambda current: scheme.merged(current, "Vehicle", "Weapon"))
    assert [tag.label for tag in library.tags(report.id)] == ["Weapon"]
    before = (library.folder / "library.json").read_bytes()
    with pytest.raises(LabelError):
        library.change_labels(lambda current: scheme.merged(current, "Weapon", "Weapon"))
    library.change_labels(lambda current: current)
    assert (library.folder / "library.json").read_bytes() == before


def test_labels_are_counted_by_tags_and_by_reports(library: Library, report_of: Made) -> None:
    for text, names in (("Ann saw Bob", "Person Person"), ("Rif", "Location"), ("Bob", "Person")):
        library.add(report := report_of(text))
        for at, name in enumerate(names.split()):
            library.tagging(report.id).tag(Span(at, at + 2), name)
    uses = library.label_uses()
    assert uses.tags == {"Person": 3, "Location": 1}
    assert uses.reports == {"Person": 2, "Location": 1}
