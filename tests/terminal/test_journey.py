"""An analyst's day in a real terminal: import, read, tag, correct, export, quit, return."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.terminal.conftest import Open, Run
from tests.terminal.steps import (
    import_folder,
    leave,
    open_first,
    place,
    retype,
    tag_count,
    to_entity,
    write_reports,
)
from tests.terminal.terminal import Terminal

URL = "https://wire.example/a1"
FIRST = f"""Shelling near Qasr Amal

Source: Testing Wire
2024-03-05

Captain Yusra Halabi met the guards at dawn. Details: {URL} and more.
"""
TEXTS = {
    "a.txt": FIRST,
    "b.txt": "A second report\n\nNothing in it.\n",
    "c.md": "# A third\n\nEnd.\n",
}
OUTSIDE = "left out of the import"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports", {**TEXTS, "d.pdf": OUTSIDE})


def tag_by_keyboard(terminal: Terminal) -> None:
    """Tag two words by v and motions, then one by Shift and arrows as escape sequences."""
    terminal.press(*["down"] * 5, "v", "w", "w")
    terminal.wait_for("MARK 14")
    terminal.press("1")
    terminal.wait_for("Tagged Person: Captain Yusra")
    assert tag_count(terminal) == "1 tag"
    terminal.press(*["shift+right"] * 6)
    terminal.wait_for("6:21  SELECTED 6")
    terminal.press("3")
    terminal.wait_for("Tagged Location: Halabi")
    assert tag_count(terminal) == "2 tags"


def accept_entity(terminal: Terminal) -> None:
    to_entity(terminal, "Url")
    terminal.press("a")
    terminal.wait_for(f"Tagged Url: {URL[:19]}…")
    assert tag_count(terminal) == "3 tags"


def correct(terminal: Terminal) -> None:
    """Relabel and annotate the second tag, and delete the first."""
    terminal.press(",")
    terminal.wait_for(lambda t: place(t) == "6:15")
    terminal.press("r")
    terminal.wait_for("Relabel Location as")
    terminal.press("1")
    terminal.wait_for("Relabelled Person: Halabi")
    terminal.press("m")
    terminal.wait_for("Note on Person: Halabi")
    terminal.press("family name", "enter")
    terminal.wait_for("Noted: Halabi")
    terminal.press(",")
    terminal.wait_for(lambda t: place(t) == "6:1")
    terminal.press("d")
    terminal.wait_for("Deleted Person: Captain Yusra")
    assert tag_count(terminal) == "2 tags"


def undo_and_redo(terminal: Terminal) -> None:
    terminal.press("u")
    terminal.wait_for("Undone: deletion of Captain Yusra")
    assert tag_count(terminal) == "3 tags"
    terminal.press("U")
    terminal.wait_for("Redone: deletion of Captain Yusra")
    assert tag_count(terminal) == "2 tags"


def export(terminal: Terminal, file: Path) -> None:
    terminal.press("E")
    terminal.wait_for("Export the tags of 1 report")
    retype(terminal, "spantag-2", str(file))
    terminal.wait_for(file.name)
    terminal.press("enter")
    terminal.wait_for("2 tags written to")


def assert_restored(terminal: Terminal) -> None:
    """Check that the terminal is as it was before: no mode but the cursor and line wrapping."""
    assert terminal.modes == {7, 25}
    assert terminal.attributes == terminal.saved_attributes
    assert terminal.raw.count(b"\x1b[>") == terminal.raw.count(b"\x1b[<u") == 1


def assert_tagged(file: Path, run: Run, library: Path) -> None:
    """Check that the exported file and `spantag tags` hold what the screen said."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    start, url = FIRST.index("Halabi"), FIRST.index(URL)
    expected = [
        ("Person", "Halabi", "family name", start, start + 6),
        ("Url", URL, "", url, url + len(URL)),
    ]
    names = ("label", "text", "note", "start", "end")
    assert [tuple(row[name] for name in names) for row in rows] == [
        tuple(map(str, row)) for row in expected
    ]
    assert [(row["line"], row["column"]) for row in rows] == [("6", "15"), ("6", "55")]
    assert [row["origin"] == "manual" for row in rows] == [True, False]
    assert {(row["author"], row["report_title"]) for row in rows} == {
        ("ann", "Shelling near Qasr Amal")
    }
    listed = run("--library", library, "tags", "--json")
    assert (listed.returncode, listed.stderr) == (0, "")
    tags = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [
        (tag["label"], tag["quote"], tag["note"], tag["start"], tag["end"]) for tag in tags
    ] == expected
    assert [tag["id"] for tag in tags] == [row["tag_id"] for row in rows]


