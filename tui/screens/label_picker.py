"""Picking a label from the scheme."""

from __future__ import annotations

from collections.abc import Sequence

from store.model import Label
from tui.cells import cut, fit
from tui.screens.dialogs import Choice
from tui.styles import UNKNOWN_FILL
from tui.widgets.rows import Cells

NAME = 20
"""Cells for the name of a label."""


def choices(labels: Sequence[Label]) -> Sequence[Choice[Label]]:
    """Return the labels as rows of digit, letter, name in its colour, and description."""
    return [_choice(label) for label in labels]


def _choice(label: Label) -> Choice[Label]:
    def cells(width: int) -> Cells:
        keys = f" {fit(label.digit, 1)} {fit(label.key, 1)} "
        rest = max(0, width - NAME - len(keys) - 1)
        return (
            (keys, "key"),
            (fit(f" {label.name}", NAME), label.colour or UNKNOWN_FILL),
            (" " + cut(label.description, rest), "muted"),
        )

    return Choice(label, label.name, label.description, cells)
