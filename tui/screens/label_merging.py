"""Asking which label takes the tags of another over, and whether it shall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import scheme
from store.labelling import LabelUses
from store.model import Label
from tui.cells import counted
from tui.screens.confirm import Confirm
from tui.screens.label_picker import AnyLabel
from tui.screens.scheme_files import changing

if TYPE_CHECKING:
    from tui.screens.labels import LabelsScreen


def ask_and_merge(screen: LabelsScreen, label: Label) -> None:
    """Pick the label that takes the tags of this one over, and ask before it does."""

    def ask(into: Label | None) -> None:
        if into is None:
            return

        def merge(yes: bool | None) -> None:
            if yes:
                said = f"{label.name} is {into.name} now"
                change = changing(lambda old: scheme.merged(old, label.name, into.name), said)
                screen.save(change, into.name)

        back = f"{screen.key_for('labels.undo')} takes it back, until spantag is left."
        lines = [what_moves(screen.uses, label.name, into.name), back]
        screen.app.push_screen(Confirm(f"Merge {label.name} into {into.name}?", lines), merge)

    others = [one for one in screen.labels if one is not label]
    screen.app.push_screen(AnyLabel(f"Merge {label.name} into", others), ask)


def what_moves(uses: LabelUses | None, name: str, into: str) -> str:
    """Return what a merge does to the tags of a label; None if they are not counted."""
    if uses is None:
        return f"All tags of {name} move to {into}; how many, is not counted yet."
    if not (tags := uses.tags[name]):
        return f"{name} has no tags; it goes, and {into} stays."
    move = "moves" if tags == 1 else "move"
    reports = counted(uses.reports[name], "report")
    return f"{counted(tags, 'tag')} in {reports} {move} from {name} to {into}."
