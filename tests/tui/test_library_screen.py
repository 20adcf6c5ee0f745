"""The list of reports: filter, sort, import, marks, export, help and palette."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from keymaps import COMMANDS, TEXT_CHAIN, Dispatcher, load
from store.library import Library
from store.model import Report, Span, Status
from tui.screens.commands import by_title, choices
from tui.screens.details import EditDetails
from tui.screens.dialogs import Ask, Picker, ranked
from tui.screens.importing import ImportFiles
from tui.screens.library import LibraryScreen
from tui.screens.messages import FileImported
from tui.screens.reading import ReadingScreen
from tui.widgets import report_table
from tui.widgets.bars import TitleBar

Running = Callable[..., AbstractAsyncContextManager[Any]]


def titles(session: Any) -> list[str]:
    return [line.title for line in session.listing.rows.items]


async def test_an_empty_library_says_what_to_do(running: Running, library: Library) -> None:
    async with running(library) as session:
        rows = session.listing.rows
        shown = "\n".join(rows.render_line(y).text for y in range(rows.size.height))
        assert "No reports yet." in shown
        assert "Press i to import" in shown
        assert session.keys.startswith("i Import")


async def test_the_list_shows_the_reports(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        assert titles(session) == ["Drones seen near Albukamal", "A second report"]
        line = session.listing.rows.render_line(0).text
        assert "Drones seen near Albukamal" in line
        assert "2023-12-29" in line
        assert "Furat" in line


async def test_a_library_is_listed_once_at_a_time(
    running: Running, filled: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, first, second = Library.listed, Event(), Event()
    beside: list[bool] = []

    def slow(library: Library) -> object:
        if first.is_set():
            second.set()
        else:
            first.set()
            beside.append(second.wait(0.2))
        return listed(library)

    async with running(filled) as session:
        monkeypatch.setattr(Library, "listed", slow)
        session.listing.list_reports()
        assert await asyncio.to_thread(first.wait, 5)
        session.listing.list_reports()
        await session.until(second.is_set)
    assert beside == [False]


async def test_typing_a_filter_narrows_the_list(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("/", *"second")
        assert titles(session) == ["A second report"]
        assert "Esc Cancel" in session.keys
        await session.press("enter")
        assert session.status.startswith("filter: second")
        assert session.listing.rows.has_focus
        assert "Open" in session.keys
        await session.press("F")
        assert len(titles(session)) == 2


async def test_escape_drops_the_filter(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("/", *"zzz")
        assert titles(session) == []
        await session.press("escape")
        assert len(titles(session)) == 2


async def test_sorting_goes_through_the_columns_and_the_cursor_stays(
    running: Running, filled: Library
) -> None:
    async with running(filled) as session:
        await session.press("down", "s", "s")
        assert "sorted by title" in session.status
        assert titles(session) == ["A second report", "Drones seen near Albukamal"]
        assert session.listing.rows.current.title == "A second report"
        await session.press("S")
        assert titles(session) == ["Drones seen near Albukamal", "A second report"]


async def test_marks_and_unread(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("d")
        assert filled.summaries()[0].status is Status.DONE
        await session.press("n")
        assert session.listing.rows.current.title == "A second report"
        await session.press("home", "d")
        assert filled.summaries()[0].status is Status.UNREAD
        assert session.status.startswith("Marked as unread: Drones seen")
        await session.press("enter", "q", "d", "d")
        assert filled.summaries()[0].status is Status.READING
        await session.press("m")
        assert filled.summaries()[0].status is Status.UNREAD


async def test_details_are_corrected(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("e", "tab", *"X", "tab", "ctrl+u", *"tomorrow", "enter")
        assert "Write the date as" in session.status
        await session.press("ctrl+u", *"2024-01-02", "enter")
        summary = filled.summaries()[0]
        assert summary.source == "FuratX"
        assert str(summary.published) == "2024-01-02"


async def test_changes_of_the_report_of_the_row_are_undone_and_redone(
    running: Running, filled: Library
) -> None:
    async with running(filled) as session:
        await session.press("e", *"X", "enter", "d", "down", "u")
        assert session.status.startswith("Nothing to undo: A second report")
        await session.press("up", "u")
        assert session.status.startswith("Undone: the status is unread now: Drones")
        await session.press("u")
        assert session.status.startswith("Undone: the title is Drones seen near Al… now")
        assert titles(session)[0] == "Drones seen near Albukamal"
        await session.press("U", "U")
        assert titles(session)[0] == "Drones seen near AlbukamalX"
        assert filled.summaries()[0].status is Status.DONE


async def test_what_a_colleague_changed_since_is_not_undone(
    running: Running, filled: Library
) -> None:
    id_ = filled.summaries()[0].id
    async with running(filled) as session:
        await session.press("d")
        Library.open(filled.folder, "bob").set_status(id_, Status.READING)
        await session.press("u")
        assert "(status) has been changed by another edit since" in session.status
        assert filled.summary(id_).status is Status.READING


async def test_files_are_imported_by_picking(
    running: Running, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("First report\n")
    (folder / "b.txt").write_text("First report\n")
    (folder / "sub" / "c.md").write_text("# Second report\n")
    (folder / "sub" / "bad.txt").write_bytes(b"")
    (folder / "x.pdf").write_bytes(b"%PDF")
    monkeypatch.chdir(tmp_path)
    async with running(library) as session:
        await session.press("i", *"in", "tab", "enter")
        assert isinstance(session.app.screen, ImportFiles)
        kinds = [str(m.outcome.kind) for m in session.messages if isinstance(m, FileImported)]
        assert sorted(kinds) == ["duplicate", "failed", "imported", "imported", "skipped"]
        title = session.app.screen.query_one("#title", TitleBar).text
        assert title == "2 imported, 1 duplicate, 1 skipped, 1 failed"
        await session.press("enter")
        assert sorted(titles(session)) == ["First report", "Second report"]


async def test_an_import_can_be_left(running: Running, library: Library) -> None:
    async with running(library) as session:
        await session.press("i", "escape")
        assert titles(session) == []


async def test_tags_are_exported_and_nothing_is_overwritten_unasked(
    running: Running, filled: Library, tmp_path: Path
) -> None:
    first = filled.summaries()[0].id
    filled.tagging(first).tag(Span(0, 6), "Weapon")
    path = tmp_path / "out.csv"
    path.write_text("mine")
    async with running(filled) as session:
        await session.press("E", "ctrl+u", *str(path), "enter")
        assert isinstance(session.app.screen, Ask)
        assert "Enter again overwrites" in session.status
        assert path.read_text() == "mine"
        await session.press("enter")
        assert session.status.startswith("1 tag written to")
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"] for row in rows] == ["Drones"]


async def test_help_shows_the_live_keys_and_carries_out(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("?")
        picker = session.app.screen
        assert isinstance(picker, Picker)
        rows = picker.rows
        shown = "\n".join(rows.render_line(y).text for y in range(rows.size.height))
        assert "Show only the reports that match words." in shown
        await session.press(*"next unread", "enter")
        assert isinstance(session.app.screen, LibraryScreen)
        assert session.listing.rows.cursor == 1


def helped(session: Any) -> str:
    """Return all that the help on top says."""
    rows = session.app.screen.rows
    return "\n".join("".join(part for part, _ in rows._draw(one, 76)) for one in rows.items)


async def test_help_in_a_form_says_what_keys_do_there(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("i", "f1")
        said = {" ".join(line.split()) for line in helped(session).splitlines()}
        assert "Tab Go to the next field." in said
        assert "↓, Ctrl+N Go to the next field." in said
        assert "↑, Ctrl+P Go to the field before." in said
        assert not any("Complete" in line or "row" in line for line in said)
        await session.press(*"next field", "enter")
        assert isinstance(session.app.screen, EditDetails)
        assert session.app.focused.id == "field-source"


async def test_help_names_no_key_that_does_nothing_here(running: Running, filled: Library) -> None:
    async with running(filled, report=filled.summaries()[0].id) as session:
        await session.press("/", "f1")
        assert "Enter" in helped(session)
        assert "Complete" not in helped(session)
    async with running(filled) as session:
        await session.press("i", "f1")
        assert "Complete what is typed." in helped(session)


async def test_the_palette_finds_a_command_by_words(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("ctrl+p", *"reverse", "enter")
        assert titles(session) == ["A second report", "Drones seen near Albukamal"]


async def test_a_damaged_report_is_listed_and_the_others_work(
    running: Running, filled: Library
) -> None:
    ids = [line.id for line in filled.summaries()]
    (filled.folder / "reports" / f"{ids[0]}.json").write_text("{")
    async with running(filled) as session:
        rows = session.listing.rows
        assert ids[0] in rows.render_line(0).text
        await session.press("enter")
        assert isinstance(session.app.screen, LibraryScreen)
        assert "cannot be read" in session.status
        await session.press("down", "enter")
        assert isinstance(session.app.screen, ReadingScreen)


async def test_a_changed_text_is_refused(running: Running, filled: Library) -> None:
    id_ = filled.summaries()[0].id
    (filled.folder / "texts" / f"{id_}.txt").write_text("changed")
    async with running(filled, report=id_) as session:
        assert "changed after the import" in session.status


async def test_quitting_saves_what_was_asked_for(running: Running, filled: Library) -> None:
    async with running(filled) as session:
        await session.press("enter", "tab", "a", "q", "q")
        assert session.app.return_code in (0, None)
    assert len(filled.tags(filled.summaries()[0].id)) == 1


async def test_many_reports_are_listed_by_the_page(
    running: Running, library: Library, report_of: Callable[..., Report]
) -> None:
    for number in range(60):
        library.add(report_of(f"text {number}", title=f"Report {number:03}", origin=f"{number:03}"))
    async with running(library) as session:
        await session.press("end")
        rows = session.listing.rows
        assert rows.current.title == "Report 059"
        assert "Report 059" in rows.render_line(rows.size.height - 1).text
        await session.press("pageup", "home")
        assert rows.current.title == "Report 000"


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("column", [column.name for column in report_table.COLUMNS[1:]])
def test_the_head_of_the_column_sorted_by_is_whole(width: int, column: str) -> None:
    order = report_table.Order(column, descending=True)
    head = next(one.head for one in report_table.COLUMNS if one.name == column)
    shown = [one.name for one, _ in report_table.columns(width)]
    assert (f"{head}↓" in report_table.header(width, order)) == (column in shown)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tag everywhere", "text.tag_all"),
        ("shortcut", "app.keys"),
        ("side panel note", "panel.note"),
        ("reading next unread", "reading.next_unread"),
    ],
)
def test_the_palette_knows_words_of_the_help_and_of_the_scope(typed: str, found: str) -> None:
    rows = choices(COMMANDS, Dispatcher(load("default")), TEXT_CHAIN, by_title)
    assert ranked(rows, typed)[0].value.id == found
