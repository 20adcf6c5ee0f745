"""A field for a line of text in which foreign text is visible and does nothing."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from tui.display import visible

LINE_BREAK = "\u240a"
"""How a line break stands in the field: its control picture, as `visible` shows it."""


class Entry(Input):
    """A line of text; what is put or pasted into it is made visible first.

    A text that is not edited comes back as it was given, controls and all; of one that is edited
    only the line breaks do.
    """

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            visible(value), placeholder=placeholder, id=id, compact=True, select_on_focus=False
        )
        self.cursor_blink = False
        self._given = value

    @property
    def text(self) -> str:
        """What was typed, or given if it was not edited."""
        if self.value == visible(self._given):
            return self._given
        return self.value.replace(LINE_BREAK, "\n")

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(visible(event.text))
