"""Giving a command other keys: who has a key, and what a change would take away or break; pure.

A binding is named as in `Keymap.bindings`: `text.word_left`, or by a mode `selected.label_1`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from keymaps.check import Conflict, Severity, conflicts
from keymaps.commands import ESSENTIAL, MODES, SCOPES, commands_of
from keymaps.editing import Value
from keymaps.keymap import Keymap
from keymaps.keys import KeySequence, UnknownKey, display, parse
from keymaps.kinds import Command
from keymaps.problems import Lost

TITLES: Final[Mapping[str, str]] = {scope.name: scope.title for scope in (*SCOPES, *MODES)}
"""What the tables of a keymap are about."""

Changes = Mapping[str, tuple[KeySequence, ...]]


class Proposal(Struct, frozen=True):
    """A change of bindings: all that it alters, what is to be asked first, or why it cannot be."""

    changes: Changes
    questions: tuple[str, ...] = ()
    problem: str = ""


def bindings(keymap: Keymap) -> tuple[str, ...]:
    """Return all bindings, in the order of the catalogue; of modes those that there are."""
    ids = (f"{table}.{one.name}" for table in TITLES for one in commands_of(table))
    return tuple(id_ for id_ in ids if id_ in keymap.bindings)


def command_of(binding: str) -> Command:
    """Return the command that a binding asks for."""
    table, _, name = binding.partition(".")
    return next(one for one in commands_of(table) if one.name == name)


def users(keymap: Keymap, key: str) -> Iterator[tuple[str, KeySequence]]:
    """Yield the bindings that a key asks for or begins, each with its sequence."""
    for binding in bindings(keymap):
        for sequence in keymap.bindings[binding]:
            if sequence[:1] == (key,):
                yield binding, sequence


def changed(keymap: Keymap, changes: Changes) -> Keymap:
    """Return a keymap in which some bindings have other sequences."""
    return replace(keymap, bindings=MappingProxyType({**keymap.bindings, **changes}))


def propose(keymap: Keymap, binding: str, sequences: Sequence[KeySequence]) -> Proposal:
    """Return what it takes to give a binding these sequences and no others.

    One that has a sequence in the same part of the screen loses it.
    """
    for sequence in sequences:
        if not written(sequence):
            return Proposal({}, (), f"{display(sequence)} has no name that a keymap can hold")
    changes = {binding: tuple(dict.fromkeys(sequences))}
    questions = []
    table = binding.partition(".")[0]
    for other in bindings(keymap):
        lost = [one for one in keymap.bindings[other] if one in changes[binding]]
        if lost and other != binding and other.partition(".")[0] == table:
            changes[other] = tuple(one for one in keymap.bindings[other] if one not in lost)
            keys = ", ".join(map(display, lost))
            questions.append(f"{keys} asks for “{command_of(other).title}”, which would lose it")
    for bare in ESSENTIAL:
        if not changes.get(bare, True):
            left = f"“{command_of(bare).title}” would have no key, and nothing works without it"
            return Proposal({}, (), f"{left}; give it another first")
    found = news(keymap, changed(keymap, changes))
    errors = [one.message for one in found if one.severity is Severity.ERROR]
    warnings = (one.message for one in found if one.severity is Severity.WARNING)
    return Proposal(changes, (*questions, *warnings), errors[0] if errors else "")


def news(old: Keymap, new: Keymap) -> list[Conflict]:
    """Return what is wrong with a keymap that was not with another."""
    known = {(one.severity, one.message) for one in conflicts(old)}
    return [one for one in conflicts(new) if (one.severity, one.message) not in known]


def written(sequence: KeySequence) -> str:
    """Return how a sequence is written in a file; empty if it cannot be."""
    spelling = display(sequence, ascii_only=True)
    try:
        return spelling if parse(spelling) == sequence else ""
    except UnknownKey:
        return ""


def reset(
    keymap: Keymap, inherited: Keymap, binding: str, lost: Lost
) -> dict[tuple[str, str], Value]:
    """Return what a file is to say, so that a binding is as inherited and others get its keys back.

    What another lost to it is that one's again, unless that was given keys of its own since.

    Args:
        keymap: as it is.
        inherited: what the file inherits.
        binding: what is to be as inherited.
        lost: what the file says that bindings lost to others.
    """
    table, _, name = binding.partition(".")
    taken = set(keymap.bindings[binding]).difference(inherited.bindings.get(binding, ()))
    returned = frozenset(one for one in lost if one[1] in taken)
    found = {(table, name): None, **_losses(lost, _of_others(binding, lost) - returned)}
    for other in bindings(keymap):
        had, has = inherited.bindings.get(other, ()), keymap.bindings[other]
        back = tuple(one for one in had if one in has or (other, one) in returned)
        if other.partition(".")[0] == table and set(has) < set(back):
            found |= (
                values({other: back}) if back != had else {(table, other.partition(".")[2]): None}
            )
    return found


def kept(
    keymap: Keymap, binding: str, changes: Changes, lost: Lost
) -> dict[tuple[str, str], Value]:
    """Return what a file is to say for changes to hold that give a binding other keys.

    What others lose by that is on record beside what they `lost` before: a command that the user
    took a key from on purpose is not to get it back.
    """
    new = {
        (other, one)
        for other, has in changes.items()
        for one in keymap.bindings[other]
        if other != binding and one not in has
    }
    return values(changes) | _losses(lost, _of_others(binding, lost) | new)


def _of_others(binding: str, lost: Lost) -> Lost:
    return frozenset(one for one in lost if one[0] != binding)


def _losses(before: Lost, now: Lost) -> dict[tuple[str, str], Value]:
    """Return what a file is to say of what bindings lost, nothing if it says so already."""
    said = tuple(sorted(f"{binding} {written(one)}" for binding, one in now))
    return {} if now == before else {("", "lost"): said or None}


def values(changes: Changes) -> dict[tuple[str, str], Value]:
    """Return changes as `keymaps.editing.edited` takes them."""
    found: dict[tuple[str, str], Value] = {}
    for binding, sequences in changes.items():
        table, _, name = binding.partition(".")
        spelled = tuple(map(written, sequences))
        found[table, name] = (spelled[0] if len(spelled) == 1 else spelled) if spelled else False
    return found
