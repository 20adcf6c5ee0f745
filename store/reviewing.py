"""Deciding on suggestions, and tagging many places at once: each call one save and one undo."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence

from store import labels, scheme
from store.database import Transaction
from store.edit_rows import review_of
from store.fields import Said, tag_fields
from store.history import Change, Judged
from store.model import Entity, Span, Tag
from store.reviews import Review, ReviewId, Verdict, words
from store.rows import tag_of
from store.tagging import Tagging, Wanted
from store.text import without_surrogates


class Reviewing(Tagging):
    """Edits one report's tags and decides on its suggestions, in one analyst's name."""

    def tag_all(
        self, spans: Iterable[Span], label: str, *, note: str = "", group: str = ""
    ) -> list[Tag]:
        """Tag many spans as one edit; return the new tags, none where the analyst has tagged so.

        The edits of several reports that are one step have a group in common; there is one for
        the group even if there is nothing to tag.

        Raises:
            LabelError: if the scheme has no such label.
            SpanError: if a span lies outside the text.
        """
        name = labels.find(self._scheme(), label).name
        text = self._text()
        wanted = [Wanted(span, name, span.of(text), note) for span in dict.fromkeys(spans)]
        with self._database.changing() as tables:
            _, changes = self._tags(tables, wanted)
            if changes or group:
                self._record(tables, "tag", changes, group=group)
        return [change.tag for change in changes]

    def accept(self, entities: Iterable[Entity], label: str = "", *, note: str = "") -> list[Tag]:
        """Tag what entities suggest, or with another label, as one edit; return their tags.

        Where the analyst has tagged so already, that tag stays as it is and is returned.

        Raises:
            LabelError: if the scheme has no such label.
            SpanError: if an entity lies outside the text.
        """
        known, text = self._scheme(), self._text()
        chosen = list(dict.fromkeys(entities))
        wanted = [
            Wanted(
                one.span,
                labels.find(known, label or one.label).name,
                one.span.of(text),
                note,
                one.rule,
                one.canonical,
            )
            for one in chosen
        ]
        pairs = zip(chosen, wanted, strict=True)
        others = {one: made.quote for one, made in pairs if made.label != one.label}
        with self._database.changing() as tables:
            tags, changes = self._tags(tables, wanted)
            verdicts = self._new(tables, others, Verdict.ACCEPTED)
            if changes or verdicts:
                self._record(tables, "accept", changes, verdicts)
        return tags

    def reject(self, entities: Iterable[Entity]) -> list[Review]:
        """Say of suggestions that they are wrong, as one edit; return the new verdicts.

        Raises:
            SpanError: if an entity lies outside the text.
        """
        return self._judge(entities, Verdict.REJECTED, "reject")

    def stop(self, entity: Entity) -> list[Review]:
        """Say that the words of a suggestion are none in this report, whatever the label.

        In all reports of a library, or of the user, that is `store.entities.own.stop`.

        Raises:
            SpanError: if the entity lies outside the text.
        """
        return self._judge([entity], Verdict.STOPPED, "stop")

    def reopen(self, entities: Iterable[Entity]) -> list[Review]:
        """Take back that suggestions were rejected or their words stopped, whoever said so.

        Returns:
            The verdicts that hold no more.
        """
        text, names = self._text(), scheme.current_names(self._scheme())
        chosen = list(entities)
        rejected = {(one.span, names.get(one.label, one.label)) for one in chosen}
        stopped = {words(one.span.of(text)) for one in chosen}
        with self._database.changing() as tables:
            found = [
                review
                for review in map(review_of, tables.rows("reviews"))
                if (review.verdict is Verdict.STOPPED and words(review.quote) in stopped)
                or (
                    review.verdict is Verdict.REJECTED
                    and (review.span, names.get(review.label, review.label)) in rejected
                )
            ]
            if found:
                self._record(tables, "reopen", [], [Judged(review, None) for review in found])
        return found

    def _judge(self, entities: Iterable[Entity], verdict: Verdict, what: str) -> list[Review]:
        text = self._text()
        quotes = {one: one.span.of(text) for one in entities}
        with self._database.changing() as tables:
            verdicts = self._new(tables, quotes, verdict)
            if verdicts:
                self._record(tables, what, [], verdicts)
        return [each.review for each in verdicts]

    def _new(
        self, tables: Transaction, quotes: Mapping[Entity, str], verdict: Verdict
    ) -> list[Judged]:
        """Return what is to be recorded for this analyst to have given a verdict on entities."""
        author, moment = without_surrogates(self._author), self._now()
        given = {
            (review.span, review.label)
            for review in map(review_of, tables.rows("reviews"))
            if (review.verdict, review.author) == (verdict, author)
        }
        return [
            Judged(
                None,
                Review(
                    id=ReviewId(os.urandom(6).hex()),
                    span=one.span,
                    label=one.label,
                    quote=quote,
                    verdict=verdict,
                    author=author,
                    time=moment,
                ),
            )
            for one, quote in quotes.items()
            if (one.span, one.label) not in given
        ]

    def _tags(
        self, tables: Transaction, wanted: Sequence[Wanted]
    ) -> tuple[list[Tag], list[Change]]:
        """Return the tags that say what is wanted, and those of them that are to be made."""
        moment = self._now()
        names = scheme.current_names(self._scheme())
        present = {found.says(names): found.id for found in tables.parsed("tags", tag_fields)}
        saying = {present[said] for one in wanted if (said := self._said(one)) in present}
        old = {tag.id: tag for tag in map(tag_of, tables.rows_of("tags", saying))}
        made: dict[Said, Tag] = {}
        tags: list[Tag] = []
        for one in wanted:
            said = self._said(one)
            if said not in present and said not in made:
                made[said] = self._made(one, moment)
            tags.append(made[said] if said in made else old[present[said]])
        return tags, [Change(None, tag) for tag in made.values()]

    def _said(self, wanted: Wanted) -> Said:
        """Return what a tag would say."""
        return wanted.span.start, wanted.span.end, wanted.label, self._author
