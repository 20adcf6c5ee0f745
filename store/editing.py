"""What every edit of one report is: one save, recorded with all that it changed, to be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from store import history
from store.database import Database, Transaction
from store.details import Correction, Details
from store.edit_fields import EditFields, edit_fields
from store.edit_rows import edit_of, edit_row, review_of, review_row
from store.errors import LibraryError
from store.history import Change, Edit, Judged, Recorded, State
from store.model import Label, ReportId, Status
from store.rows import details_of, details_row, tag_of, tag_row
from store.text import without_surrogates


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
            LibraryError: if somebody has changed the same since; it is then dropped.
        """
        return self._step(history.undoable, Edit.reversed, State.UNDONE)

    def redo(self) -> Edit | None:
        """Make the edit that was undone last again; None if there is none.

        Raises:
            LibraryError: if somebody has changed the same since; it is then dropped.
        """
        return self._step(history.redoable, lambda edit: edit, State.DONE)

    def _step(
        self,
        choose: Callable[[Sequence[EditFields], str], EditFields | None],
        direction: Callable[[Edit], Edit],
        state: State,
    ) -> Edit | None:
        with self._database.changing() as tables:
            found = choose(tables.parsed("edits", edit_fields), self._author)
            if found is None:
                return None
            (edit,) = map(edit_of, tables.rows_of("edits", [found.number]))
            wanted = direction(edit)
            fits = _fits(tables, wanted)
            _mark(tables, edit, state if fits else State.DROPPED)
            if fits:
                _apply(tables, wanted)
        if not fits:
            raise LibraryError(
                f"What was to change ({edit.about}) has been changed by another edit "
                "since; it stays as it is"
            )
        return edit

    def _record(
        self,
        tables: Transaction,
        what: str,
        changes: Sequence[Change],
        verdicts: Sequence[Judged] = (),
        correction: Correction | None = None,
    ) -> None:
        edits = tables.parsed("edits", edit_fields)
        for found in history.dropped(edits, self._author):
            _mark(tables, found, State.DROPPED)
        number = history.next_number(edits)
        edit = Edit(
            number,
            what,
            self._author,
            self._now(),
            tuple(changes),
            verdicts=tuple(verdicts),
            correction=correction,
        )
        tables.add("edits", edit_row(edit))
        for old in history.forgotten(edits, edit.size):
            tables.drop("edits", old.number)
        _apply(tables, edit)


def _mark(tables: Transaction, edit: Recorded, state: State) -> None:
    tables.put("edits", {"id": edit.number, "state": str(state)})


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
        if change.after is None:
            tables.drop("tags", change.tag.id)
        elif change.before is None:
            tables.add("tags", tag_row(change.after))
        else:
            tables.put("tags", tag_row(change.after))
    for verdict in edit.verdicts:
        if verdict.after is None:
            tables.drop("reviews", verdict.review.id)
        else:
            tables.put("reviews", review_row(verdict.after))
    if edit.correction is not None:
        (row,) = tables.rows("report")
        details = edit.correction.made_in(details_of(row))
        tables.put("report", {"id": row["id"], **details_row(details)})
