"""A list to pick from whose rows have no room for all that there is to say."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual import on

from tui.screens.dialogs import Picker
from tui.widgets.rows import RowList

T = TypeVar("T")


class TellingPicker(Picker[T], Generic[T]):
    """Pick one of many; what else is known of the one under the cursor is told below."""

    def filter(self, query: str) -> None:
        """Show the choices that match."""
        super().filter(query)
        self.tell_current()

    @on(RowList.Moved)
    def tell_current(self) -> None:
        """Tell what is known of the choice under the cursor."""
        choice = self.rows.current
        self.tell(choice.more if choice is not None else "", whole=True)
