"""Correcting a report's details from any screen that shows it."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from store.details import Correction, Details
from store.library import Library
from store.model import Summary
from tui.messages import Saved
from tui.screens.base import CommandScreen
from tui.screens.forms import Form


def edit_details(screen: CommandScreen[None], line: Summary) -> None:
    """Ask for a report's title, source and date, and save them; the screen hears `Saved`."""
    before = Details(line.title, line.source, line.published, line.status)

    def save(after: Details | None) -> None:
        if after is None:
            return

        def change(library: Library) -> Saved:
            # What was not touched stays as it is, as somebody else may have corrected it meanwhile.
            library.tagging(line.id).correct(Correction(before, after).made_in)
            return Saved(f"Saved the details of {after.title}")

        screen.submit(change, line.id)

    screen.app.push_screen(EditDetails(before), save)


class EditDetails(Form[Details]):
    """Edit the title, source and date of a report."""

    CAPTIONS = (("title", "Title"), ("source", "Source"), ("published", "Published (YYYY-MM-DD)"))

    def __init__(self, details: Details) -> None:
        super().__init__("Details of the report")
        self._details = details

    def given(self, name: str) -> str:
        """Return what stands in a field at first."""
        return str(getattr(self._details, name) or "")

    def action_accept(self) -> None:
        """Close with the details, if the date is one."""
        try:
            published = parsed_day(self.typed("published"))
        except ValueError:
            self.tell("Write the date as 2023-12-29, or leave it empty", error=True)
            return
        title, source = self.typed("title") or self._details.title, self.typed("source")
        self.dismiss(replace(self._details, title=title, source=source, published=published))


def parsed_day(text: str) -> date | None:
    """Return the date that is written, None for nothing.

    Raises:
        ValueError: if it is no date.
    """
    return date.fromisoformat(text.strip()) if text.strip() else None
