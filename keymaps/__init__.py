"""The commands, their keys and the files that bind the two; imports nothing of ours."""

from keymaps.commands import (
    CHAINS,
    COMMANDS,
    DIALOG_CHAIN,
    KEYS_CHAIN,
    LABELS_CHAIN,
    LIBRARY_CHAIN,
    MODES,
    MOVING_CHAIN,
    PANEL_CHAIN,
    REPEATING,
    SCOPES,
    SELECTED_CHAIN,
    SELECTING_CHAIN,
    STEPPING,
    TEXT_CHAIN,
    TICKS_CHAIN,
    command,
    commands_of,
)
from keymaps.dispatch import Dispatcher, Match, NoMatch, Outcome, Pending
from keymaps.keymap import Keymap, KeymapError
from keymaps.keys import KeySequence, UnknownKey, display, parse
from keymaps.kinds import Command, Scope
from keymaps.loader import available, examined, inherited_by, load
from keymaps.problems import Place, Problem

__all__ = [
    "CHAINS",
    "COMMANDS",
    "DIALOG_CHAIN",
    "KEYS_CHAIN",
    "LABELS_CHAIN",
    "LIBRARY_CHAIN",
    "MODES",
    "MOVING_CHAIN",
    "PANEL_CHAIN",
    "REPEATING",
    "SCOPES",
    "SELECTED_CHAIN",
    "SELECTING_CHAIN",
    "STEPPING",
    "TEXT_CHAIN",
    "TICKS_CHAIN",
    "Command",
    "Dispatcher",
    "KeySequence",
    "Keymap",
    "KeymapError",
    "Match",
    "NoMatch",
    "Outcome",
    "Pending",
    "Place",
    "Problem",
    "Scope",
    "UnknownKey",
    "available",
    "command",
    "commands_of",
    "display",
    "examined",
    "inherited_by",
    "load",
    "parse",
]
