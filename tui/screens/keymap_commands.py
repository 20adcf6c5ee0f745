"""The command that switches the keymap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from keymaps import Dispatcher
from tui.cells import fit
from tui.keyboard import Keyboard
from tui.screens.base import CommandScreen
from tui.screens.dialogs import Choice, Picker
from tui.widgets.rows import Cells

if TYPE_CHECKING:
    from tui.app import SpantagApp

ABOUT = {
    "default": "arrows and single letters, as in less and Prodigy",
    "vim": "modes, counts, operator and text objects",
    "emacs": "Ctrl and Alt, mark and prefix keys",
}
"""What is said of the keymaps that come with spantag."""


class KeymapCommands:
    """Lets one choose another keymap while the app runs."""

    SCOPES: ClassVar[Sequence[str]] = ("app",)

    def __init__(self, app: SpantagApp) -> None:
        self._app = app

    def action_switch_keymap(self) -> None:
        """Choose another keymap from a list."""
        keyboard = Keyboard.of_user()
        current = self._app.dispatcher.keymap.name
        choices = [_choice(name, current) for name in keyboard.names()]

        def use(name: str | None) -> None:
            if name is not None:
                self._use(keyboard, name)

        self._app.push_screen(Picker("Keymap", choices), use)

    def _use(self, keyboard: Keyboard, name: str) -> None:
        keymap, problem = keyboard.usable(name)
        self._app.dispatcher = Dispatcher(keymap)
        for screen in self._app.screen_stack:
            if isinstance(screen, CommandScreen):
                screen.refresh_hints()
        file = keyboard.folder / "settings.toml"
        keep = f'Keymap {keymap.name}; to keep it write keymap = "{name}" in {file}'
        self._app.notify(problem or keep, severity="error" if problem else "information")


def _choice(name: str, current: str) -> Choice[str]:
    about = ABOUT.get(name, "your own")

    def cells(_: int) -> Cells:
        mark = "*" if name == current else " "
        return ((f" {mark} ", "key"), (fit(name, 16), ""), (f" {about}", "muted"))

    return Choice(name, name, about, cells)
