"""Editing the tags and details of one report: each edit one save, which can be undone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from store import history, labels, scheme
from store.database import Database, Transaction
from store.details import Correction, Details
from store.edit_fields import EditFields, edit_fields
from store.edit_rows import edit_of, edit_row, review_of, review_row
from store.errors import LibraryError, NotFound
from store.fields import Said, TagFields, tag_fields
from store.history import Change, Edit, Judged, Recorded, State
from store.model import MANUAL, Label, ReportId, Span, Status, Tag, TagId
from store.reviews import Review
from store.rows import details_of, details_row, sorted_tags, tag_of, tag_row
from store.text import without_surrogates


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a tag is to say."""

    span: Span
    label: str
    quote: str
    note: str = ""
    origin: str = MANUAL
    canonical: str = ""


class Tagging:
    """Edits one report's tags and details in one analyst's name.

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

    def tag(
        self,
        span: Span,
        label: str,
        *,
        note: str = "",
        origin: str = MANUAL,
        canonical: str = "",
    ) -> Tag:
        """Tag a span; if the analyst tagged it so before, return that tag unchanged.

        Raises:
            LabelError: if the scheme has no such label.
            SpanError: if the span lies outside the text.
        """
        name = labels.find(self._scheme(), label).name
        quote = span.of(self._text())
        with self._database.changing() as tables:
            for found in self._saying(tables, (span.start, span.end, name, self._author)):
                return self._tag(tables, found.id)
            tag = self._made(Wanted(span, name, quote, note, origin, canonical), self._now())
            self._record(tables, "tag", [Change(None, tag)])
        return tag

    def untag(self, id_: TagId) -> Tag:
        """Remove a tag and return it."""
        with self._database.changing() as tables:
            tag = self._tag(tables, id_)
            self._record(tables, "untag", [Change(tag, None)])
        return tag

    def relabel(self, id_: TagId, label: str) -> Tag:
        """Give a tag another label.

        Raises:
            LabelError: if the scheme has no such label.
            LibraryError: if the same analyst has given the span that label already.
        """
        name = labels.find(self._scheme(), label).name

        return self._changed(id_, "relabel", lambda tag: replace(tag, label=name))

    def move(self, id_: TagId, span: Span) -> Tag:
        """Give a tag another span, and the quote of that.

        Raises:
            SpanError: if the span lies outside the text.
            LibraryError: if the same analyst has given that span the same label already.
        """
        quote = span.of(self._text())
        return self._changed(id_, "move", lambda tag: replace(tag, span=span, quote=quote))

    def annotate(self, id_: TagId, note: str) -> Tag:
        """Give a tag another note; an empty one removes it."""
        text = without_surrogates(note)
        return self._changed(id_, "note", lambda tag: replace(tag, note=text))

    def add_made(
        self,
        what: str,
        choose: Callable[[Sequence[Tag], Sequence[Edit]], Sequence[Tag]],
        judge: Callable[[Sequence[Review], Sequence[Edit]], Sequence[Review]] = lambda *_: (),
    ) -> None:
        """Add tags and reviews made elsewhere, whoever made them, as one edit of this analyst.

        `choose` and `judge` say which, given what the report holds under the lock, and its edits.
        """
        with self._database.changing() as tables:
            edits = list(map(edit_of, tables.rows("edits")))
            changes = [Change(None, tag) for tag in choose(sorted_tags(tables), edits)]
            reviews = judge(list(map(review_of, tables.rows("reviews"))), edits)
            if changes or reviews:
                self._record(tables, what, changes, [Judged(None, review) for review in reviews])

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

    def _changed(self, id_: TagId, what: str, change: Callable[[Tag], Tag]) -> Tag:
        with self._database.changing() as tables:
            before = self._tag(tables, id_)
            after = change(before)
            if after == before:
                return before
            says = _says(after)  # undo may have left two that say the same: each can have its note
            if says != _says(before) and any(
                found.id != id_ for found in self._saying(tables, says)
            ):
                (now,) = scheme.renamed([after], self._scheme())
                raise LibraryError(
                    f"These words are tagged {now.label} already; delete one of them"
                )
            after = replace(after, modified=self._now())
            self._record(tables, what, [Change(before, after)])
        return after

    def _saying(self, tables: Transaction, said: Said) -> Iterator[TagFields]:
        """Yield the tag that says this, under the names that labels have now."""
        names = scheme.current_names(self._scheme())
        start, end, label, author = said
        now = start, end, names.get(label, label), author
        for found in tables.parsed("tags", tag_fields):
            if found.start == start and found.says(names) == now:
                yield found

    def _made(self, wanted: Wanted, moment: datetime) -> Tag:
        """Return a new tag of this analyst."""
        return Tag(
            id=TagId(os.urandom(6).hex()),
            report=self._report,
            span=wanted.span,
            label=wanted.label,
            quote=wanted.quote,
            note=without_surrogates(wanted.note),
            author=without_surrogates(self._author),
            created=moment,
            modified=moment,
            origin=wanted.origin,
            canonical=wanted.canonical,
        )

    def _tag(self, tables: Transaction, id_: TagId) -> Tag:
        for row in tables.rows_of("tags", [id_]):
            return tag_of(row)
        raise NotFound(f"Report {self._report} has no tag {id_}; see spantag tags {self._report}")

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


def _says(tag: Tag) -> Said:
    """Return what no two tags of a report have in common."""
    return tag.span.start, tag.span.end, tag.label, tag.author
