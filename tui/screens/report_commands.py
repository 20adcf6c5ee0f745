"""The commands about the open report as a whole, and those that go on to another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from store.library import Library
from store.model import Report, Status
from tui.messages import Saved
from tui.screens.details import edit_details
from tui.screens.exporting import ask_and_export

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen


class ReportCommands:
    """Carries out the commands of the scope `reading` that are not about words or tags."""

    SCOPES: ClassVar[Sequence[str]] = ("reading",)

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen

    def action_next_report(self) -> None:
        """Open the next report of the list."""
        self._go(1, "This is the last report of the list")

    def action_previous_report(self) -> None:
        """Open the previous report of the list."""
        self._go(-1, "This is the first report of the list")

    def _go(self, step: int, end: str) -> None:
        screen = self._screen
        if not (screen.listed or screen.does.moving_on.read_list()):
            return
        if 0 <= screen.index + step < len(screen.reports):
            screen.open(screen.index + step)
        else:
            screen.tell(end)

    def action_toggle_badges(self) -> None:
        """Show or hide the labels' names under the tags."""
        view, tags = self._screen.view, self._screen.tags
        view.toggle_badges()
        shown = "Label names show below tags" + ("" if tags else "; there is no tag yet")
        self._screen.tell(shown if view.badges else "Label names are hidden")

    def action_toggle_entities(self) -> None:
        """Show or hide the entities."""
        view = self._screen.view
        view.toggle_entities()
        self._screen.tell(f"Entities are {'shown' if view.entities_shown else 'hidden'}")

    def action_mark_done(self) -> None:
        """Mark the report as done, or as being read if it is done."""
        if (report := self._screen.report) is not None:
            done = self._screen.library.summary(report.id).status is Status.DONE
            after = Status.READING if done else Status.DONE

            def change(library: Library) -> Saved:
                library.set_status(report.id, after)
                return Saved(f"Marked as {after}")

            self._screen.submit(change, report.id)

    def begin(self, report: Report) -> None:
        """Record that a report was opened; no key waits for that."""

        def change(library: Library) -> Saved:
            library.begin(report.id)
            return Saved("")

        self._screen.spantag.saver.submit(self._screen, change, report.id, awaited=False)

    def action_edit_details(self) -> None:
        """Edit the title, source and date."""
        screen = self._screen
        if screen.report is not None:
            edit_details(screen, screen.library.summary(screen.report.id))

    def action_export(self) -> None:
        """Write the tags of this report to a file."""
        screen = self._screen
        if screen.report is not None:
            ask_and_export(screen, [screen.report.id])
