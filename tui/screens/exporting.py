"""Asking where to export to, and exporting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from store import exporting
from store.library import Library
from store.model import ReportId
from tui.cells import counted
from tui.messages import Saved
from tui.screens.base import CommandScreen
from tui.screens.dialogs import Ask


def ask_and_export(screen: CommandScreen[None], reports: Sequence[ReportId]) -> None:
    """Ask for a file and write the tags of the reports to it; the screen hears `Saved`."""
    warned: set[str] = set()

    def check(value: str) -> str:
        if not value.strip():
            return "Name a file"
        try:
            path = Path(value).expanduser()
        except RuntimeError:
            return f"{value} begins with the home of an unknown user; write the path in full"
        if path.is_dir():
            return f"{path} is a folder; name a file in it"
        if path.exists() and value not in warned:
            warned.add(value)
            return f"{path} exists; Enter again overwrites it"
        return ""

    def export(value: str | None) -> None:
        if value is None:
            return
        path = Path(value).expanduser()

        def change(library: Library) -> Saved:
            tagged = library.tagged(reports)
            count = exporting.to_file(path, tagged, overwrite=value in warned)
            return Saved(f"{counted(count, 'tag')} written to {path}")

        screen.tell(f"Writing {path} …")
        screen.spantag.saver.submit(screen, change)

    title = f"Export the tags of {counted(len(reports), 'report')} to a CSV file"
    proposed = str(Path.cwd() / f"spantag-{date.today():%Y-%m-%d}.csv")
    screen.app.push_screen(Ask(title, proposed, check), export)
