"""Correcting a report's details from any screen that shows it."""

from __future__ import annotations

from store.library import Library
from store.model import Summary
from tui.messages import Saved
from tui.screens.base import CommandScreen
from tui.screens.dialogs import Details, EditDetails


def edit_details(screen: CommandScreen[None], line: Summary) -> None:
    """Ask for a report's title, source and date, and save them; the screen hears `Saved`."""

    def save(details: Details | None) -> None:
        if details is None:
            return

        def change(library: Library) -> Saved:
            library.correct(
                line.id,
                title=details.title,
                source=details.source,
                published=details.published,
            )
            return Saved(f"Saved the details of {details.title}")

        screen.spantag.saver.submit(screen, change, line.id)

    screen.app.push_screen(EditDetails(Details(line.title, line.source, line.published)), save)
