"""Dialogs that take every key as it arrives: to bind it, or to see what it is and does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from keymaps import DIALOG_CHAIN, Keymap, KeySequence, display
from keymaps.keys import CANCELLING, canonical, translated
from keymaps.rebinding import TITLES, command_of, users
from tui.cells import fit
from tui.footer import Hint
from tui.screens.commands import placed
from tui.screens.dialogs import Dialog
from tui.widgets.bars import TitleBar
from tui.widgets.rows import Cells, RowList

LONGEST = 4
"""Keys of a sequence; nobody remembers a longer one."""
SCOPE, KEYS = 26, 12
"""Cells for the part of the screen that a key is heard in, at most, and for a whole sequence."""

User = tuple[str, KeySequence, bool]
"""A binding, its sequence, and whether it is heard where one comes from."""


class TakesKeys(Dialog[KeySequence]):
    """A dialog without fields, in which no key is a command."""

    CLOSE: ClassVar[Hint]
    """What closes it."""

    def footer(self) -> Sequence[Hint]:
        """Return what one can press, beside any key."""
        return [self.CLOSE]

    def on_mount(self) -> None:
        """Take keys from now on, though nothing has the focus."""
        super().on_mount()
        self._opened = True

    def chain(self) -> Sequence[str]:
        """Return the scopes for which Escape and a letter in one piece are Alt and that letter."""
        return DIALOG_CHAIN

    async def on_key(self, event: events.Key) -> None:
        """Take a key for what it is."""
        event.stop()
        event.prevent_default()
        self.taken(event.key)

    def taken(self, key: str) -> None:
        """Do what a key is for here."""
        raise NotImplementedError


class PressKeys(TakesKeys):
    """Asks for a sequence of keys; Enter after the first ends it, Escape leaves all as it is."""

    CLOSE = Hint([display(("escape",))], "Cancel")

    def __init__(self, title: str, keymap: Keymap) -> None:
        super().__init__(title)
        self._keymap = keymap
        self._keys: KeySequence = ()

    def body(self) -> ComposeResult:
        """Yield the line that shows what was pressed."""
        yield TitleBar("Press a key", id="pressed", classes="caption")

    def taken(self, key: str) -> None:
        """Add a key to the sequence, or end it."""
        if key in CANCELLING:
            self.dismiss(None)
        elif key == "enter" and self._keys:
            self.dismiss(self._keys)
        elif len(self._keys) < LONGEST:
            self._keys = (*self._keys, translated(canonical(key), self._keymap.langmap))
            more = "another key for a sequence, Enter to take it, Esc to leave all as it is"
            self.query_one("#pressed", TitleBar).show(display(self._keys))
            self.tell(more, whole=True)


class TryKeys(TakesKeys):
    """Shows what arrives for each key that is pressed, and what it asks for; Escape twice ends."""

    CLOSE = Hint([display(("escape", "escape"))], "Close")

    def __init__(self, keymap: Keymap, here: Sequence[str]) -> None:
        super().__init__("Press a key to see what it does (Esc twice: close)")
        self._keymap = keymap
        self._here = here
        self._last = ""

    def body(self) -> ComposeResult:
        """Yield what arrived, and the list of what it asks for."""
        yield TitleBar("", id="pressed", classes="caption")
        yield RowList[User](_draw, led=True)

    def taken(self, key: str) -> None:
        """Show a key."""
        if key in CANCELLING and key == self._last:
            self.dismiss(None)
            return
        self._last = key
        known = translated(canonical(key), self._keymap.langmap)
        means = f", taken as {known}" if known != key else ""
        self.query_one("#pressed", TitleBar).show(f"{display((known,))}   arrives as {key}{means}")
        found = sorted(self._users(known), key=lambda user: not user[2])
        self.query_one(RowList).show(found, empty=["No command has this key."])

    def _users(self, key: str) -> Iterator[User]:
        for binding, sequence in users(self._keymap, key):
            yield binding, sequence, binding.partition(".")[0] in self._here


def _draw(user: User, width: int) -> Cells:
    binding, sequence, here = user
    scope = TITLES[binding.partition(".")[0]] + (" (here)" if here else "")
    shown, rest = (fit(f" {display(sequence)}", KEYS) + " ", "key"), max(0, width - KEYS - 1)
    title = command_of(binding).title
    return (shown, *placed(title, scope, rest, SCOPE, "" if here else "muted"))
