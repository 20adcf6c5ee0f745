"""The part of the catalogue about the screens in which labels and keys are managed."""

from __future__ import annotations

from typing import Final

from keymaps.kinds import Command

LABELS: Final = (
    Command("labels", "add", "New label", "Add a label.", "New", True),
    Command("labels", "edit", "Edit label", "Edit the label of this row.", "Edit", True),
    Command(
        "labels",
        "merge",
        "Merge into",
        "Merge the label into another, with its tags.",
        "Merge",
        True,
    ),
    Command("labels", "remove", "Remove", "Remove a label that no tag has.", "Remove", True),
    Command("labels", "recolour", "Next colour", "Give the label another colour.", "Colour", True),
    Command("labels", "move_up", "Move up", "Move the label up in the list.", "Up", True),
    Command("labels", "move_down", "Move down", "Move the label down in the list.", "Down", True),
    Command("labels", "undo", "Undo", "Take back the last change of the labels.", "Undo", True),
    Command("labels", "redo", "Redo", "Do again what was taken back.", "Redo", True),
    Command("labels", "export", "Export labels", "Write the labels to a TOML file.", "Export"),
    Command("labels", "import", "Import labels", "Take over a TOML file.", "Import", True),
    Command("labels", "close", "Close", "Go back to where one was.", "Close"),
)

KEYS: Final = (
    Command("keys", "try_key", "Try a key", "Press a key to see what arrives and does.", "Try"),
    Command("keys", "add_key", "One more key", "Give the command another key as well.", "Add"),
    Command("keys", "unbind", "No key", "Take all keys from the command.", "No key"),
    Command("keys", "reset", "As it was", "Give the command the keys it had before.", "Reset"),
)
