"""The screen of keys: all commands with theirs, to find, to try and to change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on

from keymaps import KEYS_CHAIN, Keymap, KeySequence, display
from keymaps.editing import Value
from keymaps.rebinding import TITLES, Changes, bindings, command_of, propose
from tui.cells import fit
from tui.keyboard import Keyboard
from tui.own_keymap import NotKept, OwnKeymap
from tui.screens import hints
from tui.screens.commands import placed
from tui.screens.confirm import Confirm
from tui.screens.dialogs import Choice, Picker
from tui.screens.press_keys import PressKeys, TryKeys
from tui.widgets.bars import TitleBar
from tui.widgets.rows import Cells, RowList

KEYS, SCOPE = 20, 20
"""Cells for the keys of a command, and for the part of the screen that it belongs to, at most."""


class KeysScreen(Picker[str]):
    """Lists the bindings of the keymap in use; a change is kept and in use at once."""

    SCOPES: ClassVar[Sequence[str]] = ("dialog", "keys")
    HINTS = hints.KEYS

    def __init__(self, keymap: Keymap, here: Sequence[str], use: Callable[[Keymap], None]) -> None:
        super().__init__(_title(keymap), choices(keymap))
        self._keymap = keymap
        self._here = here
        self._use = use

    def chain(self) -> Sequence[str]:
        """Return the scopes that hear a key."""
        return KEYS_CHAIN

    @on(RowList.Moved)
    def _moved(self) -> None:
        if (choice := self.rows.current) is not None:
            self.tell(f"{choice.value}: {command_of(choice.value).help}", whole=True)

    def action_try_key(self) -> None:
        """Show what keys arrive as, and what they ask for."""
        self.app.push_screen(TryKeys(self._keymap, self._here))

    def action_accept(self) -> None:
        """Ask for a key that takes the place of all that the command has."""
        self._ask(lambda pressed, _: (pressed,), "Key")

    def action_add_key(self) -> None:
        """Ask for a key that the command has as well."""
        self._ask(lambda pressed, old: (*old, pressed), "One more key")

    def action_unbind(self) -> None:
        """Take all keys from the command."""
        if (binding := self._current()) is not None:
            self._propose(binding, ())

    def action_reset(self) -> None:
        """Take out of the user's file what it says of the command."""
        if (binding := self._current()) is None:
            return
        own = OwnKeymap(Keyboard.of_user(), self._keymap)
        if own.sets(binding):
            self._keep(own, lambda: own.as_inherited(binding))
        else:
            self.tell(f"{command_of(binding).title} has the keys of its keymap already")

    def _current(self) -> str | None:
        choice = self.current()
        return choice.value if choice is not None else None

    def _ask(
        self,
        becomes: Callable[[KeySequence, tuple[KeySequence, ...]], Sequence[KeySequence]],
        noun: str,
    ) -> None:
        if (binding := self._current()) is None:
            return

        def pressed(keys: KeySequence | None) -> None:
            if keys:
                self._propose(binding, becomes(keys, self._keymap.bindings[binding]))

        where = TITLES[binding.partition(".")[0]]
        title = f"{noun} for “{command_of(binding).title}” ({where})"
        self.app.push_screen(PressKeys(title, self._keymap), pressed)

    def _propose(self, binding: str, sequences: Sequence[KeySequence]) -> None:
        proposal = propose(self._keymap, binding, sequences)
        if proposal.problem:
            self.tell(f"Nothing is changed: {proposal.problem}", error=True)
        elif proposal.questions:
            confirm = Confirm("Change it all the same?", proposal.questions)
            self.app.push_screen(
                confirm, lambda yes: self._change(binding, proposal.changes) if yes else None
            )
        else:
            self._change(binding, proposal.changes)

    def _change(self, binding: str, changes: Changes) -> None:
        own = OwnKeymap(Keyboard.of_user(), self._keymap)
        self._keep(own, lambda: own.changed(binding, changes))

    def _keep(self, own: OwnKeymap, changes: Callable[[], Mapping[tuple[str, str], Value]]) -> None:
        try:
            self._keymap, said = own.keep(changes())
        except NotKept as error:
            self.tell(error.message, error=True)
            return
        self._use(self._keymap)
        self.query_one("#title", TitleBar).show(_title(self._keymap))
        self.show_choices(choices(self._keymap))
        self.tell(said, whole=True)


def choices(keymap: Keymap) -> Sequence[Choice[str]]:
    """Return the bindings as rows of keys, command and the part of the screen."""
    return [_choice(binding, keymap.bindings[binding]) for binding in bindings(keymap)]


def _choice(binding: str, sequences: Sequence[KeySequence]) -> Choice[str]:
    command, scope = command_of(binding), TITLES[binding.partition(".")[0]]
    keys = ", ".join(map(display, sequences)) or "-"

    def cells(width: int) -> Cells:
        room = min(KEYS, width // 3)
        rest = max(0, width - room - 1)
        shown = (fit(f" {keys}", room) + " ", "key")
        return (shown, *placed(command.title, scope, rest, SCOPE, ""))

    return Choice(binding, command.title, f"{keys} {scope} {binding} {command.help}", cells)


def _title(keymap: Keymap) -> str:
    return f"Keys of the keymap {keymap.name}"
