"""What happened to a tag: who did what, and when."""

from __future__ import annotations

from collections.abc import Sequence

from store.history import Change, Edit, State
from store.model import TagId
from store.rows import moment
from tui.cells import cut
from tui.screens.dialogs import Choice
from tui.widgets.rows import Cells

UNDONE = {State.DONE: "", State.UNDONE: " (undone)", State.DROPPED: " (not in force)"}
"""How an edit that was taken back is told from one that holds."""


def choices(edits: Sequence[Edit], tag: TagId) -> Sequence[Choice[None]]:
    """Return a row for each edit that touched the tag, oldest first."""
    return [
        _row(f"{moment(edit.time)}  {edit.author}", words(change) + UNDONE[edit.state])
        for edit in edits
        for change in edit.changes
        if change.tag.id == tag
    ]


def words(change: Change) -> str:
    """Return what a change did, in words."""
    before, after = change.before, change.after
    if before is None or after is None:
        return f"{'tagged' if after else 'deleted'} {change.tag.label}"
    parts = []
    if before.label != after.label:
        parts.append(f"{before.label} became {after.label}")
    if before.note != after.note:
        parts.append(f"note “{after.note}”" if after.note else "note removed")
    if before.span != after.span:
        parts.append(f"moved to {after.span.start}-{after.span.end}")
    return ", ".join(parts) or "changed"


def _row(who: str, what: str) -> Choice[None]:
    def cells(width: int) -> Cells:
        return ((cut(f" {who}  ", width), "muted"), (cut(what, max(0, width - len(who) - 3)), ""))

    return Choice(None, who, what, cells)
