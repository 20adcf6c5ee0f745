"""What every edit of one report is: one save, recorded with all that it changed, to be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from msgspec.structs import replace

from store import history
from store.database import Database, Transaction
from store.details import Correction, Details
from store.edit_fields import EditFields, edit_fields
from store.edit_rows import details_of, details_row, edit_of, edit_row, review_of, review_row
from store.errors import Changed, LabelGone
from store.history import Change, Edit, Judged, Recorded, State
from store.model import Label, ReportId, Status
from store.rows import tag_of, tag_row
from store.text import without_surrogates

Choice = Callable[[Sequence[EditFields], str], EditFields | None]
CHOICES: Mapping[State, Choice] = MappingProxyType(
    {State.UNDONE: history.undoable, State.DONE: history.redoable}
)
"""What finds the edit that an analyst brings into a state next."""


class Editing:
    """Edits one report in one analyst's name: corrects its details, and undoes what was done.

    When a method returns, its edit is on the disk. Every method raises LibraryError if the
    report's file cannot be read or saved, which leaves it as it was.
    """

    def __init__(
        self,
        database: Database,
        report: ReportId,
        text: Callable[[], str],
        scheme: Callable[[], Sequence[Label]],
        author: str,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._report = report
        self._text = text
        self._scheme = scheme
        self._author = author
        self._now = now
        self.recorded: Edit | None = None
        """The last edit that it put on record; None as long as nothing had to be changed."""

    def correct(self, change: Callable[[Details], Details]) -> Details:
        """Change the report's details as one edit, given what they are; return what they become."""
        with self._database.changing() as tables:
            return self._correct(tables, change(_details(tables)))

    def toggle_done(self) -> Status:
        """Mark the report as done, or as what it was before it was; return what it is now."""
        with self._database.changing() as tables:
            old = _details(tables)
            status = Status.DONE
            if old.status is Status.DONE:
                status = history.before_done(map(edit_of, tables.rows("edits")))
            return self._correct(tables, replace(old, status=status)).status

    def _correct(self, tables: Transaction, wanted: Details) -> Details:
        title, source = without_surrogates(wanted.title), without_surrogates(wanted.source)
        correction = Correction(_details(tables), replace(wanted, title=title, source=source))
        if correction.names:
            self._record(tables, "details", [], correction=correction)
        return correction.after

    def undo(self) -> Edit | None:
        """Take the analyst's latest edit back; None if there is none.

        Raises:
            Changed: if somebody has changed the same since; the edit is then dropped.
            LabelGone: if a tag would get a label that is gone; it can be tried again.
        """
        return self._step(State.UNDONE)

    def redo(self) -> Edit | None:
        """Make the edit that was undone last again; None if there is none; else as `undo`."""
        return self._step(State.DONE)

    def next_group(self, state: State) -> str:
        """Return the group of the edit that undo, or redo, would bring into a state, if any."""
        with self._database.changing() as tables:
            found = self._next(tables, state)
        return found.group if found else ""

    def step_of(self, group: str, state: State) -> bool:
        """Undo, or redo, the edit of a group if it is not in that state; False if it is empty.

        Raises:
            Changed: if somebody has changed the same since; the edit stays as it is.
            LabelGone: if a tag would get a label that is gone.
        """
        with self._database.changing() as tables:
            found = history.of_group(tables.parsed("edits", edit_fields), group)
            if found is not None and found.state is not state:
                edit = _whole(tables, found)
                if found.state is State.DROPPED or not self._put(tables, edit, state):
                    raise _changed(edit)
            return found is not None and found.size > 0

    def _step(self, state: State) -> Edit | None:
        with self._database.changing() as tables:
            found = self._next(tables, state)
            if found is None:
                return None
            edit = _whole(tables, found)
            fits = self._put(tables, edit, state)
            if not fits:
                _mark(tables, State.DROPPED, edit)
        if not fits:
            raise _changed(edit)
        return edit

    def _put(self, tables: Transaction, edit: Edit, state: State) -> bool:
        """Bring an edit into a state, and what it changed with it; False if that does not fit."""
        wanted = edit if state is State.DONE else edit.reversed()
        if fits := _fits(tables, wanted):
            known = {name for label in self._scheme() for name in (label.name, *label.former)}
            if gone := [label for label in wanted.labels if label not in known]:
                raise LabelGone(gone[0])
            _mark(tables, state, edit)
            _apply(tables, wanted)
        return fits

    def _next(self, tables: Transaction, state: State) -> EditFields | None:
        return CHOICES[state](tables.parsed("edits", edit_fields), self._author)

    def _record(
        self,
        tables: Transaction,
        what: str,
        changes: Sequence[Change],
        verdicts: Sequence[Judged] = (),
        correction: Correction | None = None,
        group: str = "",
    ) -> None:
        edits = tables.parsed("edits", edit_fields)
        _mark(tables, State.DROPPED, *history.dropped(edits, self._author))
        number = history.next_number(edits)
        edit = Edit(
            number,
            what,
            self._author,
            self._now(),
            tuple(changes),
            verdicts=tuple(verdicts),
            correction=correction,
            group=group,
        )
        tables.add("edits", edit_row(edit))
        tables.drop("edits", *(old.number for old in history.forgotten(edits, edit.size)))
        _apply(tables, edit)
        self.recorded = edit


def _mark(tables: Transaction, state: State, *edits: Recorded) -> None:
    tables.put("edits", *({"id": edit.number, "state": str(state)} for edit in edits))


def _whole(tables: Transaction, found: EditFields) -> Edit:
    (edit,) = map(edit_of, tables.rows_of("edits", [found.number]))
    return edit


def _changed(edit: Edit) -> Changed:
    return Changed(
        f"What was to change ({edit.about}) has been changed by another edit since; "
        "it stays as it is"
    )


def _fits(tables: Transaction, edit: Edit) -> bool:
    """Tell whether all that an edit would change still is what the edit takes it for."""
    tags = tables.rows_of("tags", {change.tag.id for change in edit.changes})
    reviews = tables.rows_of("reviews", {verdict.review.id for verdict in edit.verdicts})
    return (
        history.fits(edit.changes, map(tag_of, tags))
        and history.verdicts_fit(edit.verdicts, map(review_of, reviews))
        and (edit.correction is None or edit.correction.fits(_details(tables)))
    )


def _details(tables: Transaction) -> Details:
    (row,) = tables.rows("report")
    return details_of(row)


def _apply(tables: Transaction, edit: Edit) -> None:
    for change in edit.changes:
        if change.before is None and change.after is not None:
            tables.add("tags", tag_row(change.after))  # without a look for one of its id
    tags = {change.tag.id: change.after for change in edit.changes if change.before is not None}
    tables.drop("tags", *(id_ for id_, tag in tags.items() if tag is None))
    tables.put("tags", *(tag_row(tag) for tag in tags.values() if tag is not None))
    reviews = {verdict.review.id: verdict.after for verdict in edit.verdicts}
    tables.drop("reviews", *(id_ for id_, one in reviews.items() if one is None))
    tables.put("reviews", *(review_row(one) for one in reviews.values() if one is not None))
    if edit.correction is not None:
        (row,) = tables.rows("report")
        details = edit.correction.made_in(details_of(row))
        tables.put("report", {"id": row["id"], **details_row(details)})
