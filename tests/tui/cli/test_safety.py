"""The commands backup, restore, merge and check --repair."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from store.library import Library
from store.model import Report, Span, Tag

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def tag(library: Library, report: Report) -> Tag:
    return library.tagging(report.id).tag(Span(4, 8), "Organisation", note="n")


@pytest.fixture
def saved(run: Run, tag: Tag, tmp_path: Path) -> Path:
    assert run("backup", str(tmp_path / "a.zip"))[0] == 0
    return tmp_path / "a.zip"


@pytest.fixture
def other(tmp_path: Path, report: Report) -> Library:
    """Another analyst's library, with the same report and a tag of theirs."""
    library = Library.open(tmp_path / "other", "bob", create=True)
    library.add(report)
    library.tagging(report.id).tag(Span(4, 8), "Person")
    return library


def test_there_and_back(
    run: Run, library: Library, report: Report, tag: Tag, tmp_path: Path
) -> None:
    file, new = tmp_path / "a.zip", tmp_path / "new"
    assert run("backup", str(file)) == (0, f"1 report backed up to {file}\n", "")
    assert run("restore", str(file), "--library", str(new)) == (
        0,
        f"1 report restored to {new}\n",
        "",
    )
    assert Library.open(new).tags(report.id) == [tag]
    status, out, err = run("backup", str(file))
    assert (status, out) == (1, "")
    assert "exists already; name another file, or give --overwrite" in err
    status, out, err = run("backup", str(file), "--overwrite", "--json")
    assert (status, json.loads(out), err) == (0, {"reports": 1, "path": str(file)}, "")


def test_a_library_is_not_restored_over(run: Run, saved: Path, library: Library) -> None:
    status, out, err = run("restore", str(saved))
    assert (status, out) == (1, "")
    assert err.startswith(f"spantag: {library.folder} is not empty")


def test_a_hostile_archive_is_one_visible_line(run: Run, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x\x1b[2J.zip", "w") as file:
        file.writestr("../\x1b]0;owned\x07", b"")
    for command in ("restore", "merge"):
        status, out, err = run(
            command,
            str(tmp_path / "x\x1b[2J.zip"),
            *(["--library", str(tmp_path / "new")] * (command == "restore")),
        )
        assert (status, out) == (1, "")
        assert err.count("\n") == 1
        assert "\x1b" not in err
        assert "\x07" not in err
    assert not (tmp_path / "new").exists()


def test_a_merge_says_each_step_and_sums_up(
    run: Run, library: Library, other: Library, report: Report, tag: Tag
) -> None:
    assert run("merge", str(other.folder)) == (
        0,
        f"{report.id}: tags: Badr, 1 tag\n"
        "0 reports, 1 tag and 0 labels added, 0 conflicts, 0 refused\n",
        "",
    )
    assert len(library.tags(report.id)) == 2
    assert run("merge", str(other.folder)) == (
        0,
        "0 reports, 0 tags and 0 labels added, 0 conflicts, 0 refused\n",
        "",
    )


def test_conflicts_are_lines_and_no_failure(
    run: Run, library: Library, other: Library, report: Report, tag: Tag
) -> None:
    assert run("merge", str(library.folder), "--library", str(other.folder))[0] == 0
    library.tagging(report.id).annotate(tag.id, "\x1b[2J")
    status, out, err = run("merge", str(other.folder), "--json")
    assert (status, err) == (0, "")
    first, second = map(json.loads, out.splitlines())
    assert (first["what"], first["report"], first["count"]) == ("tags", report.id, 1)
    assert second["what"] == "conflict"
    assert "ours stays" in second["message"]


def test_a_refused_report_fails_on_stderr(
    run: Run, library: Library, other: Library, report: Report
) -> None:
    (other.folder / "texts" / f"{report.id}.txt").write_bytes(b"changed")
    status, out, err = run("merge", str(other.folder))
    assert status == 1
    assert out.endswith("1 refused\n")
    assert err.startswith(f"spantag: {report.id}: ")
    assert "hash does not match" in err


def test_check_repairs_only_when_asked(
    run: Run, library: Library, report: Report, tag: Tag, saved: Path
) -> None:
    path = library.folder / "reports" / f"{report.id}.json"
    path.write_bytes(b"\x1b")
    assert run("check")[0] == 1
    assert path.read_bytes() == b"\x1b"
    status, out, err = run("check", "--from", str(saved))
    assert (status, out) == (1, "")
    assert "--repair" in err
    status, out, err = run("check", "--repair", "--from", str(saved))
    assert (status, err) == (0, "")
    first, second = out.splitlines()
    assert f"{path} was damaged; restored from {saved}, 1 tag; " in first
    assert second == "1 report, no problem"
    assert library.tags(report.id) == [tag]
    assert run("check", "--repair") == (0, "1 report, no problem\n", "")


def test_what_cannot_be_repaired_fails(run: Run, library: Library, report: Report) -> None:
    (library.folder / "texts" / f"{report.id}.txt").unlink()
    status, out, err = run("check", "--repair", "--json")
    assert status == 1
    step, problem = map(json.loads, out.splitlines())
    assert (step["report"], step["done"]) == (report.id, False)
    assert problem["report"] == report.id
    assert "--from BACKUP" in err


def test_lost_labels_are_repaired(run: Run, library: Library, tag: Tag, saved: Path) -> None:
    before = (library.folder / "library.json").read_bytes()
    (library.folder / "library.json").unlink()
    assert run("check", "--repair", "--from", str(saved))[0] == 0
    assert (library.folder / "library.json").read_bytes() == before


def test_there_must_be_something_to_repair(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    for name in ("x", "none"):
        status, _, err = run("check", "--repair", "--library", str(tmp_path / name))
        assert status == 1
        assert "There is no library" in err
        assert not list((tmp_path / "x").iterdir())
