"""Dialogs with several fields, of which a low screen shows as many as it has room for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ScreenResultType

from tui.screens import hints
from tui.screens.dialogs import Dialog
from tui.widgets.bars import StatusLine, TitleBar
from tui.widgets.entry import Entry

TITLE_AND_KEYS = 2
"""The lines of the bars that never take more."""


class Fields(VerticalScroll, can_focus=False):
    """The fields, one below the other."""

    DEFAULT_CSS = "Fields { height: auto; scrollbar-size: 0 0; }"

    def on_resize(self) -> None:
        """Keep the field in use in sight."""
        if (focused := self.screen.focused) is not None:
            focused.scroll_visible(animate=False)


class Form(Dialog[ScreenResultType]):
    """A box with fields; what is in the box beside them is always on the screen."""

    HINTS = hints.COMPLETING
    WORDS = hints.GOES_ON
    CAPTIONS: ClassVar[Iterable[tuple[str, str]]] = ()
    """The names of the fields with their captions."""

    def body(self) -> ComposeResult:
        """Yield a field for each caption."""
        with Fields():
            for name, caption in self.CAPTIONS:
                yield TitleBar(caption, classes="caption")
                yield Entry(self.given(name), id=f"field-{name}")

    def given(self, name: str) -> str:
        """Return what stands in a field at first."""
        raise NotImplementedError

    def typed(self, name: str) -> str:
        """Return what stands in a field now, without blanks around it."""
        return self.query_one(f"#field-{name}", Entry).text.strip()

    def tell(self, message: str, *, error: bool = False, whole: bool = False) -> None:
        """Show a message, which may take room from the fields on a low screen."""
        super().tell(message, error=error, whole=whole)
        self._fit()

    def on_resize(self) -> None:
        """Give the fields the room that there is now."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Leave room for the bars."""
        fields, box = self.query_one(Fields), self.query_one("#box")
        bars = TITLE_AND_KEYS + self.query_one(StatusLine).lines
        fields.styles.max_height = self.app.size.height - box.gutter.height - bars

    def action_next(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_complete(self) -> None:
        """Go to the next field, too."""
        self.focus_next()

    def action_previous(self) -> None:
        """Go to the field before."""
        self.focus_previous()
