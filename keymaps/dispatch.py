"""From keys pressed, one by one, to the command they ask for; knows no screen and no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from keymaps.commands import Command, command, commands_of
from keymaps.keys import CANCELLING, KeySequence, canonical, display
from keymaps.loader import Keymap


@dataclass(frozen=True, slots=True)
class Match:
    """The keys ask for this command."""

    command: Command


@dataclass(frozen=True, slots=True)
class Pending:
    """The keys so far begin a sequence; the next key decides."""

    keys: KeySequence


@dataclass(frozen=True, slots=True)
class NoMatch:
    """The keys ask for nothing: one key, or a sequence that was cancelled or continued wrongly."""

    keys: KeySequence


Outcome: TypeAlias = Match | Pending | NoMatch


@dataclass(frozen=True, slots=True)
class _Table:
    commands: dict[KeySequence, Command]
    prefixes: frozenset[KeySequence]


class Dispatcher:
    """Finds the command of each key pressed, in the scopes that hear it.

    Among the scopes of a chain the first that binds a sequence has it. What the keys begun so far
    are is in `pending`; a key that is fed for another chain begins anew.
    """

    def __init__(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self.pending: KeySequence = ()
        self._chain: tuple[str, ...] = ()
        self._tables: dict[tuple[str, ...], _Table] = {}

    def feed(self, key: str, chain: Sequence[str]) -> Outcome:
        """Take one key, named as by Textual, and tell what it comes to in a chain of scopes."""
        scopes = tuple(chain)
        begun = self.pending if scopes == self._chain else ()
        typed = (*begun, canonical(key))
        self._chain, self.pending = scopes, ()
        if begun and typed[-1] in CANCELLING:
            return NoMatch(typed)
        table = self._table(scopes)
        if (found := table.commands.get(typed)) is not None:
            return Match(found)
        if typed in table.prefixes:
            self.pending = typed
            return Pending(typed)
        return NoMatch(typed)

    def clear(self) -> None:
        """Forget the keys of a sequence begun."""
        self.pending = ()

    def keys_for(self, command_id: str, *, ascii_only: bool = False) -> tuple[str, ...]:
        """Return how the key sequences of a command are shown, best first; empty if unbound.

        Raises:
            KeyError: if there is no such command.
        """
        sequences = self.keymap.bindings[command(command_id).id]
        return tuple(display(sequence, ascii_only=ascii_only) for sequence in sequences)

    def _table(self, scopes: tuple[str, ...]) -> _Table:
        if scopes not in self._tables:
            self._tables[scopes] = _table(self.keymap, scopes)
        return self._tables[scopes]


def _table(keymap: Keymap, scopes: tuple[str, ...]) -> _Table:
    commands: dict[KeySequence, Command] = {}
    for scope in scopes:
        for one in commands_of(scope):
            for sequence in keymap.bindings.get(one.id, ()):
                commands.setdefault(sequence, one)
    return _Table(
        commands,
        frozenset(sequence[:length] for sequence in commands for length in range(1, len(sequence))),
    )
