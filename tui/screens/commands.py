"""Help and palette: the commands with their live keys, to read and to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len

from keymaps import Command, Dispatcher
from keymaps.rebinding import TITLES
from tui.cells import cut, fit
from tui.screens.dialogs import Choice
from tui.widgets.rows import Cells

KEYS = 17
"""Cells for the keys of a command."""
TITLE = 27
"""Cells for the title of a command."""
TIGHT = 60
"""Below this width in cells what a command does is told of its row alone."""

GAP, LEAST = 2, 6
"""Cells between a command and the part of the screen, and the fewest that still tell it."""

Draw = Callable[[Command, Sequence[str], int], Cells]


def choices(
    commands: Iterable[Command], dispatcher: Dispatcher, chain: Sequence[str], draw: Draw
) -> Sequence[Choice[Command]]:
    """Return the commands as rows; their keys are those in a chain."""
    return [_choice(command, dispatcher, chain, draw) for command in commands]


def _choice(
    command: Command, dispatcher: Dispatcher, chain: Sequence[str], draw: Draw
) -> Choice[Command]:
    # A command that has keys in another mode only is shown with those.
    keys = dispatcher.keys_for(command.id, chain) or dispatcher.keys_for(command.id) or ("-",)
    more = f"{', '.join(keys)}  {command.help}"
    also = f"{TITLES[command.scope]} {command.name.replace('_', ' ')}"
    return Choice(command, command.title, more, lambda width: draw(command, keys, width), also)


def by_keys(command: Command, keys: Sequence[str], width: int) -> Cells:
    """Return a row of the help: the keys and what they do."""
    says = command.title if width < TIGHT else command.help
    return ((fit(fitting(keys, KEYS), KEYS) + " ", "key"), (cut(says, width - KEYS - 1), ""))


def by_title(command: Command, keys: Sequence[str], width: int) -> Cells:
    """Return a row of the palette: the name and the keys."""
    rest = max(0, width - TITLE)
    return ((fit(command.title, TITLE), ""), (fit(fitting(keys, rest), rest), "key"))


def placed(title: str, scope: str, width: int, most: int, style: str) -> Cells:
    """Return a command and the part of the screen it belongs to, of which the latter gives way.

    The part has `most` cells, or what the title leaves, at the right end.
    """
    room = min(most, width - cell_len(title) - GAP)
    if room < min(LEAST, cell_len(scope)):
        return ((fit(title, width), style),)
    align = "left" if room == most else "right"
    return ((fit(title, width - room), style), (fit(scope, room, align), "muted"))


def fitting(keys: Sequence[str], width: int) -> str:
    """Return as many of the keys as fit, the first at any rate."""
    for count in range(len(keys), 1, -1):
        if len(shown := ", ".join(keys[:count])) <= width:
            return shown
    return keys[0]
