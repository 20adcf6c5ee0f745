"""The command that opens the screen of labels, from the list of reports or from a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from store.errors import SpantagError

if TYPE_CHECKING:
    from tui.app import SpantagApp


class LabelCommands:
    """Opens the screen of labels; the one below it hears of the scheme when that closes."""

    SCOPES: ClassVar[Sequence[str]] = ("library", "reading")

    def __init__(self, app: SpantagApp) -> None:
        self._app = app

    def action_labels(self) -> None:
        """Open the screen of labels."""
        # Imported late: not before one wants them.
        from tui.screens.labels import LabelsScreen
        from tui.screens.messages import LabelsChanged

        below = self._app.screen

        def closed(_: object) -> None:
            # In the queue of what is saved, for the last change may not be through.
            self._app.saver.submit(below, lambda library: LabelsChanged(library.labels(), ""))

        try:
            screen = LabelsScreen(self._app.library)
        except SpantagError as error:
            self._app.notify(error.message, severity="error")
        else:
            self._app.push_screen(screen, closed)
