"""What a command is, and a part of the screen that has some."""

from __future__ import annotations

from msgspec import Struct


class Scope(Struct, frozen=True):
    """A part of the screen that has commands of its own.

    Where `typing` holds, printable keys are text that the analyst types and cannot be commands.
    """

    name: str
    title: str
    typing: bool = False


class Command(Struct, frozen=True):
    """Something the analyst can ask for.

    `title` is a short menu text, `help` one sentence, `footer` the word that stands in the footer
    (empty: never there). `changes` marks what alters the library, and so must not fire by itself.
    """

    scope: str
    name: str
    title: str
    help: str
    footer: str = ""
    changes: bool = False

    @property
    def id(self) -> str:
        """The name by which keymap files and the app know it: `scope.name`."""
        return f"{self.scope}.{self.name}"
