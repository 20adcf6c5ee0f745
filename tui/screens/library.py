"""The list of reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.message import Message

from keymaps import DIALOG_CHAIN, LIBRARY_CHAIN
from store.errors import SpantagError
from store.library import Library
from store.model import ReportId, Summary
from tui.ahead import LATER, load_reader
from tui.cells import counted
from tui.messages import Failed, ReportsListed, Saved
from tui.screens import hints
from tui.screens.base import CommandScreen
from tui.screens.leaving import leave
from tui.screens.row_commands import RowCommands
from tui.screens.row_filter import RowFilter
from tui.watching import Watch
from tui.widgets import report_table
from tui.widgets.bars import KeyBar, StatusLine, TitleBar
from tui.widgets.report_table import Line, Order
from tui.widgets.rows import RowList


class LibraryScreen(CommandScreen[None]):
    """Lists the reports; from here they are opened, imported and exported."""

    SCOPES: ClassVar[Sequence[str]] = ("library",)

    def __init__(self, library: Library) -> None:
        super().__init__()
        self.library = library
        self._lines: Sequence[Line] = ()
        self._listed = False
        self._listing = Lock()
        self._order = Order()
        self._row = RowCommands(self)
        self._filter = RowFilter(lambda: self.rows, "words of the title, source, date or status")

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield TitleBar(id="title")
        yield TitleBar(id="header", classes="caption")
        yield RowList[Line](report_table.draw, id="reports")
        yield StatusLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the list."""
        self.rows.focus()
        if (first := self.spantag.first_list.result()) is None:
            self.list_reports()
        else:
            self._reports_listed(ReportsListed(first))
        Watch(self, self.library, lambda: None, lambda: self.call_later(self.list_reports))

    def on_screen_resume(self) -> None:
        """Show what has changed while a report was open."""
        if self._listed:
            self.list_reports()

    @property
    def rows(self) -> RowList[Line]:
        """The table."""
        return self.query_one("#reports", RowList)

    @property
    def shown(self) -> list[ReportId]:
        """The reports in the table, in its order."""
        return [line.id for line in self.rows.items if isinstance(line, Summary)]

    def chain(self) -> Sequence[str]:
        """Return the scopes that hear a key: another one while the filter is typed."""
        return DIALOG_CHAIN if self._filter.typing else LIBRARY_CHAIN

    def parts(self) -> Iterator[object]:
        """Yield whoever carries out commands."""
        yield self._row
        yield self._filter
        yield from super().parts()

    def hints(self) -> Sequence[str]:
        """Return the commands for the key bar."""
        if self._filter.typing:
            return hints.FILTERING
        return hints.LIBRARY if self._lines else hints.EMPTY_LIBRARY

    @work(thread=True, exclusive=True, exit_on_error=False, group="list")
    def list_reports(self) -> None:
        """Read the list of reports."""
        try:
            with self._listing:  # A second list beside the first would read every report again.
                self.spantag.first_list.wait()
                message: Message = ReportsListed(self.library.listed())
        except SpantagError as error:
            message = Failed(error)
        self.post_message(message)

    @on(ReportsListed)
    def _reports_listed(self, event: ReportsListed) -> None:
        if not self._listed:
            self.set_timer(LATER, self._load_reader)
        self._lines, self._listed = event.lines, True
        self.show_lines()

    def _load_reader(self) -> None:
        load_reader(lambda: not self.is_current, lambda: self.spantag.type_ahead.lately)

    def show_lines(self) -> None:
        """Show the reports that pass the filter, in order; the cursor stays on its report."""
        current = self.rows.current
        query = self._filter.words
        lines = report_table.ordered(report_table.filtered(self._lines, query), self._order)
        ids = [line.id for line in lines]
        cursor = ids.index(current.id) if current and current.id in ids else self.rows.cursor
        self.rows.show(lines, cursor, self._empty_text())
        self._show_bars(len(lines), query)

    def _empty_text(self) -> Sequence[str]:
        if self._lines:
            return (f"No report matches. {self.key_for('library.clear_filter')} shows all again.",)
        key = self.key_for("library.import")
        return ("No reports yet.", "", f"Press {key} to import .txt and .md files or folders.")

    def _show_bars(self, shown: int, query: str) -> None:
        total = counted(len(self._lines), "report")
        count = f"{shown:,} of {total}" if query else total
        self.query_one("#title", TitleBar).show(f"spantag  {self.library.folder}", count)
        width = self.rows.size.width or self.size.width - self.rows.gutter.width
        header = report_table.header(width, self._order) if self._lines else ""
        self.query_one("#header", TitleBar).show(header)
        status = f"filter: {query}" if query else ""
        self.query_one(StatusLine).show(status, self._order.words if self._lines else "")
        self.refresh_hints()

    def on_resize(self) -> None:
        """Lay the heads out anew."""
        self.call_after_refresh(self.show_lines)

    def on_input_changed(self) -> None:
        """Show what passes the filter as it is typed."""
        self.show_lines()

    @on(RowList.Chosen, "#reports")
    def _report_chosen(self) -> None:
        line = self.rows.current if self.is_active else None
        if isinstance(line, Summary):
            self.spantag.open_report(line.id, self.shown)
        elif line is not None:
            self.tell(line.reason, error=True)

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.tell(event.error.message, error=True)

    @on(Saved)
    def _saved(self, event: Saved) -> None:
        self.tell(event.said)
        self.list_reports()

    async def action_filter(self) -> None:
        """Type a filter."""
        await self._filter.begin()

    def action_clear_filter(self) -> None:
        """Show all reports again."""
        self._filter.action_cancel()

    def action_sort(self) -> None:
        """Sort by the next column."""
        self._order = self._order.next()
        self.show_lines()

    def action_sort_reverse(self) -> None:
        """Sort the other way round."""
        self._order = self._order.reversed()
        self.show_lines()

    def action_next_unread(self) -> None:
        """Go to the next unread report, from the top again after the last."""
        self._go_to_unread(1)

    def action_previous_unread(self) -> None:
        """Go to the previous unread report."""
        self._go_to_unread(-1)

    def _go_to_unread(self, step: int) -> None:
        row = report_table.unread_beside(self.rows.items, self.rows.cursor, step)
        if row is None:
            self.tell("No unread report")
        else:
            self.rows.move_to(row)

    def action_import(self) -> None:
        """Import files and folders."""
        from tui.screens.importing import ImportFiles  # not before it is wanted, as the others

        def imported(_: bool | None) -> None:
            self.list_reports()

        self.app.push_screen(ImportFiles(self.library), imported)

    def action_export(self) -> None:
        """Write the tags of the reports that are shown to a file."""
        from tui.screens.exporting import ask_and_export

        ask_and_export(self, self.shown)

    def action_leave(self) -> None:
        """Quit."""
        leave(self.spantag)
