"""Merging another analyst's library into this one, by the hash of each text.

Tags are added, never changed or removed: what the two libraries say differently is listed, and ours
stays. What is added to a report is one edit of its history, so that whoever merged takes it back in
one step. Of a report that both have, the other's history does not come along.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from msgspec.structs import replace

from store import copies, scheme
from store.check import faults
from store.copies import Copied, Copy
from store.database import Database
from store.errors import Damaged, SaveFailed, SpantagError
from store.files import create_file, make_folder
from store.history import Edit
from store.labels import by_digit, by_key
from store.library import Library
from store.locks import locked
from store.model import Label, Report, ReportId, Span, Tag
from store.reviews import Review
from store.rows import label_of, label_row
from store.text import text_hash

COMPARED = ("label", "note", "author", "origin", "canonical")
"""What two tags of one id may say differently, besides their span."""


class What(StrEnum):
    """What a step of a merge did."""

    LABEL = "label"
    REPORT = "report"
    TAGS = "tags"
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the account of a merge."""

    what: What
    report: str
    """The id of the report, or empty for a label."""
    message: str
    count: int = 1
    """How many tags were added."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What of a report's tags is to be added, and what stands against another tag."""

    added: list[Tag]
    conflicts: list[str]


def merge(library: Library, copy: Copy) -> Iterator[Step]:
    """Add the labels, reports and tags of a copy that are missing here; yield each step once done.

    A second merge of the same copy changes no file.

    Raises:
        LibraryError: if one of the two label schemes cannot be read or saved; a report that
            cannot be merged is a step, and the others go on.
    """
    yield from _add_labels(library, copies.labels_in(copy))
    for id_ in copies.ids(copy):
        try:
            yield from _merge_report(library, copy, id_)
        except SpantagError as error:
            yield Step(What.REFUSED, id_, error.message)


def compare(
    report: Report, ours: Sequence[Tag], edits: Iterable[Edit], theirs: Iterable[Tag]
) -> Verdict:
    """Judge each of their tags of a report by ours and by the history of ours; pure."""
    by_id = {tag.id: tag for tag in ours}
    known = {change.tag.id for edit in edits for change in edit.changes}
    said = {_says(tag): tag for tag in ours}
    verdict = Verdict([], [])
    for tag in theirs:
        same = by_id.get(tag.id) or said.get(_says(tag))
        if same:
            verdict.conflicts.extend(_difference(same, tag))
        elif tag.id in known:
            verdict.conflicts.append(f"tag {tag.id} ({tag.label}) was removed here; it stays so")
        elif fault := next(faults(report, tag, {tag.label} - {""}), ""):
            verdict.conflicts.append(f"tag {tag.id} there {fault}; it stays out")
        else:
            verdict.added.append(tag)
            said[_says(tag)] = tag
    return verdict


def missing_reviews(
    report: Report, ours: Iterable[Review], edits: Iterable[Edit], theirs: Iterable[Review]
) -> list[Review]:
    """Return those of their reviews that are to be added: none taken back here; pure."""
    ours = list(ours)
    known = {review.id for review in ours}
    known |= {each.review.id for edit in edits for each in edit.verdicts}
    given = {(one.span, one.label, one.verdict, one.author) for one in ours}
    return [
        one
        for one in theirs
        if one.id not in known
        and (one.span, one.label, one.verdict, one.author) not in given
        and one.span.end <= len(report.text)
        and one.quote == one.span.of(report.text)
    ]


def _says(tag: Tag) -> tuple[Span, str, str]:
    """Return what no two tags of a report have in common."""
    return tag.span, tag.label, tag.author


def _difference(ours: Tag, theirs: Tag) -> Iterator[str]:
    """Yield a line on two tags of one id, or of one span, label and author, if they differ."""
    names = COMPARED if ours.id == theirs.id else ("note",)
    differences = [
        f"{name} is {getattr(ours, name)!r} here, {getattr(theirs, name)!r} there"
        for name in names
        if getattr(ours, name) != getattr(theirs, name)
    ]
    if ours.span != theirs.span:
        places = (f"{tag.span.start} to {tag.span.end}" for tag in (ours, theirs))
        differences.append("it is at {} here, at {} there".format(*places))
    if differences:
        yield f"tag {ours.id}: {'; '.join(differences)}; ours stays"


def _merge_report(library: Library, copy: Copy, id_: ReportId) -> Iterator[Step]:
    theirs = copies.report_in(copy, id_, copies.text_in(copy, id_))
    if not os.path.lexists(_path(library, id_)):
        yield from _add_labels(library, _labels_of(theirs.tags))
        if _adopt(library, theirs):
            count = len(theirs.tags)
            yield Step(What.REPORT, id_, f"{theirs.report.title}, {tags(count)}", count)
            for tag in theirs.tags:
                for fault in faults(theirs.report, tag, {tag.label}):
                    message = f"tag {tag.id} {fault}; it came as it is"
                    yield Step(What.CONFLICT, id_, message)
            return
    yield from _join(library, theirs)


