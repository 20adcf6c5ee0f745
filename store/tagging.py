"""Editing the tags of one report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from store import labels, scheme
from store.database import Transaction
from store.edit_rows import edit_of, review_of
from store.editing import Editing
from store.errors import LibraryError, NotFound
from store.fields import Said, TagFields, tag_fields
from store.history import Change, Edit, Judged
from store.model import MANUAL, Span, Tag, TagId
from store.reviews import Review
from store.rows import sorted_tags, tag_of
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


class Tagging(Editing):
    """Edits one report's tags too."""

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


def _says(tag: Tag) -> Said:
    """Return what no two tags of a report have in common."""
    return tag.span.start, tag.span.end, tag.label, tag.author
