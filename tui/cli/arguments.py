"""The command line before it is parsed: what may be left out is put in its place."""

from __future__ import annotations

from collections.abc import Sequence

LOW_BANDWIDTH = "--low-bandwidth"
VALUED = ("--library", "--author", "--keymap", "--theme")
"""The options before a command that take a value."""


def with_yes(arguments: Sequence[str]) -> list[str]:
    """Give the switch its value: as an optional one it would take the word after it for that."""
    end = list(arguments).index("--") if "--" in arguments else len(arguments)
    switched = [f"{LOW_BANDWIDTH}=yes" if one == LOW_BANDWIDTH else one for one in arguments[:end]]
    return [*switched, *arguments[end:]]


def with_command(arguments: list[str], commands: set[str]) -> tuple[list[str], str]:
    """Put `open` where the command is left out, as in `spantag REPORT`; return the command too.

    There is none with `--help` or `--version`, or if a value is missing.
    """
    position = 0
    while position < len(arguments) and arguments[position].startswith("-"):
        if arguments[position] in ("-h", "--help", "--version"):
            return arguments, ""
        position += 2 if arguments[position] in VALUED else 1
    if position > len(arguments):  # the last option lacks its value
        return arguments, ""
    if position < len(arguments) and arguments[position] in commands:
        return arguments, arguments[position]
    return [*arguments[:position], "open", *arguments[position:]], "open"