def _adopt(library: Library, theirs: Copied) -> bool:
    """Keep a report of theirs whole; False if somebody has imported it in the meantime."""
    id_ = theirs.report.id
    text = library.folder / "texts" / f"{id_}.txt"
    with locked(_lock(library)):
        if os.path.lexists(_path(library, id_)):
            return False
        try:
            for path in (_path(library, id_), text):
                make_folder(path.parent)
            _keep_text(text, theirs.report)
            create_file(_path(library, id_), [theirs.data])
        except OSError as error:
            reason = error.strerror or error
            raise SaveFailed(f"{_path(library, id_)} could not be written: {reason}") from error
    return True


def _keep_text(path: Path, report: Report) -> None:
    if not os.path.lexists(path):
        create_file(path, [report.text.encode()])
    elif path.read_bytes() != report.text.encode():
        raise Damaged(f"{path} is there already but was changed; run spantag check --repair first")


def _join(library: Library, theirs: Copied) -> Iterator[Step]:
    """Add their tags to a report that both have."""
    id_ = theirs.report.id
    report = library.report(id_)
    if text_hash(report.text) != theirs.report.text_sha256:
        raise Damaged(f"Report {id_} has another text here; nothing of it is merged")
    given = scheme.renamed(theirs.tags, library.labels())
    verdict = compare(report, library.tags(id_), library.edits(id_), given)
    judged = missing_reviews(report, library.reviews(id_), library.edits(id_), theirs.reviews)
    if verdict.added or judged:
        yield from _add_labels(library, _labels_of(verdict.added))
        verdict = _record(library, report, given, theirs.reviews)
        verdicts = "1 verdict" if len(judged) == 1 else f"{len(judged)} verdicts"
        more = f", {verdicts} on suggestions" if judged else ""
        yield Step(
            What.TAGS, id_, f"{report.title}, {tags(len(verdict.added))}{more}", len(verdict.added)
        )
    for conflict in verdict.conflicts:
        yield Step(What.CONFLICT, id_, conflict)


def _record(
    library: Library, report: Report, theirs: Sequence[Tag], reviews: Sequence[Review]
) -> Verdict:
    """Add tags and reviews as one edit, judged anew under the lock, as others may have saved."""
    verdicts: list[Verdict] = []

    def choose(tags: Sequence[Tag], edits: Sequence[Edit]) -> Sequence[Tag]:
        ours = scheme.renamed(tags, library.labels())
        verdicts.append(compare(report, ours, edits, theirs))
        return verdicts[-1].added

    def judge(ours: Sequence[Review], edits: Sequence[Edit]) -> Sequence[Review]:
        return missing_reviews(report, ours, edits, reviews)

    library.tagging(report.id).add_made("merge", choose, judge)
    return verdicts[-1]


def _add_labels(library: Library, labels: Iterable[Label]) -> Iterator[Step]:
    """Add labels that the scheme does not have; a key or digit stays with the label that has it."""
    ours = library.labels()
    known = {label.name for label in ours} | set(scheme.current_names(ours))
    missing = [label for label in labels if label.name not in known]
    if not missing:
        return
    added = []
    with Database(library.folder / copies.LIBRARY, _lock(library)).changing() as tables:
        present = [label_of(row) for row in tables.rows("labels")]
        for label in missing:
            if label.name not in {old.name for old in present}:
                present.append(fitted(label, present))
                tables.put("labels", label_row(present[-1]))
                added.append(label.name)
    for name in added:
        yield Step(What.LABEL, "", name)


def fitted(label: Label, others: Sequence[Label]) -> Label:
    """Return a label without the key, digit and former names that others have; pure."""
    taken = {name for other in others for name in (other.name, *other.former)}
    return replace(
        label,
        key="" if by_key(others, label.key) else label.key,
        digit="" if by_digit(others, label.digit) else label.digit,
        former=tuple(name for name in label.former if name not in taken),
    )


def _labels_of(tags: Iterable[Tag]) -> list[Label]:
    """Return bare labels for tags, in case that their own scheme does not have them either."""
    return [Label(name) for name in dict.fromkeys(tag.label for tag in tags) if name]


def tags(count: int) -> str:
    """Return a number of tags in words."""
    return f"{count} {'tag' if count == 1 else 'tags'}"


def _path(library: Library, id_: ReportId) -> Path:
    return library.folder / "reports" / f"{id_}.json"


def _lock(library: Library) -> Path:
    return library.folder / ".lock"
