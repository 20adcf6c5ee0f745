"""A keymap: which keys ask for which command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from keymaps.commands import commands_of
from keymaps.keys import KeySequence
from keymaps.kinds import Command
from keymaps.problems import Place, Problem


class Keymap(Struct, frozen=True):
    """Which key sequences ask for which command.

    Every command is in `bindings` by its id, unbound ones with `()`; what a mode has keys for
    also by the mode's name, such as `selected.label_1`. With `counts`, digits that ask for nothing
    say how often to do what follows, or if it is a key all digits after that. `langmap` has the
    keys of other keyboard layouts, `places` where each binding is said, and `remarks` what is odd
    about how the file itself says them.
    """

    name: str
    bindings: Mapping[str, tuple[KeySequence, ...]]
    counts: bool | str = False
    langmap: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    file: str = ""
    remarks: tuple[Problem, ...] = ()

    def bound(self, scope: str) -> Iterator[tuple[Command, KeySequence]]:
        """Yield the commands of a scope or mode with each of their sequences, best first."""
        for one in commands_of(scope):
            for sequence in self.bindings.get(f"{scope}.{one.name}", ()):
                if sequence:
                    yield one, sequence


class KeymapError(Exception):
    """A keymap that cannot be used, with all that is wrong about it."""

    title = "Unusable keymap"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    @property
    def message(self) -> str:
        """All problems, a line each."""
        return str(self.args[0])
