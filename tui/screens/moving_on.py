"""The commands that go to unread reports, and back to where one was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace

from keymaps import Command
from store.errors import SpantagError
from store.model import ReportId, Status, Summary
from tui.messages import ReportsListed
from tui.places import Place
from tui.reader.jumps import Spot
from tui.widgets import report_table
from tui.widgets.reader_view import ReaderView
from tui.widgets.report_table import Line, Order

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen

JUMPS = frozenset(
    {"text.text_start", "text.text_end", "reading.find", "reading.back", "list.choose"}
)
"""The commands before which a spot is remembered, besides all that go to a next or previous one."""
STEPS = ("next_", "previous_")
REPORTS = ("unread", "report")
"""What steps go to that are jumps of their own: reports are few, and one goes back to each."""


class MovingOn:
    """Goes to other reports and spots, and keeps the place in each report that is left."""

    SCOPES: ClassVar[Sequence[str]] = ("reading",)

    def __init__(self, screen: ReadingScreen, view: ReaderView) -> None:
        self._screen = screen
        self._view = view
        self._places = screen.spantag.places

    def leave(self) -> None:
        """Remember how the open report is left."""
        screen = self._screen
        if screen.report is not None:
            view, panel = self._view, screen.does.panes.wanted
            place = Place(view.cursor.head, panel, view.badges, view.entities_shown)
            self._places.keep(screen.report.id, place)

    def head_in(self, report: ReportId) -> int:
        """Return where the cursor was in a report, in code points."""
        return (self._places.of(report) or Place()).head

    def arrive(self, report: ReportId) -> None:
        """Show around a report what was shown when it was left; nothing changes if it never was."""
        self._places.current = self.leave
        view, panes, place = self._view, self._screen.does.panes, self._places.of(report)
        if place is None:
            return
        if view.badges != place.badges:
            view.toggle_badges()
        if view.entities_shown != place.entities:
            view.toggle_entities()
        if panes.wanted != place.panel:
            panes.wanted = place.panel
            panes.fold()

    def before(self, command: Command) -> None:
        """Remember the spot, if a command is one that leaves it by a jump."""
        jumps = self._places.jumps
        stepping = command.name.startswith(STEPS) and command.scope in ("text", "reading")
        if (spot := self._spot()) is None or not (stepping or command.id in JUMPS):
            jumps.settle()
            return
        kind = command.name.partition("_")[2] if stepping else command.id
        if kind in REPORTS:
            jumps.settle()
        jumps.leave(spot, kind)

    def _spot(self) -> Spot | None:
        report = self._screen.report
        return (report.id, self._view.cursor.head) if report is not None else None

    def action_jump_back(self) -> None:
        """Go back to where one was before the last jump."""
        self._go(self._places.jumps.back(self._spot()), "Nowhere to go back to")

    def action_jump_forward(self) -> None:
        """Go forward again to where one went back from."""
        self._go(self._places.jumps.forward(self._spot()), "Nowhere to go forward to")

    def _go(self, spot: Spot | None, nowhere: str) -> None:
        screen = self._screen
        if spot is None:
            screen.tell(nowhere)
            return
        report, head = spot
        if screen.report is not None and report == screen.report.id:
            self._view.move_to(self._view.cursor.dropped().moved(head))
            return
        self._places.keep(report, replace(self._places.of(report) or Place(), head=head))
        if report not in screen.reports:
            screen.reports = [*screen.reports, report]
        screen.open(screen.reports.index(report))

    def action_next_unread(self) -> None:
        """Open the next unread report of the list, from its top again after the last."""
        self._go_to_unread(1)

    def action_previous_unread(self) -> None:
        """Open the unread report before this one, from the end again before the first."""
        self._go_to_unread(-1)

    def begin_list(self) -> None:
        """Read the list off the thread that paints, if a report was opened without it."""

        def read() -> None:
            spantag = screen.spantag
            spantag.first_list.wait()
            try:
                lines = spantag.first_list.result() or screen.library.listed()
            except SpantagError:
                return  # It is read again, and told what is wrong, when somebody asks for a report.
            screen.post_message(ReportsListed(lines))

        screen = self._screen
        screen.run_worker(read, thread=True, exclusive=True, exit_on_error=False, group="list")

    def take_list(self, lines: Sequence[Line]) -> None:
        """Go among the reports of the list from now on, if one was opened without it."""
        screen = self._screen
        if not screen.listed:
            shown = report_table.ordered(lines, Order())
            ids = [line.id for line in shown if isinstance(line, Summary)]
            current = screen.reports[screen.index]
            screen.go_among(ids if current in ids else [*ids, current])

    def read_list(self) -> Sequence[Line]:
        """Return the list as it is now; if it cannot be read say why, and return none."""
        try:
            lines = self._screen.library.listed()
        except SpantagError as error:
            self._screen.tell(error.message, error=True)
            return ()
        self.take_list(lines)
        return lines

    def _go_to_unread(self, step: int) -> None:
        screen = self._screen
        if not (lines := self.read_list()):
            return
        unread = {
            line.id for line in lines if isinstance(line, Summary) and line.status is Status.UNREAD
        }
        count = len(screen.reports)
        indexes = ((screen.index + step * distance) % count for distance in range(1, count))
        found = next((index for index in indexes if screen.reports[index] in unread), None)
        if found is None:
            screen.tell("No other report of the list is unread")
        else:
            screen.open(found)
