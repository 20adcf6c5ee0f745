"""Help and palette: the commands with their live keys, to read and to run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from keymaps import Command, Dispatcher
from tui.cells import cut, fit
from tui.screens.dialogs import Choice
from tui.widgets.rows import Cells

KEYS = 18
"""Cells for the keys of a command."""
TITLE = 24
"""Cells for the title of a command."""


def choices(
    commands: Iterable[Command], dispatcher: Dispatcher, chain: Sequence[str]
) -> Sequence[Choice[Command]]:
    """Return the commands as rows of keys, title and help; the keys are those in a chain."""
    return [_choice(command, dispatcher, chain) for command in commands]


def _choice(command: Command, dispatcher: Dispatcher, chain: Sequence[str]) -> Choice[Command]:
    # A command that has keys in another mode only is shown with those.
    here = dispatcher.keys_for(command.id, chain)
    keys = ", ".join(here or dispatcher.keys_for(command.id)) or "-"

    def cells(width: int) -> Cells:
        rest = max(0, width - KEYS - TITLE - 2)
        return (
            (fit(keys, KEYS), "key"),
            (" " + fit(command.title, TITLE) + " ", ""),
            (cut(command.help, rest), "muted"),
        )

    return Choice(command, command.title, f"{command.help} {keys}", cells)
