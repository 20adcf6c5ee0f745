"""Editing the tags of one report: each edit one save, recorded so that it can be undone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from store import history, labels, scheme
from store.database import Database, Transaction
from store.errors import LibraryError, NotFound
from store.fields import EditFields, Said, TagFields, edit_fields, tag_fields
from store.history import Change, Edit, Recorded, State
from store.model import MANUAL, Label, ReportId, Span, Tag, TagId
from store.rows import edit_of, edit_row, sorted_tags, tag_of, tag_row
from store.text import without_surrogates


class Tagging:
    """Edits one report's tags in one analyst's name.

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
            moment = self._now()
            tag = Tag(
                id=TagId(os.urandom(6).hex()),
                report=self._report,
                span=span,
                label=name,
                quote=quote,
                note=without_surrogates(note),
                author=without_surrogates(self._author),
                created=moment,
                modified=moment,
                origin=origin,
                canonical=canonical,
            )
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
        self, what: str, choose: Callable[[Sequence[Tag], Sequence[Edit]], Sequence[Tag]]
    ) -> None:
        """Add tags that were made elsewhere, whoever made them, as one edit of this analyst.

        `choose` says which, given the report's tags and edits as they are under the lock.
        """
        with self._database.changing() as tables:
            tags = choose(sorted_tags(tables), list(map(edit_of, tables.rows("edits"))))
            if tags:
                self._record(tables, what, [Change(None, tag) for tag in tags])

    def undo(self) -> Edit | None:
        """Take the analyst's latest edit back; None if there is none.

        Raises:
            LibraryError: if somebody has changed its tags since; it is then dropped.
        """
        return self._step(history.undoable, Edit.reversal, State.UNDONE)

    def redo(self) -> Edit | None:
        """Make the edit that was undone last again; None if there is none.

        Raises:
            LibraryError: if somebody has changed its tags since; it is then dropped.
        """
        return self._step(history.redoable, lambda edit: edit.changes, State.DONE)

    def _step(
        self,
        choose: Callable[[Sequence[EditFields], str], EditFields | None],
        changes_of: Callable[[Edit], Sequence[Change]],
        state: State,
    ) -> Edit | None:
        with self._database.changing() as tables:
            found = choose(tables.parsed("edits", edit_fields), self._author)
            if found is None:
                return None
            (edit,) = map(edit_of, tables.rows_of("edits", [found.number]))
            changes = changes_of(edit)
            ids = {change.tag.id for change in changes}
            fits = history.fits(changes, map(tag_of, tables.rows_of("tags", ids)))
            _mark(tables, edit, state if fits else State.DROPPED)
            if fits:
                _apply(tables, changes)
        if not fits:
            raise LibraryError(
                f"The tag that was to change ({edit.changes[0].tag.label}) has been changed by "
                "another edit since; it stays as it is"
            )
        return edit

    def _changed(self, id_: TagId, what: str, change: Callable[[Tag], Tag]) -> Tag:
        with self._database.changing() as tables:
            before = self._tag(tables, id_)
            after = change(before)
            if after == before:
                return before
            if any(found.id != id_ for found in self._saying(tables, _says(after))):
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

    def _tag(self, tables: Transaction, id_: TagId) -> Tag:
        for row in tables.rows_of("tags", [id_]):
            return tag_of(row)
        raise NotFound(f"Report {self._report} has no tag {id_}; see spantag tags {self._report}")

    def _record(self, tables: Transaction, what: str, changes: Sequence[Change]) -> None:
        edits = tables.parsed("edits", edit_fields)
        for found in history.dropped(edits, self._author):
            _mark(tables, found, State.DROPPED)
        number = history.next_number(edits)
        edit = Edit(number, what, self._author, self._now(), tuple(changes))
        tables.add("edits", edit_row(edit))
        for old in history.forgotten(edits, len(changes)):
            tables.drop("edits", old.number)
        _apply(tables, changes)


def _mark(tables: Transaction, edit: Recorded, state: State) -> None:
    tables.put("edits", {"id": edit.number, "state": str(state)})


def _apply(tables: Transaction, changes: Sequence[Change]) -> None:
    for change in changes:
        if change.after is None:
            tables.drop("tags", change.tag.id)
        elif change.before is None:
            tables.add("tags", tag_row(change.after))
        else:
            tables.put("tags", tag_row(change.after))


def _says(tag: Tag) -> Said:
    """Return what no two tags of a report have in common."""
    return tag.span.start, tag.span.end, tag.label, tag.author
