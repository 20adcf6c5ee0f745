"""A question that Enter answers with yes."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.display import visible
from tui.screens.dialogs import Dialog


class Confirm(Dialog[bool]):
    """Tells what a change means; Enter makes it."""

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__(title)
        self._lines = lines

    def body(self) -> ComposeResult:
        """Yield the lines."""
        for line in self._lines:
            yield Static(Content(visible(line)), classes="said")

    def on_mount(self) -> None:
        """Take keys though nothing has the focus."""
        super().on_mount()
        self._opened = True

    def action_accept(self) -> None:
        """Say yes."""
        self.dismiss(True)
