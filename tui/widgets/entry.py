"""A field for a line of text in which foreign text is visible and does nothing."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from tui.display import visible

LINE_BREAK = "\u240a"
"""How a line break stands in the field: its control picture, as `visible` shows it."""


class Entry(Input):
    """A line of text; what is put or pasted into it is made visible first.

    A text that was put into it comes back as it was, controls and all, with what was typed after
    it; of one that is edited before its end only the line breaks do.
    """

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            visible(value), placeholder=placeholder, id=id, compact=True, select_on_focus=False
        )
        self.cursor_blink = False
        self._given = value

    @property
    def text(self) -> str:
        """What stands in the field, as it was given and typed."""
        kept = self._given if self.value.startswith(visible(self._given)) else ""
        return kept + self.value[len(kept) :].replace(LINE_BREAK, "\n")

    def put(self, value: str) -> None:
        """Put another text into the field, with the cursor at its end."""
        self._given = value
        self.value = visible(value)
        self.cursor_position = len(value)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(visible(event.text))
