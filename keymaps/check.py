"""What is wrong, or doubtful, about a keymap as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import combinations
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from keymaps.commands import CHAINS, COMMANDS, ESSENTIAL, MODES, SCOPES, SHADOWS
from keymaps.keymap import Keymap
from keymaps.keys import BEGINNINGS, CANCELLING, KeySequence, display, printable, sure
from keymaps.problems import Place

TORN: Final = frozenset((*"ABCDFHPQRSO", "left_square_bracket"))
"""The last bytes of arrow and function keys, and what begins them: a slow line delivers them alone.

Source: ECMA-48 and xterm's control sequences; measured over a line that splits them.
"""

_MODES: Final = frozenset(mode.name for mode in MODES)
_TABLES: Final = (*(scope.name for scope in SCOPES), *_MODES)
_CHAINS: Final = tuple(chain for chain in CHAINS if _MODES.isdisjoint(chain))
"""Where keys clash for good; what a mode takes still works outside of it."""
_WHERE: Final = {mode.name: mode.title[:1].lower() + mode.title[1:] for mode in MODES}

_Users = dict[KeySequence, list[str]]


class Severity(StrEnum):
    """Whether a keymap can be used in spite of a conflict."""

    ERROR = "error"
    WARNING = "warning"


class Conflict(Struct, frozen=True):
    """One thing wrong: how bad, what to do, the bindings and the sequence it is about, and where.

    The place is that of the binding in the file that was loaded rather than in one it inherits.
    """

    severity: Severity
    message: str
    commands: tuple[str, ...]
    sequence: KeySequence = ()
    place: Place | None = None

    def __str__(self) -> str:
        said = f"{self.severity}: {self.message}"
        return said if self.place is None else f"{self.place}: {said}"


def conflicts(keymap: Keymap) -> tuple[Conflict, ...]:
    """Return all that is wrong about a keymap, errors first; never raises."""
    found = dict.fromkeys(
        (
            *_missing(keymap),
            *_doubles(keymap),
            *_prefixes(keymap),
            *_stolen_text(keymap),
            *_unreachable(keymap),
            *_shadowed(keymap),
            *_torn(keymap),
            *_unsure(keymap),
            *_remarks(keymap),
        )
    )
    placed = [replace(one, place=one.place or _place(keymap, one.commands)) for one in found]
    return tuple(sorted(placed, key=lambda conflict: conflict.severity is Severity.WARNING))


def _place(keymap: Keymap, bindings: Sequence[str]) -> Place | None:
    places = [keymap.places[id_] for id_ in bindings if id_ in keymap.places]
    return max(places, key=lambda place: place.file == keymap.file, default=None)


def _remarks(keymap: Keymap) -> Iterator[Conflict]:
    for one in keymap.remarks:
        message = f"{one.key}: {one.message}"
        yield Conflict(Severity.WARNING, message, (one.key,), (), Place(one.file, one.line))


def _bound(keymap: Keymap) -> Iterator[tuple[str, KeySequence]]:
    for scope in _TABLES:
        for command, sequence in keymap.bound(scope):
            yield f"{scope}.{command.name}", sequence


def _users(keymap: Keymap, scope: str) -> _Users:
    users: _Users = {}
    for command, sequence in keymap.bound(scope):
        ids = users.setdefault(sequence, [])
        if (id_ := f"{scope}.{command.name}") not in ids:
            ids.append(id_)
    return users


def _error(message: str, sequence: KeySequence, *commands: str) -> Conflict:
    return Conflict(Severity.ERROR, message, commands, sequence)


def _warning(message: str, sequence: KeySequence, *commands: str) -> Conflict:
    return Conflict(Severity.WARNING, message, commands, sequence)


def _missing(keymap: Keymap) -> Iterator[Conflict]:
    for id_ in ESSENTIAL:
        if not any(keymap.bindings.get(id_, ())):
            yield _error(f"{id_} has no key, and nothing works without it; give it one", (), id_)


def _doubles(keymap: Keymap) -> Iterator[Conflict]:
    for scope in _TABLES:
        for sequence, users in _users(keymap, scope).items():
            if len(users) > 1:
                yield _error(
                    f"{display(sequence)} asks for {' and '.join(users)} at once; "
                    "give one of them another key, or false",
                    sequence,
                    *users,
                )


def _prefixes(keymap: Keymap) -> Iterator[Conflict]:
    for chain in (*_CHAINS, *((mode,) for mode in sorted(_MODES))):
        users: _Users = defaultdict(list)
        for scope in chain:
            for sequence, ids in _users(keymap, scope).items():
                users[sequence] += ids
        for sequence, ids in users.items():
            for length in range(1, len(sequence)):
                for first in users.get(sequence[:length], ()):
                    yield _error(
                        f"{display(sequence[:length])} of {first} begins {display(sequence)} "
                        f"of {ids[0]}, which can never be reached; change one of them",
                        sequence,
                        first,
                        ids[0],
                    )


def _stolen_text(keymap: Keymap) -> Iterator[Conflict]:
    typing = {scope.name for scope in SCOPES if scope.typing}
    for id_, sequence in _bound(keymap):
        if id_.partition(".")[0] in typing and printable(sequence[0]):
            yield _error(
                f"{display(sequence)} of {id_} could not be typed any more; "
                "use a key with ctrl+, or one that types nothing",
                sequence,
                id_,
            )


def _unreachable(keymap: Keymap) -> Iterator[Conflict]:
    for id_, sequence in _bound(keymap):
        if not CANCELLING.isdisjoint(sequence[1:]):
            yield _error(
                f"{display(sequence)} of {id_} can never be reached: Esc and Ctrl+G "
                "cancel what was begun; end it with another key",
                sequence,
                id_,
            )


def _shadowed(keymap: Keymap) -> Iterator[Conflict]:
    for chain in CHAINS:
        for near, far in combinations(chain, 2):
            yield from _hidden(keymap, near, far)


def _hidden(keymap: Keymap, near: str, far: str) -> Iterator[Conflict]:
    """Yield the bindings of a scope whose keys one before it takes, but for what is meant so."""
    below = _users(keymap, far)
    for sequence, (taker, *_) in _users(keymap, near).items():
        shown = display(sequence)
        for hidden in _overlapping(sequence, below) if near in _MODES else [sequence]:
            for other in below.get(hidden, ()):
                if (taker, other) in SHADOWS or _of_text(taker) == _of_text(other):
                    continue
                lost = other if hidden == sequence else f"{display(hidden)} of {other}"
                where = f" {_WHERE[near]}, so not" if near in _MODES else ", so there not"
                yield _warning(
                    f"{shown} asks for {taker}{where} for {lost}", sequence, taker, other
                )


def _overlapping(sequence: KeySequence, others: _Users) -> list[KeySequence]:
    """Return the sequences that cannot be reached beside one: it, what it begins, or begins it."""
    return [
        one for one in others if one[: len(sequence)] == sequence or sequence[: len(one)] == one
    ]


def _of_text(binding: str) -> str:
    """Return the command that a binding asks for, which is one of the text in a mode."""
    scope, _, name = binding.partition(".")
    return f"text.{name}" if scope in _MODES else binding


def _torn(keymap: Keymap) -> Iterator[Conflict]:
    changing = {command.name for command in COMMANDS if command.changes}
    for id_, sequence in _bound(keymap):
        if id_.partition(".")[2] in changing and len(sequence) == 1 and sequence[0] in TORN:
            yield _warning(
                f"{display(sequence)} of {id_} changes the library, and a slow line can deliver "
                "it as a part of an arrow or function key; use another key",
                sequence,
                id_,
            )


def _unsure(keymap: Keymap) -> Iterator[Conflict]:
    for id_, sequence in _bound(keymap):
        for key in sequence:
            shown = display((key,))
            if key in BEGINNINGS:
                said = f"terminals cannot tell {shown} of {id_} from the beginning of other keys"
                yield _warning(f"{said}; use another key", sequence, id_)
            elif not sure(key):
                said = f"many terminals do not send {shown} of {id_}"
                yield _warning(f"{said}; give it a second key that they do", sequence, id_)
