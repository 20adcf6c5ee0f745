"""From keys pressed, one by one, to the command they ask for; knows no screen and no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from msgspec import Struct

from keymaps.commands import MODES, OBJECTS, OPERANDS, OPERATORS, SCOPES, command
from keymaps.keymap import Keymap
from keymaps.keys import CANCELLING, KeySequence, canonical, display, printable, translated
from keymaps.kinds import Command

_DIGITS: Final = frozenset("0123456789")
MOST: Final = 999
"""The greatest count; a greater one becomes it."""
UNSAID: Final = 4
"""What a key that begins a count multiplies it by if no digit follows, as in emacs."""
_TYPING: Final = frozenset(scope.name for scope in SCOPES if scope.typing)
_SELECTING: Final = MODES[0].name

EDITING: Final = frozenset(
    (
        *("left", "right", "home", "end", "backspace", "delete"),
        *("shift+left", "shift+right", "shift+home", "shift+end"),
        *("ctrl+left", "ctrl+right", "ctrl+shift+left", "ctrl+shift+right"),
        *("ctrl+backspace", "alt+backspace", "super+backspace", "super+c", "ctrl+shift+a"),
        *(f"ctrl+{letter}" for letter in "acdekuvwx"),
    )
)
"""The keys with which one edits a field; a test holds them against Textual."""


class Match(Struct, frozen=True):
    """The keys ask for this command, so many times; an `operator` is about what it covers."""

    command: Command
    count: int = 1
    operator: Command | None = None


class Pending(Struct, frozen=True):
    """The keys so far begin something; the next key decides."""

    keys: KeySequence


class NoMatch(Struct, frozen=True):
    """The keys ask for nothing: one key, or a sequence that was cancelled or continued wrongly.

    Or they ask for a change, and were `refused` as they need not have been meant.
    """

    keys: KeySequence
    refused: bool = False


Outcome: TypeAlias = Match | Pending | NoMatch


class _Table(Struct, frozen=True):
    commands: dict[KeySequence, Command]
    prefixes: frozenset[KeySequence]


class Dispatcher:
    """Finds the command of each key pressed, in the scopes that hear it.

    Among the scopes of a chain the first that has a use for a sequence, or for what it begins
    with, has it. What was begun so far is in `pending`: a count, an operator, the first keys of
    a sequence; a key that is fed for another chain begins anew.
    """

    def __init__(self, keymap: Keymap) -> None:
        self.keymap = keymap
        self._tables: dict[tuple[str, ...], _Table] = {}
        self._chain: tuple[str, ...] = ()
        self._bound = frozenset(
            key for found in keymap.bindings.values() for sequence in found for key in sequence
        )
        self.clear()

    def clear(self) -> None:
        """Forget what was begun."""
        self.pending: KeySequence = ()
        self._begun: KeySequence = ()
        self._digits = ""
        self._asked = False
        """Whether the key that begins a count was pressed."""
        self._times = 1
        self._operator: Command | None = None

    def binds(self, key: str, chain: Sequence[str]) -> bool:
        """Tell whether a key is part of any sequence in a chain of scopes."""
        key = canonical(key)
        return any(key in sequence for sequence in self._table(tuple(chain)).commands)

    def knows(self, key: str) -> bool:
        """Tell whether a key is part of any sequence of the keymap, in whatever scope."""
        return canonical(key) in self._bound

    def asks_for(self, key: str, command_id: str) -> bool:
        """Tell whether a key is all that a command takes, whatever was begun before it."""
        alone = (translated(canonical(key), self.keymap.langmap),)
        return alone in self.keymap.bindings[command_id]

    def feed(self, key: str, chain: Sequence[str], *, careful: bool = False) -> Outcome:
        """Take one key, named as by Textual, and tell what it comes to in a chain of scopes.

        With `careful`, nothing comes of it that changes the library.
        """
        scopes = tuple(chain)
        if scopes != self._chain:
            self._chain = scopes
            self.clear()
        key = self._latin(canonical(key), scopes)
        typed = (*self.pending, key)
        cancelled = bool(self.pending) and key in CANCELLING
        outcome = NoMatch(typed) if cancelled else self._step(key, typed)
        if not isinstance(outcome, Pending):
            self.clear()
        if careful and isinstance(outcome, Match) and outcome.command.changes:
            return NoMatch(typed, refused=True)
        return outcome

    def _latin(self, key: str, scopes: tuple[str, ...]) -> str:
        """Return the key of a US keyboard for one of another layout, except where one types."""
        if key in self._bound or not _TYPING.isdisjoint(scopes):
            return key
        return translated(key, self.keymap.langmap)

    def _step(self, key: str, typed: KeySequence) -> Outcome:
        begun = (*self._begun, key)
        table = self._table(self._scopes())
        goes_on = bool(self._digits or self._asked) and self._counts(begun)
        if not goes_on and (found := table.commands.get(begun)) is not None:
            return self._found(found, typed)
        if not goes_on and begun in table.prefixes:
            self._begun = begun
        elif self._counts(begun):
            before = typed[: len(typed) - len(self._digits) - 1]
            self._digits = str(min(MOST, int(self._digits + key)))
            typed = (*before, *self._digits)
        elif begun == (self.keymap.counts,) and not (self._digits or self._types):
            self._times, self._asked = self._times * (UNSAID if self._asked else 1), True
        else:
            return NoMatch(typed)
        self.pending = typed
        return Pending(typed)

    def _scopes(self) -> tuple[str, ...]:
        return (_SELECTING, *self._chain) if self._operator else self._chain

    def _counts(self, begun: KeySequence) -> bool:
        """Tell whether a key is the next digit of a count."""
        return (
            (self.keymap.counts is True or self._asked)
            and not self._types
            and len(begun) == 1
            and begun[0] in _DIGITS
            and (begun[0] != "0" or bool(self._digits) or self._asked)
        )

    @property
    def _types(self) -> bool:
        return not _TYPING.isdisjoint(self._chain)

    def _found(self, found: Command, typed: KeySequence) -> Outcome:
        count = min(MOST, self._times * int(self._digits or (UNSAID if self._asked else 1)))
        if self._operator is not None:
            operand = found.id in OPERANDS
            return Match(found, count, self._operator) if operand else NoMatch(typed)
        if found.id not in OPERATORS or _SELECTING in self._chain:
            return Match(found, count)
        self._operator, self._times = found, count
        self._begun, self._digits, self._asked, self.pending = (), "", False, typed
        return Pending(typed)

    def goes_on(self) -> dict[Command, list[KeySequence]]:
        """Return what the keys that were begun can still ask for, and what has to follow them.

        What one asks for most comes first: what has a word for the footer, and after an operator
        units. After a count alone anything can follow, and nothing is returned.
        """
        if not (self._begun or self._operator):
            return {}
        length = len(self._begun)
        units = [f"text.{name}" for name in OBJECTS] if self._operator else ()
        found: dict[Command, list[KeySequence]] = {}
        for sequence, one in self._table(self._scopes()).commands.items():
            fits = self._operator is None or one.id in OPERANDS
            if fits and sequence[:length] == self._begun:
                found.setdefault(one, []).append(sequence[length:])
        return dict(
            sorted(found.items(), key=lambda pair: not (pair[0].footer or pair[0].id in units))
        )

    def keys_for(
        self, command_id: str, chain: Sequence[str] = (), *, ascii_only: bool = False
    ) -> tuple[str, ...]:
        """Return how the key sequences of a command are shown, best first; empty if unbound.

        With a chain of scopes only those that ask for it there, without one those of all modes.

        Raises:
            KeyError: if there is no such command.
        """
        wanted = command(command_id)
        if chain:
            commands = self._table(tuple(chain)).commands
            found = [sequence for sequence, one in commands.items() if one is wanted]
        else:
            scopes = (wanted.scope, *(mode.name for mode in MODES))
            ids = [f"{scope}.{wanted.name}" for scope in scopes]
            found = [one for id_ in ids for one in self.keymap.bindings.get(id_, ())]
        return tuple(dict.fromkeys(display(one, ascii_only=ascii_only) for one in found))

    def _table(self, scopes: tuple[str, ...]) -> _Table:
        if scopes not in self._tables:
            self._tables[scopes] = _table(self.keymap, scopes)
        return self._tables[scopes]


def _table(keymap: Keymap, scopes: tuple[str, ...]) -> _Table:
    commands: dict[KeySequence, Command] = {}
    prefixes: set[KeySequence] = set()
    for scope in scopes:
        near, begun = frozenset(commands), frozenset(prefixes)
        for one, sequence in _heard(keymap, scope, typing=not _TYPING.isdisjoint(scopes)):
            starts = [sequence[:length] for length in range(1, len(sequence))]
            if sequence not in begun and near.isdisjoint((*starts, sequence)):
                commands.setdefault(sequence, one)
                prefixes.update(starts)
    return _Table(commands, frozenset(prefixes))


def _heard(keymap: Keymap, scope: str, *, typing: bool) -> Iterator[tuple[Command, KeySequence]]:
    """Yield what a scope has keys for; where one types, the field has its keys before others."""
    for one, sequence in keymap.bound(scope):
        of_field = printable(sequence[0]) or (len(sequence) == 1 and sequence[0] in EDITING)
        if not (typing and scope not in _TYPING and of_field):
            yield one, sequence
