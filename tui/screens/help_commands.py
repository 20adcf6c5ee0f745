"""The commands that list commands: help and palette."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from keymaps import COMMANDS, Command
from tui.screens.base import CommandScreen

if TYPE_CHECKING:
    from tui.app import SpantagApp
    from tui.screens.commands import Draw


class HelpCommands:
    """Lists the commands of whatever screen is on top, and carries out the one that is chosen."""

    SCOPES: ClassVar[Sequence[str]] = ("app",)

    def __init__(self, app: SpantagApp) -> None:
        self._app = app

    def action_help(self) -> None:
        """Show the keys that work here; choosing one carries it out."""
        from tui.screens.commands import by_keys  # not before one asks for help

        screen, dispatcher = self._screen(), self._app.dispatcher
        here = [
            command
            for scope in screen.chain()
            for command in COMMANDS
            if command.scope == scope and dispatcher.keys_for(command.id, screen.chain())
        ]
        # What stands in the footer is what one asks for most.
        here.sort(key=lambda command: not command.footer)
        self._pick(screen, f"Keys here ({dispatcher.keymap.name} keymap)", here, by_keys)

    def action_palette(self) -> None:
        """Find a command by its name and carry it out."""
        from tui.screens.commands import by_title

        screen = self._screen()
        chain = screen.chain()
        found = [command for command in COMMANDS if command.scope in chain]
        self._pick(screen, "Commands", found, by_title)

    def _screen(self) -> CommandScreen[Any]:
        assert isinstance(self._app.screen, CommandScreen)
        return self._app.screen

    def _pick(
        self, screen: CommandScreen[Any], title: str, commands: Sequence[Command], draw: Draw
    ) -> None:
        from tui.screens.commands import choices
        from tui.screens.telling_picker import TellingPicker

        able = [screen.as_here(one) for one in commands if screen.can_perform(one)]

        async def perform(command: Command | None) -> None:
            if command is not None:
                await screen.perform(command)

        rows = choices(able, self._app.dispatcher, screen.chain(), draw)
        self._app.push_screen(TellingPicker(title, rows), perform)
