"""The command that switches the keymap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from keymaps import Dispatcher, Keymap
from tui.keyboard import Keyboard
from tui.screens.base import CommandScreen

if TYPE_CHECKING:
    from tui.app import SpantagApp
    from tui.screens.dialogs import Choice

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
        from tui.screens.dialogs import Picker  # not before the list is painted

        keyboard = Keyboard.of_user()
        current = self._app.dispatcher.keymap.name
        choices = [_choice(name, current) for name in keyboard.names()]

        def use(name: str | None) -> None:
            if name is not None:
                self._use(keyboard, name)

        self._app.push_screen(Picker("Keymap", choices), use)

    def action_keys(self) -> None:
        """List all commands with their keys, to try and to change them."""
        from tui.screens.keys import KeysScreen  # not before one wants it

        below = self._app.screen
        if isinstance(below, CommandScreen) and not isinstance(below, KeysScreen):
            keymap = self._app.dispatcher.keymap
            self._app.push_screen(KeysScreen(keymap, below.chain(), self._take))

    def _take(self, keymap: Keymap) -> None:
        """Have another keymap in use on all screens."""
        self._app.dispatcher = Dispatcher(keymap)
        for screen in self._app.screen_stack:
            if isinstance(screen, CommandScreen):
                screen.keys_changed()

    def _use(self, keyboard: Keyboard, name: str) -> None:
        keymap, problem = keyboard.usable(name)
        self._take(keymap)
        file = keyboard.folder / "settings.toml"
        keep = f'Keymap {keymap.name}; to keep it write keymap = "{name}" in {file}'
        self._app.notify(problem or keep, severity="error" if problem else "information")


def _choice(name: str, current: str) -> Choice[str]:
    from tui.cells import cut, fit
    from tui.screens.dialogs import Choice
    from tui.widgets.rows import Cells

    about = ABOUT.get(name, "your own")

    def cells(width: int) -> Cells:
        mark = "*" if name == current else " "
        return ((f" {mark} ", "key"), (fit(name, 16), ""), (cut(f" {about}", width - 19), "muted"))

    return Choice(name, name, about, cells)
