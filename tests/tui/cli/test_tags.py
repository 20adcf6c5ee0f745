"""The commands about tags: tag, untag, tags, export, labels."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from store.exporting.csv import COLUMNS, unprotect
from store.library import Library
from store.model import Report

Run = Callable[..., tuple[int, str, str]]
FIELDS = [
    *("id", "report", "start", "end", "label", "quote", "note", "author", "created", "origin")
]


def test_a_tag_is_made_listed_and_removed(run: Run, report: Report) -> None:
    status, out, err = run("tag", report.id[:5], "4", "8", "organisation", "--note", "n")
    assert (status, err) == (0, "")
    id_ = out.strip()
    assert len(id_) == 12
    status, out, err = run("tags", report.id)
    assert out.split() == [id_, report.id, "4", "8", "Organisation", "Badr", "(n)"]
    assert run("tags")[1] == out
    assert run("untag", report.id, id_) == (0, "removed Organisation: Badr\n", "")
    assert run("tags") == (0, "", "")


def test_tags_speak_json(run: Run, report: Report) -> None:
    made = json.loads(run("tag", report.id, "4", "8", "Person", "--json", "--author", "bob")[1])
    listed = json.loads(run("tags", "--json")[1])
    assert list(made) == FIELDS
    assert made == listed
    assert (made["start"], made["end"], made["quote"]) == (4, 8, "Badr")
    assert (made["author"], made["origin"], made["note"]) == ("bob", "manual", "")
    assert json.loads(run("untag", report.id, made["id"], "--json")[1]) == made


def test_offsets_are_kept_as_given_and_outer_blanks_told(run: Run, report: Report) -> None:
    status, out, err = run("tag", report.id, "3", "9", "Person", "--json")
    made = json.loads(out)
    assert (status, made["start"], made["end"], made["quote"]) == (0, 3, 9, " Badr ")
    assert err == (
        f"spantag: the tag {made['id']} is made as asked for, with blanks at its ends; "
        "its words alone are 4 to 8\n"
    )
    status, out, err = run("tag", report.id, "3", "4", "Person")
    assert err.endswith("with blanks at its ends\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["4", "4", "Person"], "4 to 4 is not a span"),
        (["-4", "8", "Person"], "-4 to 8 is not a span"),
        (["4", "8000", "Person"], "beyond the text"),
        (["4", "8", "Persn"], "did you mean Person?"),
        (["4", "8", "\x1b[2J"], "there are Person"),
    ],
)
def test_a_wrong_tag_is_a_line(arguments: list[str], said: str, run: Run, report: Report) -> None:
    status, out, err = run("tag", report.id, *arguments)
    assert (status, out) == (1, "")
    assert err.startswith("spantag: ")
    assert said in err
    assert err.count("\n") == 1
    assert "\x1b" not in err
    assert run("tags")[1] == ""


def test_a_tag_that_is_not_there_is_a_line(run: Run, report: Report) -> None:
    status, out, err = run("untag", report.id, "nope")
    assert (status, out) == (1, "")
    assert err == f"spantag: Report {report.id} has no tag nope; see spantag tags {report.id}\n"


@pytest.mark.parametrize("author", ["a\ud800", "\x1b[2J", "=1"])
def test_any_author_and_note_can_tag(author: str, run: Run, report: Report) -> None:
    for _ in range(2):
        status, _, err = run(
            "tag", report.id, "0", "3", "Person", "--author", author, "--note", author
        )
        assert (status, err) == (0, "")
    (row,) = map(json.loads, run("tags", "--json")[1].splitlines())
    assert row["author"] == row["note"] == author.replace("\ud800", "\ufffd")


def rows_of(data: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data, newline=""), strict=True))


def test_an_export_goes_to_stdout(
    run: Run, library: Library, report_of: Callable[..., Report], hostile: str
) -> None:
    report = report_of(f"x {hostile} y", title=hostile)
    library.add(report)
    run("tag", report.id, "2", str(2 + len(hostile)), "Person", "--note", hostile)
    status, out, err = run("export")
    assert (status, err) == (0, "")
    (row,) = rows_of(out)
    assert tuple(row) == COLUMNS
    assert {unprotect(row[key]) for key in ("text", "note", "report_title")} == {hostile}
    (raw,) = rows_of(run("export", "--raw")[1])
    assert {raw[key] for key in ("text", "note", "report_title")} == {hostile}
    assert run("export", "--excel")[1] == "\ufeff" + out


def test_an_export_goes_to_a_file(run: Run, report: Report, tmp_path: Path) -> None:
    run("tag", report.id, "4", "8", "Person")
    path = tmp_path / "tags.csv"
    status, out, err = run("export", "-o", str(path), report.id)
    assert (status, out, err) == (0, f"1 tag written to {path}\n", "")
    before = path.read_bytes()
    assert len(rows_of(before.decode())) == 1
    status, out, err = run("export", "-o", str(path))
    assert (status, out) == (1, "")
    assert "exists already; name another file, or give --overwrite" in err
    assert path.read_bytes() == before
    status, out, _ = run("export", "--overwrite", "--json", "-o", str(path))
    assert json.loads(out) == {"path": str(path), "tags": 1}


def test_an_export_of_named_reports_leaves_the_others_out(
    run: Run, library: Library, report: Report, report_of: Callable[..., Report]
) -> None:
    other = report_of("other")
    library.add(other)
    for id_ in (report.id, other.id):
        run("tag", id_, "0", "3", "Person")
    assert [row["report_id"] for row in rows_of(run("export", other.id)[1])] == [other.id]
    assert len(rows_of(run("export")[1])) == 2
    status, out, err = run("export", "zz")
    assert (status, out) == (1, "")
    assert "No report begins with zz" in err


def test_an_export_without_a_text_tells_and_goes_on(
    run: Run, library: Library, report: Report, report_of: Callable[..., Report], tmp_path: Path
) -> None:
    other = report_of("other")
    library.add(other)
    for id_ in (report.id, other.id):
        run("tag", id_, "0", "3", "Person")
    (library.folder / "texts" / f"{report.id}.txt").unlink()
    path = tmp_path / "tags.csv"
    for arguments in ([], ["-o", str(path)]):
        status, out, err = run("export", *arguments)
        assert status == 1
        assert err.startswith(f"spantag: {report.id}: ")
        assert err.count("\n") == 1
        data = path.read_bytes().decode() if arguments else out
        assert [row["report_id"] for row in rows_of(data)] == [other.id]


def test_labels_are_listed(run: Run) -> None:
    status, out, err = run("labels")
    assert (status, err) == (0, "")
    assert len(out.splitlines()) == 15
    assert out.startswith("1 p  Person")
    rows = [json.loads(line) for line in run("labels", "--json")[1].splitlines()]
    assert len(rows) == 15
    assert list(rows[0]) == ["name", "key", "digit", "colour", "description", "parent", "former"]


def test_a_label_of_no_colour_is_damage(run: Run, library: Library) -> None:
    path = library.folder / "library.json"
    path.write_text(path.read_text().replace("#af5f00", "brown"))
    status, out, err = run("labels")
    assert (status, out) == (1, "")
    assert "library.json" in err
    assert "'brown', not #rrggbb" in err
