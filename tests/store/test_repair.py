"""Repairing a library: what is proved comes back, and nothing is deleted."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store import copies
from store.backup import backup
from store.check import problems
from store.library import Library
from store.model import ReportId, Span, Tag
from store.repair import Step, repair

TEXT = (
    "Clashes in Basra كتائب 👩\u200d💻\n\nPublished: 29 December 2023\nSource: SANA\n\x1b]0;x\x07\n"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode("utf-16"))
    return path


@pytest.fixture
def id_(library: Library, source: Path) -> ReportId:
    (outcome,) = library.import_paths([source])
    assert outcome.report_id
    return outcome.report_id


@pytest.fixture
def tags(library: Library, id_: ReportId) -> list[Tag]:
    tagging = library.tagging(id_)
    for start in range(3):
        tagging.tag(Span(start, 7), "Person", note=f"note {start}")
    return library.tags(id_)


@pytest.fixture
def saved(library: Library, tags: list[Tag], tmp_path: Path) -> Path:
    """A backup with the three tags."""
    backup(library.folder, tmp_path / "saved.zip")
    return tmp_path / "saved.zip"


def report_path(library: Library, id_: str) -> Path:
    return library.folder / "reports" / f"{id_}.json"


def text_path(library: Library, id_: str) -> Path:
    return library.folder / "texts" / f"{id_}.txt"


def repaired(library: Library, *given: Path) -> list[Step]:
    def nested(left: tuple[Path, ...], opened: list[copies.Copy]) -> Iterator[Step]:
        if not left:
            yield from repair(library, opened)
            return
        with copies.opened(left[0]) as copy:
            yield from nested(left[1:], [*opened, copy])

    return list(nested(given, []))


def only(steps: list[Step], *said: str, done: bool = True) -> None:
    """Assert that there is one step, which says all this."""
    (step,) = steps
    assert step.done == done, step
    for words in said:
        assert words in step.message
    assert "\n" not in step.message


def aside(path: Path) -> list[bytes]:
    found = path.parent.glob(f"{path.name}.damaged-*")
    return [file.read_bytes() for file in found]


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


def test_a_sound_library_is_left_alone(library: Library, tags: list[Tag], saved: Path) -> None:
    before = contents(library.folder)
    assert repaired(library, saved) == []
    assert contents(library.folder) == before


def test_a_missing_report_is_restored_byte_for_byte(
    library: Library, id_: ReportId, saved: Path
) -> None:
    before = report_path(library, id_).read_bytes()
    report_path(library, id_).unlink()
    only(repaired(library, saved), "was missing; restored from", str(saved), "3 tags")
    assert report_path(library, id_).read_bytes() == before
    assert report_path(library, id_).stat().st_mode & 0o777 == 0o600
    assert repaired(library) == []


def test_a_missing_report_is_made_anew_from_its_text(
    library: Library, id_: ReportId, tags: list[Tag]
) -> None:
    report_path(library, id_).unlink()
    only(repaired(library), "was missing; made anew from its text", "tags are lost", "merge BACKUP")
    report = library.report(id_)
    assert (report.title, report.source) == ("Clashes in Basra كتائب 👩\u200d💻", "SANA")
    assert report.published
    assert report.published.isoformat() == "2023-12-29"
    assert report.origin == str(text_path(library, id_))
    assert library.tags(id_) == []
    assert list(problems(library)) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{}", b"[" * 9999, b'{"schema":{"1":{}}}'])
def test_a_damaged_report_is_kept_aside_and_restored(
    content: bytes, library: Library, id_: ReportId, tags: list[Tag], saved: Path
) -> None:
    path = report_path(library, id_)
    path.write_bytes(content)
    only(repaired(library, saved), "was damaged; restored from", "damaged file is kept as")
    assert library.tags(id_) == tags
    assert aside(path) == [content]
    path.write_bytes(content)
    only(repaired(library), "was damaged; made anew", "damaged file is kept as")
    assert library.tags(id_) == []
    assert aside(path) == [content] * 2
    assert list(problems(library)) == []


def test_what_a_truncated_report_still_says_is_kept(
    library: Library, id_: ReportId, tags: list[Tag], source: Path
) -> None:
    path = report_path(library, id_)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b'"edits"')])
    only(repaired(library), "made anew from what could still be read, with 3 tags of it")
    assert library.tags(id_) == tags
    assert library.report(id_).origin == str(source)
    path.write_bytes(data[: data.index(b"note 2")])
    only(repaired(library), "with 2 tags")
    assert library.tags(id_) == tags[:2]


def test_one_wrong_row_costs_only_itself(library: Library, id_: ReportId, tags: list[Tag]) -> None:
    path = report_path(library, id_)
    data = json.loads(path.read_bytes())
    data["tags"]["2"]["created"] = "never"
    path.write_text(json.dumps(data, indent=4))
    only(repaired(library), "with 2 tags")
    assert library.tags(id_) == [tags[0], tags[2]]
    assert len(library.edits(id_)) == 3


def test_tags_newer_than_the_backup_are_kept_if_readable(
    library: Library, id_: ReportId, saved: Path
) -> None:
    new = library.tagging(id_).tag(Span(4, 9), "Weapon")
    path = report_path(library, id_)
    path.write_bytes(path.read_bytes()[:-20])
    only(repaired(library, saved), "restored from", "3 tags, and 1 more that could still be read")
    assert new in library.tags(id_)
    assert len(library.tags(id_)) == 4


def test_the_newest_backup_that_has_it_is_taken(
    library: Library, id_: ReportId, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.backup.moment", lambda _: "2099-01-01T00:00:00Z")
    tag = library.tagging(id_).tag(Span(4, 9), "Weapon")
    backup(library.folder, tmp_path / "newer.zip")
    report_path(library, id_).write_bytes(b"")
    monkeypatch.setattr("store.backup.moment", lambda _: "2099-01-02T00:00:00Z")
    backup(library.folder, tmp_path / "damaged.zip")
    steps = repaired(library, saved, tmp_path / "newer.zip", tmp_path / "damaged.zip")
    only(steps, str(tmp_path / "newer.zip"), "4 tags")
    assert tag in library.tags(id_)


@pytest.mark.parametrize("content", [None, b"other", b"\xff\xfe", b""])
@pytest.mark.parametrize("by", ["origin", "backup"])
def test_a_text_is_put_back_by_its_hash(
    by: str, content: bytes | None, library: Library, id_: ReportId, saved: Path, source: Path
) -> None:
    path = text_path(library, id_)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    if by == "backup":
        source.unlink()
    given = [saved] if by == "backup" else []
    said = str(saved if given else source)
    only(repaired(library, *given), "was missing" if content is None else "was changed", said)
    assert path.read_bytes() == TEXT.encode()
    assert aside(path) == ([] if content is None else [content])
    assert len(library.tags(id_)) == 3
    assert list(problems(library)) == []


def test_a_text_that_nothing_proves_is_left_as_it_is(
    library: Library, id_: ReportId, source: Path
) -> None:
    source.write_bytes(b"another version")
    text_path(library, id_).write_bytes(b"changed")
    before = contents(library.folder)
    only(repaired(library), "was changed", str(source), "--from BACKUP", done=False)
    assert contents(library.folder) == before


def test_both_files_come_back_from_a_backup(library: Library, id_: ReportId, saved: Path) -> None:
    report_path(library, id_).write_bytes(b"")
    text_path(library, id_).write_bytes(b"")
    only(repaired(library), "it needs a backup", done=False)
    assert [step.done for step in repaired(library, saved)] == [True, True]
    assert len(library.tags(id_)) == 3


def test_a_folder_can_be_restored_from(
    library: Library, id_: ReportId, tags: list[Tag], tmp_path: Path
) -> None:
    other = Library.open(tmp_path / "other", "bob", create=True)
    list(other.import_paths([tmp_path / "in.txt"]))
    other.tagging(id_).tag(Span(0, 4), "Weapon")
    report_path(library, id_).unlink()
    only(repaired(library, other.folder), f"restored from {other.folder}, 1 tag")


def test_a_quote_that_does_not_match_is_only_reported(
    library: Library, id_: ReportId, tags: list[Tag], saved: Path
) -> None:
    path = report_path(library, id_)
    path.write_bytes(path.read_bytes().replace(tags[0].quote.encode(), b"Klashes"))
    before = path.read_bytes()
    assert repaired(library, saved) == []
    assert path.read_bytes() == before
    assert list(problems(library))


def test_a_file_of_a_later_version_is_left_alone(
    library: Library, id_: ReportId, saved: Path
) -> None:
    path = report_path(library, id_)
    path.write_bytes(path.read_bytes().replace(b'"version":', b'"version":9'))
    before = contents(library.folder)
    only(repaired(library, saved), "later spantag", done=False)
    assert contents(library.folder) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_no_damage(
    library: Library, id_: ReportId, saved: Path
) -> None:
    report_path(library, id_).chmod(0)
    only(repaired(library, saved), "Permission denied", done=False)


def test_a_folder_in_the_place_of_a_report_is_not_moved(library: Library, saved: Path) -> None:
    path = library.folder / "reports" / f"{'0' * 16}.json"
    path.mkdir()
    only(repaired(library, saved), "no regular file", done=False)
    assert path.is_dir()


@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_the_labels_come_from_a_backup(
    content: bytes | None, library: Library, id_: ReportId, saved: Path
) -> None:
    path = library.folder / "library.json"
    before = path.read_bytes()
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    only(repaired(library), "it needs a backup", done=False)
    only(repaired(library, saved), "restored from", str(saved))
    assert path.read_bytes() == before
    assert aside(path) == ([] if content is None else [content])


def test_a_save_that_fails_moves_nothing(
    library: Library, id_: ReportId, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_path(library, id_).write_bytes(b"x")
    before = contents(library.folder)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("store.repair.create_file", full)
    only(repaired(library, saved), "No space left", done=False)
    assert contents(library.folder) == before


def test_a_kill_before_the_last_step_leaves_the_damaged_file_in_place(
    library: Library, id_: ReportId, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = report_path(library, id_)
    path.write_bytes(b"x")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            repaired(library, saved)
    assert path.read_bytes() == b"x"
    only(repaired(library, saved), "restored from")


def test_a_file_system_without_links_is_served(
    library: Library, id_: ReportId, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    path = report_path(library, id_)
    path.write_bytes(b"x")
    monkeypatch.setattr(Path, "hardlink_to", refused)
    only(repaired(library, saved), "restored from")
    assert aside(path) == [b"x"]
    assert len(library.tags(id_)) == 3


def test_a_link_in_the_place_of_a_text_is_kept_aside(
    library: Library, id_: ReportId, saved: Path, tmp_path: Path
) -> None:
    (tmp_path / "victim").write_bytes(b"victim")
    path = text_path(library, id_)
    path.unlink()
    path.symlink_to(tmp_path / "victim")
    only(repaired(library, saved), "was changed; put back")
    assert (path.is_symlink(), aside(path)) == (False, [b"victim"])
    assert (tmp_path / "victim").read_bytes() == b"victim"


@pytest.fixture
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk: these tests are not about power cuts."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.mark.usefixtures("_quick_disk")
def test_any_damage_to_a_report_leaves_a_readable_one_and_the_damaged_file(
    library: Library, id_: ReportId, tags: list[Tag]
) -> None:
    path = report_path(library, id_)
    original = path.read_bytes()

    @settings(
        deadline=None,
        max_examples=80,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.integers(0, len(original) - 1), st.binary(max_size=3), st.booleans())
    @example(original.index(b'"text_sha256":"') + 40, b"", False)
    def check(place: int, new: bytes, cut: bool) -> None:
        damaged = original[:place] + new + (b"" if cut else original[place + 1 :])
        path.write_bytes(damaged)
        steps = repaired(library)
        if not steps or not steps[0].done:
            assert path.read_bytes() == damaged
        else:
            assert damaged in aside(path)
        for file in path.parent.glob("*.damaged-*"):
            file.unlink()
        if any("later spantag" in step.message for step in steps):
            return
        assert library.report(id_).text == TEXT
        assert len(library.tags(id_)) <= 3

    check()
