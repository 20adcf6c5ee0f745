"""Typing words into a field below a list, of which only the rows with these words are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from tui.widgets.kept import Kept

if TYPE_CHECKING:
    from tui.widgets.entry import Entry


class RowFilter:
    """The field in which a filter is typed, and the commands that work there."""

    SCOPES: ClassVar[Sequence[str]] = ("dialog",)

    def __init__(self, rows: Callable[[], Kept], placeholder: str) -> None:
        self._rows = rows
        self._placeholder = placeholder
        self._field: Entry | None = None

    @property
    def typing(self) -> bool:
        """Whether the filter is being typed."""
        return self._field is not None and self._field.has_focus

    @property
    def words(self) -> str:
        """What is typed."""
        return self._field.value if self._field is not None else ""

    def passes(self, said: str) -> bool:
        """Tell whether a row has all words of the filter, in any case."""
        held = said.casefold()
        return all(word in held for word in self.words.casefold().split())

    async def begin(self) -> None:
        """Type a filter, in a field that is made when it is wanted first."""
        if self._field is None:
            # Imported late: the list of reports would be there a twentieth later.
            from tui.widgets.entry import Entry

            self._field = Entry(placeholder=self._placeholder, id="filter")
            rows = self._rows()
            await rows.screen.mount(self._field, after=rows)
        self._field.display = True
        self._field.focus()

    def action_accept(self) -> None:
        """Keep the filter and go to the list."""
        if self._field is not None:
            self._field.display = False
        self._rows().focus()

    def action_cancel(self) -> None:
        """Show all rows again."""
        if self._field is not None:
            self._field.value = ""
        self.action_accept()
