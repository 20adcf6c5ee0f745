"""The table of keys as Markdown, for the README and `spantag keys`."""

from __future__ import annotations

from collections.abc import Iterator

from keymaps.commands import SCOPES, Command, commands_of
from keymaps.keys import display
from keymaps.loader import Keymap


def markdown(keymap: Keymap) -> str:
    """Return one Markdown table a scope: the keys, the command's name in a file, what it does."""
    return "\n".join(line for scope in SCOPES for line in _section(keymap, scope.name, scope.title))


def _section(keymap: Keymap, name: str, title: str) -> Iterator[str]:
    yield f"### {title} (`{name}`)"
    yield ""
    yield "| Keys | Command | Does |"
    yield "|---|---|---|"
    for command in commands_of(name):
        yield _row(keymap, command)
    yield ""


def _row(keymap: Keymap, command: Command) -> str:
    shown = ", ".join(_code(display(sequence)) for sequence in keymap.bindings[command.id])
    return f"| {shown or '—'} | `{command.name}` | {command.help} |"


def _code(keys: str) -> str:
    # A bar ends the cell even within code, and a backtick ends the code.
    keys = keys.replace("|", "\\|")
    return f"`` {keys} ``" if "`" in keys else f"`{keys}`"
