"""Who carries out a command: the nearest part of a screen that has its scope and its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Protocol

from keymaps import Command


class Commanded(Protocol):
    """Something that carries out the commands of some scopes, as methods `action_<name>`.

    For families of commands it may have `action_for(name)`, which returns what carries one out.
    """

    SCOPES: ClassVar[Sequence[str]]


def action_for(command: Command, parts: Iterable[object]) -> Any:
    """Return what carries out a command, of the first of some parts that can; None if none can."""
    for part in parts:
        if command.scope in getattr(part, "SCOPES", ()):
            action = getattr(part, f"action_{command.name}", None)
            if getattr(action, "__module__", "").startswith("textual."):
                action = None  # Textual's scrolling raises where there is nothing to scroll.
            family = getattr(part, "action_for", None)
            if action is None and family is not None:
                action = family(command.name)
            if action is not None:
                return action
    return None
