"""Copying to the clipboard of the terminal: only when told to, and once it is allowed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

from keymaps.editing import edited
from store.files import make_folder, replace_file
from tui import settings
from tui.cells import counted, cut, fit
from tui.clipboard import cleaned, largest, sequence
from tui.screens.dialogs import Choice, Picker
from tui.widgets.reader_view import ReaderView
from tui.widgets.rows import Cells
from tui.wire.driver import WireDriver

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tui.screens.reading import ReadingScreen

TITLE = "Copy to your terminal's clipboard?"
ANSWERS = {
    "on": ("Yes", "now and from now on"),
    "ask": ("Once", "and ask again"),
    "off": ("Never", "no text leaves for the terminal's clipboard"),
}


class Copying:
    """Carries out the command that copies."""

    SCOPES: ClassVar[Sequence[str]] = ("text",)

    def __init__(self, screen: ReadingScreen, view: ReaderView) -> None:
        self._screen = screen
        self._view = view

    def action_copy(self) -> None:
        """Copy the selection, else the tag or entity under the cursor."""
        span = self._view.cursor.span
        if span is None and (item := self._screen.does.here.current) is not None:
            span = item.span
        if span is None:
            self._screen.tell("Nothing to copy: select something first")
            return
        text = cleaned(span.of(self._view.text))
        file = settings.folder() / "settings.toml"
        allowed = settings.load(file).copy
        if allowed == "off":
            self._screen.tell(f"Copying is off; {_way_back(file)}", error=True)
        elif allowed == "on":
            self._copy(text)
        else:
            self._ask(text)

    def _ask(self, text: str) -> None:
        def answered(answer: str | None) -> None:
            if answer in ("on", "ask"):
                self._copy(text)
            if answer in ("on", "off"):
                self._remember(answer)

        choices = [_choice(value, *words) for value, words in ANSWERS.items()]
        self._screen.app.push_screen(Picker(TITLE, choices), answered)

    def _copy(self, text: str) -> None:
        size, most = len(text.encode("utf-8", "replace")), largest(os.environ)
        driver = self._screen.app._driver
        if size > most:
            said = f"Too long to copy: {size:,} bytes, and this terminal takes {most:,}"
            self._screen.tell(said, error=True)
        elif isinstance(driver, WireDriver):
            driver.send(sequence(text, os.environ))
            self._view.move_to(self._view.cursor.dropped())
            words = cut(text.replace("\n", " "), 30)
            count = counted(len(text), "character")
            self._screen.tell(f"Copied {count}, if the terminal allows it: {words}", whole=True)

    def _remember(self, answer: str) -> None:
        file = settings.folder() / "settings.toml"
        try:
            text = file.read_text(encoding="utf-8-sig") if file.exists() else ""
            make_folder(file.parent)
            replace_file(file, edited(text, {("", "copy"): answer}).encode())
            if answer == "off":
                self._screen.tell(f"Nothing is copied; {_way_back(file)}", whole=True)
        except (OSError, ValueError) as error:
            said = f'Not remembered: write copy = "{answer}" in {file} ({error})'
            self._screen.tell(said, error=True)


def _way_back(file: Path) -> str:
    return f'copy = "ask" in {file} allows it'


def _choice(value: str, name: str, about: str) -> Choice[str]:
    def cells(_: int) -> Cells:
        return ((f" {fit(name, 8)}", ""), (about, "muted"))

    return Choice(value, name, about, cells)
