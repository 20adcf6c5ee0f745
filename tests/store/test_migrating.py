"""Libraries of older schemas: read at once, written once, and never at risk."""

from __future__ import annotations

import copy
import errno
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from store import copies, files, migrating
from store.backup import backup, restore
from store.check import problems
from store.database import Database
from store.errors import Damaged, SaveFailed
from store.library import Library
from store.merging import merge
from store.migrating import FOLDER, SCHEMA, STEPS, kept_as, migrated
from store.model import ReportId, Span, Status
from store.repair import repair
from store.salvage import readable

ROOT = Path(__file__).parent.parent.parent
SCHEMAS = Path(__file__).parent / "schemas"
"""A library that each earlier version made, as it was on the disk: `schemas/<version>/`."""
ID = ReportId("36e70d05d310046d")
TAGS = [
    ("Location", "ann", "Basra", 'the "port"\nof Iraq'),
    ("Organisation", "ann", "كتائب", ""),
    ("Person", "ann", "Townsend", ""),
    ("Location", "bob", "Baghdad", ""),
]
EDITS = ["tag", "tag", "tag", "relabel", "untag", "tag", "tag"]
NEW = Span(0, 7)


@pytest.fixture(params=range(1, SCHEMA))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The folder of a library of an earlier schema."""
    for path in (SCHEMAS / str(request.param)).rglob("*.*"):
        target = tmp_path / "old" / path.relative_to(SCHEMAS / str(request.param))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return tmp_path / "old"


def report_file(folder: Path) -> Path:
    return folder / "reports" / f"{ID}.json"


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def version(path: Path) -> int:
    return int(json.loads(path.read_bytes())["schema"]["1"]["version"])


def assert_all_there(folder: Path, *more: tuple[str, str, str, str]) -> None:
    library = Library.open(folder, "ann")
    tags = [(tag.label, tag.author, tag.quote, tag.note) for tag in library.tags(ID)]
    assert sorted(tags) == sorted([*TAGS, *more])
    assert [edit.what for edit in library.edits(ID)] == EDITS + ["tag"] * len(more)
    assert library.report(ID).status is Status.READING
    assert len(library.labels()) == 15
    assert not list(problems(library))


def tag(folder: Path) -> None:
    Library.open(folder, "ann").tagging(ID).tag(NEW, "Person")


def test_there_is_a_sample_and_a_step_for_every_earlier_schema() -> None:
    assert sorted(int(path.name) for path in SCHEMAS.iterdir()) == sorted(STEPS)
    assert sorted(STEPS) == list(range(1, SCHEMA))
    for number in STEPS:
        for path in [SCHEMAS / str(number) / "library.json", report_file(SCHEMAS / str(number))]:
            assert version(path) == number


def test_an_old_library_is_read_as_a_new_one_and_nothing_is_written(old: Path) -> None:
    before = contents(old)
    assert_all_there(old)
    with Database(report_file(old), old / ".lock").reading() as tables:
        assert tables.rows("schema") == [{"id": "schema", "version": SCHEMA}]
        assert tables.rows("reviews") == []
    assert contents(old) == {**before, "cache/reports.json": contents(old)["cache/reports.json"]}


def test_a_block_that_changes_nothing_migrates_nothing(old: Path) -> None:
    before = contents(old)
    with Database(report_file(old), old / ".lock").changing() as tables:
        assert tables.rows("schema") == [{"id": "schema", "version": SCHEMA}]
    assert contents(old) == before


def test_the_first_change_migrates_a_file_once(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = json.loads(report_file(old).read_bytes())
    tag(old)
    after = json.loads(report_file(old).read_bytes())
    assert after["schema"]["1"] == {**before["schema"]["1"], "version": SCHEMA}
    assert after["reviews"] == {}
    assert after["report"] == before["report"]
    for key, row in before["tags"].items():
        assert after["tags"][key] == row
    assert not (old / FOLDER).exists()
    monkeypatch.setattr("store.database.replace_old", None)
    Library.open(old, "ann").set_status(ID, Status.READING)
    assert_all_there(old, ("Person", "ann", "Clashes", ""))


def test_redo_works_over_a_migration(old: Path) -> None:
    edit = Library.open(old, "ann").tagging(ID).redo()
    assert edit is not None
    assert edit.changes[0].tag.quote == "Abadi"
    assert version(report_file(old)) == SCHEMA


def test_the_file_of_labels_is_migrated_too(old: Path) -> None:
    path = old / "library.json"
    with Database(path, old / ".lock").changing() as tables:
        tables.put("labels", {"id": "Person", "description": "a human being"})
    assert version(path) == SCHEMA
    assert "reviews" not in json.loads(path.read_bytes())
    assert not (old / FOLDER).exists()
    assert_all_there(old)


def test_a_step_leaves_what_it_is_given_alone(old: Path) -> None:
    tables = json.loads(report_file(old).read_bytes())
    given = copy.deepcopy(tables)
    assert migrated(tables, version(report_file(old))) != given
    assert tables == given
    assert migrated(given, SCHEMA) == {
        **given,
        "schema": {"1": {"id": "schema", "version": SCHEMA}},
    }


@pytest.mark.parametrize("stated", [0, -1, -(10**30)])
def test_a_schema_that_never_was_is_damage(stated: int, old: Path) -> None:
    path = report_file(old)
    path.write_bytes(re.sub(rb'"version":\d+', b'"version":%d' % stated, path.read_bytes()))
    before = contents(old)
    library = Library.open(old)
    for work in (lambda: library.tags(ID), library.tagging(ID).undo):
        with pytest.raises(Damaged, match=path.name):
            work()
    assert contents(old) == before


@pytest.mark.parametrize("failing", [0, 1])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_write_that_fails_leaves_the_old_file(
    number: int, failing: int, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(old)
    calls: list[Path] = []

    def full(path: Path, data: bytes) -> None:
        calls.append(path)
        if len(calls) > failing:
            raise OSError(number, os.strerror(number), str(path))
        files.replace_file(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(migrating, "replace_file", full)
        said = rf"{ID}\.json could not be written: {os.strerror(number)}"
        with pytest.raises(SaveFailed, match=said):
            tag(old)
    assert contents(old) == before
    assert_all_there(old)
    tag(old)
    assert_all_there(old, ("Person", "ann", "Clashes", ""))
    assert not (old / FOLDER).exists()


def test_a_library_that_nobody_may_write_to_is_read_and_named(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    assert_all_there(old)
    before = contents(old)
    monkeypatch.setattr(migrating, "make_folder", denied)
    with pytest.raises(SaveFailed, match=rf"Permission denied; .* to the folder {old}$"):
        tag(old)
    assert contents(old) == before
    assert_all_there(old)


def test_what_does_not_read_back_is_taken_back(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(old)

    def rotten(path: Path, data: bytes) -> None:
        bad = path.parent.name == "reports" and data != before[f"reports/{ID}.json"]
        files.replace_file(path, data[:-3] if bad else data)

    with monkeypatch.context() as patch:
        patch.setattr(migrating, "replace_file", rotten)
        with pytest.raises(SaveFailed, match="does not read back"):
            tag(old)
    assert contents(old) == before
    tag(old)
    assert_all_there(old, ("Person", "ann", "Clashes", ""))


def test_the_old_file_is_kept_while_neither_it_nor_a_sound_one_is_in_place(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = report_file(old)
    kept, before = kept_as(path, old, version(path)), path.read_bytes()

    def broken_disk(target: Path, data: bytes) -> None:
        if target == path:
            path.write_bytes(data[:-3])
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))
        files.replace_file(target, data)

    monkeypatch.setattr(migrating, "replace_file", broken_disk)
    with pytest.raises(SaveFailed, match="Input/output error"):
        tag(old)
    for _ in range(2):
        assert kept.read_bytes() == before
        Library.open(old)
    path.write_bytes(before)
    Library.open(old)
    assert not kept.parent.exists()
    assert_all_there(old)


KILLED = """
import os, sys
from pathlib import Path
from store import files, migrating
from store.library import Library
from store.model import ReportId, Span

