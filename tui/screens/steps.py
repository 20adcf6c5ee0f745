"""What is said of an edit that was taken back, or made again."""

from __future__ import annotations

from store.details import Correction
from store.history import Edit
from store.model import Tag
from store.reviews import Review
from store.rows import day
from store.tagging import Tagging
from tui.screens.telling import Told, shortened

QUOTED = 40
"""Code points of a quote in a message."""

WHAT = {
    "tag": "tagging",
    "untag": "deletion",
    "relabel": "relabelling",
    "move": "move",
    "accept": "acceptance",
    "reject": "rejection",
    "stop": "stop",
    "reopen": "opening again",
}
"""How the kinds of edits are named in messages."""


def quoted(tag: Tag | Review) -> str:
    """Return the quote of a tag or review, cut to the length of a message."""
    return tag.quote if len(tag.quote) <= QUOTED else tag.quote[: QUOTED - 1] + "…"


def undone(tagging: Tagging) -> Told:
    """Take the last edit back, and return what to say."""
    edit = tagging.undo()
    return step(edit and edit.reversed(), "Undone", "Nothing to undo")


def redone(tagging: Tagging) -> Told:
    """Make the edit that was undone last again, and return what to say."""
    return step(tagging.redo(), "Redone", "Nothing to redo")


def step(edit: Edit | None, done: str, nothing: str) -> Told:
    """Return what to say of an edit that was made or taken back, and where it was."""
    if edit is None:
        return Told(nothing)
    if edit.touched is None:
        correction = edit.correction
        about = corrected(correction) if correction else WHAT.get(edit.what, edit.what)
        return Told(f"{done}: {about}", details=correction.after if correction else None)
    said = f"{done}: {WHAT.get(edit.what, edit.what)} of {quoted(edit.touched)}"
    spans = [change.tag.span for change in edit.changes]
    spans += [verdict.review.span for verdict in edit.verdicts]
    return Told(said, min(spans).start)


def corrected(correction: Correction) -> str:
    """Return what details are after a correction."""
    after = correction.after
    said = {
        "title": f"the title is {shortened(after.title)}",
        "source": f"the source is {shortened(after.source)}" if after.source else "no source",
        "published": f"the date is {day(after.published)}" if after.published else "no date",
        "status": f"the status is {after.status}",
    }
    return ", ".join(said[name] for name in correction.names) + " now"
