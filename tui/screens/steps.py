"""What is said of an edit that was taken back, or made again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from store import everywhere
from store.details import Correction
from store.errors import LabelError, LabelGone
from store.everywhere import Stepped
from store.history import Edit
from store.labelling import Labelling
from store.library import Library
from store.model import ReportId
from store.rows import day
from tui.cells import counted
from tui.screens.telling import Told, shortened

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


KeyFor = Callable[[str], str]
"""Returns the key of a command by its id, as it is shown."""


def undone(library: Library, report: ReportId, key_for: KeyFor) -> Told:
    """Take the last edit of a report back, and return what to say.

    Raises:
        LabelError: if a tag would get a label that is gone; it says which keys bring that back.
        LibraryError: as `everywhere.undo` does.
    """
    done = _taken(everywhere.undo, library, report, key_for)
    return step(replace(done, edit=done.edit and done.edit.reversed()), "Undone", "Nothing to undo")


def redone(library: Library, report: ReportId, key_for: KeyFor) -> Told:
    """Make the edit of a report that was undone last again; else as `undone`."""
    done = _taken(everywhere.redo, library, report, key_for)
    return step(done, "Redone", "Nothing to redo")


def _taken(
    take: Callable[[Library, ReportId], Stepped],
    library: Library,
    report: ReportId,
    key_for: KeyFor,
) -> Stepped:
    try:
        return take(library, report)
    except LabelGone as error:
        raise LabelError(gone(error.label, library.labelling, key_for)) from error


def gone(label: str, labelling: Labelling, key_for: KeyFor) -> str:
    """Return what to do about a label that is gone."""
    if labelling.redo_brings(label):
        how = f"{key_for('labels.redo')} brings it back"
    elif labelling.undo_brings(label):
        how = f"{key_for('labels.undo')} brings it back"
    else:
        how = f"{key_for('labels.add')} adds it"
    return f"The label {label} is gone; {key_for('reading.labels')} opens the labels, where {how}"


def step(done: Stepped, word: str, nothing: str) -> Told:
    """Return what to say of an edit that was made or taken back, and where it was."""
    edit = done.edit
    if edit is None and not done.reports:
        return Told(nothing)
    said = f"{word}: {about(edit)}" if edit else word
    if edit is None or edit.group or done.left:
        said += f" in {counted(done.reports, 'report')}"
    if done.left:
        said += f", not in {done.left:,}: {done.problem}"
    if edit is None:
        return Told(said)
    starts = [change.tag.span.start for change in edit.changes]
    starts += [verdict.review.span.start for verdict in edit.verdicts]
    details = edit.correction.after if edit.correction else None
    return Told(said, min(starts, default=None), details)


def about(edit: Edit) -> str:
    """Return what an edit did, in words."""
    if edit.touched is not None:
        return f"{WHAT.get(edit.what, edit.what)} of {shortened(edit.touched.quote)}"
    return corrected(edit.correction) if edit.correction else WHAT.get(edit.what, edit.what)


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
