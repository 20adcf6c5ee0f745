"""Asking for a file of labels, and writing it or taking it over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store import scheme_files
from store.library import Library
from store.scheme import Scheme
from tui.cells import counted, cut
from tui.screens.dialogs import Ask, Choice
from tui.screens.listing import Listing
from tui.widgets.rows import Cells

if TYPE_CHECKING:
    from tui.screens.labels import LabelsScreen

FILE = "labels.toml"
"""The name that is proposed."""

Change = Callable[[Library], str]
"""Makes a change in a library, and returns what to say."""
SchemeChange = Callable[[Scheme], Scheme]


def changing(change: SchemeChange, said: str) -> Change:
    """Return what changes the scheme of a library, and says so."""

    def changed(library: Library) -> str:
        library.change_labels(change)
        return said

    return changed


def ask_and_export(screen: LabelsScreen) -> None:
    """Ask for a file and write the labels to it."""
    warned: set[str] = set()

    def check(value: str) -> str:
        path = typed(value)
        if path is None:
            return "Name a file"
        if path.is_dir():
            return f"{path} is a folder; name a file in it"
        if path.exists() and value not in warned:
            warned.add(value)
            return f"{path} exists; Enter again overwrites it"
        return ""

    def export(value: str | None) -> None:
        if value is None or (path := typed(value)) is None:
            return

        def change(library: Library) -> str:
            found = library.labels()
            scheme_files.write(path, found, overwrite=value in warned)
            return f"{counted(len(found), 'label')} written to {path}"

        screen.save(change)

    screen.app.push_screen(Ask("Write the labels to a file", proposed(), check), export)


def ask_and_import(screen: LabelsScreen) -> None:
    """Ask for a file and take its labels over; what clashes is listed."""

    def check(value: str) -> str:
        path = typed(value)
        return (
            "" if path is not None and path.is_file() else f"There is no file {value}; name another"
        )

    def take(value: str | None) -> None:
        if value is None or (path := typed(value)) is None:
            return

        def change(library: Library) -> str:
            became = scheme_files.take_over(library, path)
            if became.clashes:
                screen.app.call_later(_tell_all, screen, [*became.clashes, *became.changes])
            clashes = f", not taken: {len(became.clashes)}" if became.clashes else ""
            return counted(len(became.changes), "change") + clashes

        screen.save(change)

    screen.app.push_screen(Ask("Take over the labels of a file", proposed(), check), take)


def _tell_all(screen: LabelsScreen, lines: Sequence[str]) -> None:
    screen.app.push_screen(Listing("What became of the import", [_line(line) for line in lines]))


def _line(line: str) -> Choice[None]:
    def cells(width: int) -> Cells:
        return ((cut(f" {line}", width), ""),)

    return Choice(None, line, line, cells)


def proposed() -> str:
    """Return the file that stands in the field."""
    return str(Path.cwd() / FILE)


def typed(value: str) -> Path | None:
    """Return the path that was typed; None if it names no file, or no user's home."""
    try:
        return Path(value.strip()).expanduser() if value.strip() else None
    except RuntimeError:
        return None
