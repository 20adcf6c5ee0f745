"""What is said of keys that ask for nothing, and the help on how a sequence begun can go on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from keymaps import Command, KeySequence, NoMatch, display
from keymaps.keys import CANCELLING, translated
from tui.screens import status

if TYPE_CHECKING:
    from tui.screens.base import CommandScreen

Following = Mapping[Command, Sequence[KeySequence]]


def nobodys(key: str, found: NoMatch) -> bool:
    """Tell whether a key by itself asks for nothing: it is left to the field with the focus."""
    return len(found.keys) == 1 and not found.refused and key != "ctrl+c" and key.isascii()


def unasked(screen: CommandScreen[Any], key: str, found: NoMatch, following: Following) -> None:
    """Say that keys ask for nothing, or show how they can go on if the last one asks for help.

    `key` is the last one as it arrived, on whatever layout.
    """
    keys, begun, dispatcher = found.keys, found.keys[:-1], screen.dispatcher
    if found.refused:
        screen.tell(status.refused(keys), whole=True)
        return
    if following and begun and dispatcher.asks_for(key, "app.help"):
        show_following(screen, begun, following)
        return
    known = translated(key, dispatcher.keymap.langmap) != key
    said = status.unknown(key, screen.key_for("app.quit"), known=known)
    if begun and key not in CANCELLING and (known or not said):
        goes_on = bool(following)
        said = status.nothing_has(keys, screen.key_for("app.help") if goes_on else "")
    screen.tell(said, whole=True)


def show_following(screen: CommandScreen[Any], begun: KeySequence, following: Following) -> None:
    """List what can follow keys; one that is chosen does, and else they are still begun."""
    from tui.screens.commands import by_keys  # not before one asks for help
    from tui.screens.dialogs import Choice
    from tui.screens.telling_picker import TellingPicker

    def choice(command: Command, ways: Sequence[KeySequence]) -> Choice[KeySequence]:
        shown = [display(keys) for keys in ways]
        more = f"{', '.join(shown)}  {command.help}"
        return Choice(ways[0], command.title, more, lambda width: by_keys(command, shown, width))

    async def go_on(rest: KeySequence | None) -> None:
        await screen.type((*begun, *(rest or ())))

    rows = [choice(one, ways) for one, ways in following.items() if screen.can_perform(one)]
    screen.app.push_screen(TellingPicker(f"Keys after {display(begun)}", rows), go_on)
