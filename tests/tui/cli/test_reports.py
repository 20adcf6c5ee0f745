"""The commands about reports: import, list, show, edit, check."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store.library import Library
from store.model import Report, Span

Run = Callable[..., tuple[int, str, str]]
FIELDS = ["id", "title", "source", "published", "status", "tags", "length", "origin", "imported"]


def one_problem(err: str) -> bool:
    return err.startswith("spantag: ") and err.count("\n") == 1


def test_an_import_says_what_became_of_each_file(run: Run, source: Path) -> None:
    status, out, err = run("import", str(source))
    assert status == 1
    lines = out.splitlines()
    assert lines[0].startswith(f"{source}/a.txt: imported as ")
    assert lines[1].startswith(f"{source}/b.pdf: not one of ")
    assert lines[2:] == ["1 imported, 0 duplicates, 1 skipped, 1 failed"]
    assert one_problem(err)
    assert "c.txt: the file is empty" in err


def test_a_second_import_finds_duplicates(run: Run, source: Path) -> None:
    run("import", str(source / "a.txt"))
    status, out, err = run("import", str(source / "a.txt"))
    assert (status, err) == (0, "")
    assert "a.txt: duplicate of " in out
    assert out.endswith("0 imported, 1 duplicate, 0 skipped, 0 failed\n")


def test_an_import_speaks_json(run: Run, source: Path) -> None:
    status, out, err = run("import", "--json", str(source), str(source / "a.txt"))
    assert status == 1
    assert one_problem(err)
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["kind"] for row in rows] == ["imported", "skipped", "failed", "duplicate"]
    assert all(list(row) == ["path", "kind", "detail", "report"] for row in rows)
    assert rows[0]["report"] == rows[3]["report"] != rows[1]["report"] == ""


def test_an_import_makes_the_library_where_data_belongs(
    run: Run, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPANTAG_LIBRARY")
    status, _, err = run("list")
    assert status == 1
    assert one_problem(err)
    assert "spantag import PATH" in err
    run("import", str(source / "a.txt"))
    assert (tmp_path / "home" / "data" / "spantag" / "library" / "library.json").exists()


def test_reports_are_listed(run: Run, library: Library, report: Report) -> None:
    library.tagging(report.id).tag(Span(4, 8), "Organisation")
    status, out, err = run("list")
    assert (status, err) == (0, "")
    assert out.split() == [report.id, "unread", "2023-12-29", "1", "Badr"]


def test_a_text_that_may_deceive_is_shown_with_a_warning(
    run: Run, library: Library, report_of: Callable[..., Report]
) -> None:
    made = report_of("invoice\u202egnp.exe from Kh\u0430rkiv")
    library.add(made)
    status, out, err = run("show", "--plain", made.id)
    assert (status, out) == (0, made.text)
    expected = "the text may deceive its reader: 1 direction control, 1 look-alike word"
    assert err == f"spantag: {expected}\n"


def test_reports_are_listed_as_json(run: Run, report: Report) -> None:
    status, out, _ = run("list", "--json")
    assert status == 0
    row = json.loads(out)
    assert list(row) == FIELDS
    assert row["id"] == report.id
    assert (row["length"], row["tags"], row["published"]) == (len(report.text), 0, "2023-12-29")


@pytest.mark.parametrize("content", [b"", b"{", b'{"schema":{"1":{"version":7}}}'])
@pytest.mark.parametrize("command", ["list", "tags", "export"])
def test_a_damaged_report_is_a_line_and_the_others_are_there(
    content: bytes,
    command: str,
    run: Run,
    library: Library,
    report: Report,
    report_of: Callable[..., Report],
) -> None:
    library.tagging(report.id).tag(Span(4, 8), "Organisation")
    bad = report_of("bad")
    library.add(bad)
    path = library.folder / "reports" / f"{bad.id}.json"
    path.write_bytes(content)
    status, out, err = run(command)
    assert status == 1
    assert report.id in out
    assert one_problem(err)
    assert path.name in err
    assert path.read_bytes() == content


def test_brackets_nest(run: Run, library: Library, report: Report) -> None:
    tagging = library.tagging(report.id)
    for start, end, label in [(4, 21, "Organisation"), (4, 8, "Person"), (25, 30, "Location")]:
        tagging.tag(Span(start, end), label)
    _, out, _ = run("show", report.id, "--colour", "never")
    first = out.split("\n")[0]
    assert first == "The {{Badr|Person} Organisation|Organisation} in {Basra|Location}"
    assert "[12 January 2024|Temporal]" in out


def test_show_prints_the_exact_text(
    run: Run, library: Library, report_of: Callable[..., Report], hostile: str
) -> None:
    report = report_of(f"{hostile}\n\n{hostile}")
    library.add(report)
    assert run("show", "--plain", report.id)[:2] == (0, report.text)
    status, out, _ = run("show", "--json", report.id)
    assert status == 0
    assert list(json.loads(out)) == [*FIELDS, "text"]
    assert json.loads(out)["text"] == report.text


@pytest.mark.parametrize("arguments", [("show",), ("show", "--plain"), ("edit",), ("untag",)])
def test_a_report_that_is_not_there_is_a_line(
    arguments: tuple[str, ...], run: Run, report: Report
) -> None:
    rest = ["x"] if arguments == ("untag",) else []
    status, out, err = run(*arguments, "zz\x1b[2J", *rest)
    assert (status, out) == (1, "")
    assert one_problem(err)
    assert "No report begins with zz" in err
    assert "\x1b" not in err


def test_reports_are_corrected(run: Run, report: Report) -> None:
    arguments = ["--title", "T", "--source", "", "--published", "", "--status", "done"]
    assert run("edit", report.id[:6], *arguments) == (0, "", "")
    row = json.loads(run("edit", report.id, "--json")[1])
    assert list(row) == FIELDS
    found = row["title"], row["source"], row["published"], row["status"]
    assert found == ("T", "", "", "done")


def test_a_correction_of_nothing_is_wrong_usage(run: Run, report: Report) -> None:
    status, out, err = run("edit", report.id)
    assert (status, out) == (2, "")
    assert one_problem(err)
    for option in ("--title", "--source", "--published", "--status"):
        assert option in err


def test_a_wrong_date_changes_nothing(run: Run, report: Report) -> None:
    status, out, err = run("edit", report.id, "--title", "T", "--published", "yesterday")
    assert (status, out) == (1, "")
    assert err == "spantag: yesterday is no date; write it as 2023-12-29\n"
    assert json.loads(run("list", "--json")[1])["title"] == "Badr"


def test_a_sound_library_is_said_to_be(run: Run, report: Report) -> None:
    assert run("check") == (0, "1 report, no problem\n", "")
    assert run("check", "--json") == (0, "", "")


def test_a_problem_is_a_line(run: Run, library: Library, report: Report) -> None:
    (library.folder / "texts" / f"{report.id}.txt").write_text("changed\x1b")
    status, out, err = run("check")
    assert (status, out) == (1, "")
    assert one_problem(err)
    assert report.id in err
    status, out, err = run("check", "--json")
    assert (status, err) == (1, "")
    assert list(json.loads(out)) == ["report", "problem"]


@pytest.mark.parametrize("place", ["file", "x" * 300, "~nobody-of-this-name/x", "\x1b[2J"])
@pytest.mark.parametrize("command", ["list", "tags", "export", "labels", "check", "show"])
def test_a_library_that_is_none_is_a_line(
    place: str, command: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("x")
    rest = ["4b"] if command == "show" else []
    status, out, err = run(command, *rest, "--library", place)
    assert (status, out) == (1, "")
    assert one_problem(err)
    assert "\x1b" not in err
    assert sorted(os.listdir(tmp_path)) == ["file", "library"]


@pytest.mark.parametrize("command", ["list", "labels", "check", "tags", "export"])
def test_a_library_of_a_later_version_is_left_alone(
    command: str, run: Run, library: Library
) -> None:
    path = library.folder / "library.json"
    path.write_text('{"schema":{"1":{"version":99}}}')
    status, _, err = run(command)
    assert status == (1 if command in ("labels", "check", "export") else 0)
    assert err == "" or one_problem(err)
    assert path.read_text() == '{"schema":{"1":{"version":99}}}'


def test_a_blank_title_changes_nothing(run: Run, report: Report) -> None:
    assert run("edit", report.id, "--title", "  ") == (
        *(1, ""),
        "spantag: A report needs a title; give one that is not blank\n",
    )
    assert json.loads(run("list", "--json")[1])["title"] == "Badr"
