"""The table of keys as Markdown, for the README and `spantag keys`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keymaps.commands import MODES, SCOPES, commands_of
from keymaps.keymap import Keymap
from keymaps.keys import KeySequence, display
from keymaps.kinds import Command


def markdown(keymap: Keymap) -> str:
    """Return one Markdown table a scope: the keys, the command's name in a file, what it does."""
    tables = [scope for scope in (*SCOPES, *MODES) if scope in SCOPES or _used(keymap, scope.name)]
    return "\n".join(line for scope in tables for line in _section(keymap, scope.name, scope.title))


def _used(keymap: Keymap, mode: str) -> bool:
    return any(True for _ in keymap.bound(mode))


def _section(keymap: Keymap, name: str, title: str) -> Iterator[str]:
    yield f"### {title} (`{name}`)"
    yield ""
    yield "| Keys | Command | Does |"
    yield "|---|---|---|"
    for command in commands_of(name):
        sequences = keymap.bindings.get(f"{name}.{command.name}")
        if sequences is not None:
            yield _row(command, sequences)
    yield ""


def _row(command: Command, sequences: Sequence[KeySequence]) -> str:
    shown = ", ".join(_code(display(sequence)) for sequence in sequences)
    return f"| {shown or '—'} | `{command.name}` | {command.help} |"


def _code(keys: str) -> str:
    # A bar ends the cell even within code, and a backtick ends the code.
    keys = keys.replace("|", "\\|")
    return f"`` {keys} ``" if "`" in keys else f"`{keys}`"