folder, id_, at = Path(sys.argv[1]), ReportId(sys.argv[2]), int(sys.argv[3])
steps = 0

def counted(work):
    def step(*arguments):
        global steps
        if steps == at:
            os._exit(9)
        steps += 1
        return work(*arguments)
    return step

migrating.make_folder = counted(migrating.make_folder)
migrating.replace_file = counted(migrating.replace_file)
migrating._forget = counted(migrating._forget)
Library.open(folder, "ann").tagging(id_).tag(Span(0, 7), "Person")
"""


@pytest.mark.parametrize("at", range(5))
def test_a_kill_at_any_step_loses_nothing_and_leaves_nothing(at: int, old: Path) -> None:
    before, stated = report_file(old).read_bytes(), version(report_file(old))
    arguments = [sys.executable, "-c", KILLED, str(old), ID, str(at)]
    status = subprocess.run(arguments, cwd=ROOT, check=False).returncode
    assert status == (9 if at < 4 else 0)
    is_old = report_file(old).read_bytes() == before
    assert is_old == (at < 3)
    assert_all_there(old, *([] if is_old else [("Person", "ann", "Clashes", "")]))
    assert not list(old.glob(f"{FOLDER}/*"))
    assert version(report_file(old)) == (stated if is_old else SCHEMA)
    tag(old)
    assert_all_there(old, ("Person", "ann", "Clashes", ""))


TWO = """
import sys
from pathlib import Path
from store.library import Library
from store.model import ReportId, Span
tagging = Library.open(Path(sys.argv[1]), sys.argv[3]).tagging(ReportId(sys.argv[2]))
print("ready", flush=True)
sys.stdin.readline()
tagging.tag(Span(0, 7), "Person")
"""


def test_two_processes_migrate_a_file_once_and_keep_both_tags(old: Path) -> None:
    def writer(author: str) -> subprocess.Popen[str]:
        arguments = [sys.executable, "-c", TWO, str(old), ID, author]
        pipe = subprocess.PIPE
        return subprocess.Popen(arguments, stdin=pipe, stdout=pipe, text=True, cwd=ROOT)

    writers = [writer("cleo"), writer("dan")]
    for process in writers:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in writers:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in writers:
        process.communicate(timeout=20)
        assert process.returncode == 0
    assert_all_there(old, *(("Person", author, "Clashes", "") for author in ["cleo", "dan"]))
    assert not (old / FOLDER).exists()


@pytest.fixture
def saved(old: Path) -> Path:
    backup(old, old.parent / "old.zip")
    return old.parent / "old.zip"


def test_an_old_backup_is_restored_and_migrated_when_changed(saved: Path, tmp_path: Path) -> None:
    folder = tmp_path / "restored"
    assert restore(saved, folder) == 1
    assert_all_there(folder)
    tag(folder)
    assert_all_there(folder, ("Person", "ann", "Clashes", ""))


def test_an_old_library_is_merged_into_a_new_one(saved: Path, tmp_path: Path) -> None:
    library = Library.open(tmp_path / "new", "ann", create=True)
    for _ in range(2):
        with copies.opened(saved) as there:
            list(merge(library, there))
        assert_all_there(library.folder)


def test_an_old_file_that_is_damaged_is_repaired(saved: Path, old: Path) -> None:
    path = report_file(old)
    for restored, given in [(SCHEMA, False), (1, True)]:
        path.write_bytes(saved_report(saved).replace(b'"schema":{', b'"schema":[', 1))
        with copies.opened(saved) as there:
            list(repair(Library.open(old, "ann"), [there] if given else []))
        assert version(path) == restored
        assert_all_there(old)


def saved_report(saved: Path) -> bytes:
    with copies.opened(saved) as there:
        return there.read(f"reports/{ID}.json")


def test_what_is_readable_of_an_old_file_is_migrated(old: Path) -> None:
    content = report_file(old).read_bytes()
    text = Library.open(old).report(ID).text
    for damaged in [content, content.replace(b'"report":{', b'"report":7,"r":{'), content[:-9]]:
        found = readable(damaged, ID, text)
        assert len(found.tags) == len(TAGS)
