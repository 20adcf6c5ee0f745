"""The commands, their keys and the files that bind the two; imports nothing of ours."""

from keymaps.check import Conflict, Severity, conflicts
from keymaps.commands import (
    CHAINS,
    COMMANDS,
    DIALOG_CHAIN,
    LIBRARY_CHAIN,
    PANEL_CHAIN,
    SCOPES,
    TEXT_CHAIN,
    Command,
    Scope,
    command,
    commands_of,
)
from keymaps.dispatch import Dispatcher, Match, NoMatch, Outcome, Pending
from keymaps.keys import KeySequence, UnknownKey, display, parse
from keymaps.loader import Keymap, KeymapError, Problem, available, load

__all__ = [
    "CHAINS",
    "COMMANDS",
    "DIALOG_CHAIN",
    "LIBRARY_CHAIN",
    "PANEL_CHAIN",
    "SCOPES",
    "TEXT_CHAIN",
    "Command",
    "Conflict",
    "Dispatcher",
    "KeySequence",
    "Keymap",
    "KeymapError",
    "Match",
    "NoMatch",
    "Outcome",
    "Pending",
    "Problem",
    "Scope",
    "Severity",
    "UnknownKey",
    "available",
    "command",
    "commands_of",
    "conflicts",
    "display",
    "load",
    "parse",
]