def test_a_day_of_an_analyst(open_app: Open, run: Run, tmp_path: Path, folder: Path) -> None:
    library, file = tmp_path / "library", tmp_path / "out.csv"
    terminal = open_app("--library", library)
    terminal.wait_for("Press i to import")
    assert "No reports yet." in terminal.text
    terminal.wait_for(lambda t: "0 reports" in t.lines()[0])
    import_folder(terminal, folder, 3)
    assert "1 skipped" not in terminal.text
    open_first(terminal)
    assert tag_count(terminal) == "0 tags"
    tag_by_keyboard(terminal)
    accept_entity(terminal)
    correct(terminal)
    undo_and_redo(terminal)
    export(terminal, file)
    assert leave(terminal) == 0
    assert_restored(terminal)
    assert_tagged(file, run, library)
    return_next_day(open_app, library)


def return_next_day(open_app: Open, library: Path) -> None:
    """Open the library again: the tags are there, and the deletion of yesterday can be undone."""
    terminal = open_app("--library", library)
    terminal.wait_for("3 reports")
    row = next(line for line in terminal.lines() if "Shelling near Qasr Amal" in line)
    assert row.split()[-2:] == ["2", str(len(FIRST))]
    terminal.press("home", "enter")
    terminal.wait_for(lambda t: (place(t), tag_count(t)) == ("6:1", "2 tags"))
    terminal.press("u")
    terminal.wait_for("Undone: deletion of Captain Yusra")
    assert tag_count(terminal) == "3 tags"
    assert leave(terminal) == 0


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (200, 60)])
def test_a_short_day_on_a_small_and_a_large_screen(
    columns: int, rows: int, open_app: Open, run: Run, tmp_path: Path, folder: Path
) -> None:
    library = tmp_path / "library"
    terminal = open_app("--library", library, columns=columns, rows=rows)
    terminal.wait_for("No reports yet.")
    import_folder(terminal, folder, 3)
    open_first(terminal)
    assert_framed(terminal, columns, rows)
    terminal.press(*["down"] * 5, "v", "w", "w")
    terminal.wait_for("MARK")
    assert_framed(terminal, columns, rows)
    terminal.press("1")
    terminal.wait_for(lambda t: tag_count(t) == "1 tag")
    assert_framed(terminal, columns, rows)
    terminal.press("u")
    terminal.wait_for(lambda t: tag_count(t) == "0 tags")
    assert leave(terminal) == 0
    assert_restored(terminal)
    assert run("--library", library, "tags").stdout == ""


def assert_framed(terminal: Terminal, columns: int, rows: int) -> None:
    """Check that title, text, status and keys each have rows of their own."""
    lines = terminal.lines()
    assert len(lines) == rows
    assert max(map(len, lines)) <= columns
    assert lines[0].startswith(" Shelling near Qasr Amal")
    assert lines[0].endswith("1 of 3")
    assert tag_count(terminal) is not None
    assert lines[-1].startswith((" Tab Entity", " t Label", " v Select"))
    width = min(columns, 164) - 1
    assert all(line[0:1] in ("", " ") for line in lines)
    shown = " ".join(line[:width] for line in lines[1:-2]).split()
    assert shown == FIRST.split()[: len(shown)]
    assert len(shown) > 10
