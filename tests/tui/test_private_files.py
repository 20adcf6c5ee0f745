"""Whatever the umask, what spantag writes is its owner's alone; and it writes through no link."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from store.errors import SpantagError
from store.files import TEMPORARY
from store.library import Library
from store.model import Report, Span
from tui import crash
from tui.__main__ import main

VICTIM = b"somebody's own\n"


@pytest.fixture(params=[0o000, 0o022, 0o077], ids="{:03o}".format)
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    old = os.umask(request.param)
    yield
    os.umask(old)


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder for logs."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "spantag"


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file that nothing may change."""
    (path := tmp_path / "victim").write_bytes(VICTIM)
    return path


@pytest.fixture
def filled(library: Library, report_of: Callable[..., Report]) -> Library:
    """A library with one tagged report, and no cache."""
    report = report_of("The text\n")
    library.add(report)
    library.tagging(report.id).tag(Span(0, 3), "Person")
    return library


@pytest.mark.usefixtures("_umask")
def test_all_that_is_written_is_for_the_owner_alone(tmp_path: Path, state: Path) -> None:
    (source := tmp_path / "a.txt").write_text("The text\n")
    source.chmod(0o644)
    made = tmp_path / "made"
    library = made / "deep" / "library"
    of = ["--library", str(library)]
    assert main(["import", *of, str(source)]) == 0
    (summary,) = Library.open(library).summaries()
    assert main(["tag", *of, summary.id, "0", "3", "Person"]) == 0
    assert main(["list", *of]) == 0
    assert main(["export", *of, "-o", str(made / "tags.csv")]) == 0
    assert main(["backup", *of, str(made / "backup.zip")]) == 0
    assert main(["restore", str(made / "backup.zip"), "--library", str(made / "restored")]) == 0
    (library / "reports" / f"{summary.id}.json").write_bytes(b"{")
    assert main(["check", "--repair", *of]) in (0, 1)
    log = crash.write_log(ValueError("x"))
    written = [path for folder in (made, state.parent) for path in (folder, *folder.rglob("*"))]
    names = {path.name for path in written}
    assert {"library.json", ".lock", "reports.json", "tags.csv", "backup.zip", log.name} <= names
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in written}
    assert modes == {path: 0o700 if path.is_dir() else 0o600 for path in written}


def tag(library: Library) -> object:
    report = library.summaries()[0].id
    return library.tagging(report).tag(Span(1, 2), "Person")


def test_a_planted_temporary_file_is_not_written_through(
    filled: Library, victim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "urandom", bytes)
    filled.summaries()
    (planted := filled.folder / "reports" / f"{TEMPORARY}{'0' * 16}").symlink_to(victim)
    with pytest.raises(SpantagError, match="File exists"):
        tag(filled)
    assert planted.is_symlink()
    assert victim.read_bytes() == VICTIM
    planted.unlink()
    tag(filled)


@pytest.mark.parametrize("target", ["victim", "nowhere"])
def test_a_planted_lock_is_not_written_through(target: str, filled: Library, victim: Path) -> None:
    lock = filled.folder / ".lock"
    lock.unlink()
    lock.symlink_to(victim.with_name(target))
    with pytest.raises(SpantagError, match=r"\.lock"):
        tag(filled)
    assert victim.read_bytes() == VICTIM
    assert not victim.with_name("nowhere").exists()
    lock.unlink()
    tag(filled)


def test_a_planted_cache_is_not_written_through(filled: Library, victim: Path) -> None:
    cache = filled.folder / "cache"
    cache.mkdir()
    (cache / "reports.json").symlink_to(victim)
    assert len(filled.summaries()) == 1
    assert victim.read_bytes() == VICTIM
    assert not (cache / "reports.json").is_symlink()


def test_a_planted_folder_of_the_cache_is_not_written_into(filled: Library, tmp_path: Path) -> None:
    (theirs := tmp_path / "theirs").mkdir()
    (theirs / "reports.json").write_bytes(VICTIM)
    (filled.folder / "cache").symlink_to(theirs)
    assert len(filled.summaries()) == 1
    assert (theirs / "reports.json").read_bytes() == VICTIM
    assert os.listdir(theirs) == ["reports.json"]


@pytest.mark.parametrize("command", ["export", "backup"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_planted_output_is_not_written_through(
    command: str, overwrite: bool, filled: Library, victim: Path, tmp_path: Path
) -> None:
    (planted := tmp_path / "out").symlink_to(victim)
    options = ["--overwrite"] * overwrite + ["-o"] * (command == "export")
    status = main([command, "--library", str(filled.folder), *options, str(planted)])
    assert status == (0 if overwrite else 1)
    assert planted.is_symlink() is not overwrite
    assert victim.read_bytes() == VICTIM


def test_a_planted_log_is_not_written_through(
    state: Path, victim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 11, 22, 15, 31, tzinfo=UTC)

    class Clock:
        @staticmethod
        def now(_: object) -> datetime:
            return moment

    monkeypatch.setattr(crash, "datetime", Clock)
    name = crash.write_log(ValueError("x")).name
    (state / name).unlink()
    (state / name).symlink_to(victim)
    with pytest.raises(FileExistsError):
        crash.write_log(ValueError("x"))
    assert victim.read_bytes() == VICTIM
