"""Correcting a report's details from any screen that shows it."""

from __future__ import annotations

from store.details import Correction, Details
from store.library import Library
from store.model import Summary
from tui.messages import Saved
from tui.screens.base import CommandScreen
from tui.screens.dialogs import EditDetails


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
