"""Leaving: at once if all is saved, else not before the analyst has said what becomes of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import SpantagError
from tui.cells import counted

if TYPE_CHECKING:
    from tui.app import SpantagApp

MOMENT = 0.1
"""Seconds that an end which cannot wait gives to what may be lost."""


def leave(app: SpantagApp) -> None:
    """Leave the app; with changes that could not be saved, ask for another folder first."""
    if not app.saver.problem:
        app.exit()
        return
    from tui.screens.dialogs import Ask  # 6 ms, which hardly any start needs

    waiting = counted(app.saver.waiting, "change")
    title = f"{waiting} not saved. Keep them in another folder (empty: drop them)"

    def check(value: str) -> str:
        if not value.strip():
            return ""
        try:
            app.saver.rescue(Path(value).expanduser())
        except (SpantagError, RuntimeError) as error:
            return str(error)
        return ""

    def end(value: str | None) -> None:
        if value is not None:
            app.exit()

    app.push_screen(Ask(title, str(Path.home() / "spantag-rescue"), check), end)


def save_within(app: SpantagApp, seconds: float) -> None:
    """Wait so long for what is on its way to the disk; for the place in the report, a moment."""
    app.saver.wait(seconds)
    app.places.save_within(MOMENT)
