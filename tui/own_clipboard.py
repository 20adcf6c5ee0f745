"""The clipboard of the fields, which stays in the app."""

from __future__ import annotations

from textual.app import App


class OwnClipboardApp(App[None], inherit_bindings=False):
    """An app in which fields cut and paste; Textual would tell the terminal of what is cut."""

    _cut = ""

    @property
    def clipboard(self) -> str:
        """What was cut or copied last."""
        return self._cut

    def copy_to_clipboard(self, text: str) -> None:
        """Keep a text to be pasted in the app; `tui.screens.copying` alone sends any away."""
        self._cut = text
