"""Picking a label from the scheme, or a name for a new one."""

from __future__ import annotations

from collections.abc import Sequence

from store.model import Label
from store.scheme import depth
from tui.cells import cut, fit
from tui.screens.dialogs import Choice
from tui.screens.telling_picker import TellingPicker
from tui.styles import UNKNOWN_FILL
from tui.widgets.rows import Cells

NAME = 20
"""Cells for the name of a label."""


class AnyLabel(TellingPicker[Label]):
    """Pick a label of a scheme: until one types, each stands indented below its parent."""

    def __init__(self, title: str, scheme: Sequence[Label]) -> None:
        super().__init__(title, choices(scheme, nested=True))
        self._scheme = scheme

    def filter(self, query: str) -> None:
        """Show the labels that match, the best first."""
        self._choices = choices(self._scheme, nested=not query.strip())
        super().filter(query)


class LabelPicker(AnyLabel):
    """Pick a label; a name that none has is offered as a new one.

    It comes after the labels that match if the first of them may well be meant: Enter must not tag
    as Quantity what was to be a new label Unit.
    """

    def __init__(self, scheme: Sequence[Label]) -> None:
        super().__init__("Label", scheme)
        self._names = {name.casefold() for label in scheme for name in (label.name, *label.former)}

    def filter(self, query: str) -> None:
        """Show the labels that match, the best first, and a new one of that name."""
        super().filter(query)
        name = query.strip()
        if name and name.casefold() not in self._names:
            found, new = self.rows.items, _new(name)
            likely = bool(found) and _may_mean(name, found[0].name)
            self.rows.show([*found, new] if likely else [new, *found])
            self.tell_current()


def _may_mean(typed: str, name: str) -> bool:
    """Tell whether what was typed is a part of a name, or some of its letters from the first on."""
    typed, name = typed.casefold(), name.casefold()
    rest = iter(name)
    return typed in name or (typed[0] == name[0] and all(char in rest for char in typed))


def choices(scheme: Sequence[Label], *, nested: bool) -> Sequence[Choice[Label]]:
    """Return the labels as rows of digit, letter, name in its colour, and description."""
    return [_choice(label, indent(scheme, label) if nested else "") for label in scheme]


def indent(scheme: Sequence[Label], label: Label) -> str:
    """Return the blanks before the name of a label, by how many stand above it."""
    return "  " * min(depth(scheme, label), NAME // 4)


def _choice(label: Label, before: str) -> Choice[Label]:
    def cells(width: int) -> Cells:
        keys = f" {fit(label.digit, 1)} {fit(label.key, 1)} "
        rest = max(0, width - NAME - len(keys) - 1)
        return (
            (keys, "key"),
            (before, ""),
            (fit(f" {label.name}", NAME - len(before)), label.colour or UNKNOWN_FILL),
            (" " + cut(label.description, rest), "muted"),
        )

    return Choice(label, label.name, label.description, cells)


def _new(name: str) -> Choice[Label]:
    def cells(width: int) -> Cells:
        return (("   + ", "key"), (cut(f"new label {name}", max(0, width - 5)), ""))

    return Choice(Label(name), name, "", cells)
