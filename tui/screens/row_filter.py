"""Typing words into a field below a list, of which only the rows with these words are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from tui.widgets.entry import Entry
from tui.widgets.kept import Kept


class RowFilter:
    """The field in which a filter is typed, and the commands that work there."""

    SCOPES: ClassVar[Sequence[str]] = ("dialog",)

    def __init__(self, rows: Callable[[], Kept], placeholder: str) -> None:
        self._rows = rows
        self.field = Entry(placeholder=placeholder, id="filter")
        self.field.display = False

    @property
    def typing(self) -> bool:
        """Whether the filter is being typed."""
        return self.field.has_focus

    @property
    def words(self) -> str:
        """What is typed."""
        return self.field.value

    def passes(self, said: str) -> bool:
        """Tell whether a row has all words of the filter, in any case."""
        held = said.casefold()
        return all(word in held for word in self.words.casefold().split())

    def begin(self) -> None:
        """Type a filter."""
        self.field.display = True
        self.field.focus()

    def action_accept(self) -> None:
        """Keep the filter and go to the list."""
        self.field.display = False
        self._rows().focus()

    def action_cancel(self) -> None:
        """Show all rows again."""
        self.field.value = ""
        self.action_accept()
