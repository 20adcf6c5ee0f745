"""Edits and reviews to and from the documents of a report's file.

They are apart from `rows` because a list of reports or an export needs none of them. The readers
raise KeyError, TypeError or ValueError on a row that is not one of ours.
"""

from __future__ import annotations

from store.details import Correction, Details
from store.history import Change, Edit, Judged, State
from store.lines import Row
from store.model import Span, Status
from store.reviews import Review, ReviewId, Verdict
from store.rows import (
    day,
    day_of,
    int_of,
    moment,
    str_of,
    tag_of,
    tag_row,
    time_of,
)


def review_row(review: Review) -> Row:
    """Return the document of a review."""
    return {
        "id": review.id,
        "start": review.span.start,
        "end": review.span.end,
        "label": review.label,
        "quote": review.quote,
        "verdict": str(review.verdict),
        "author": review.author,
        "time": moment(review.time),
    }


def review_of(row: Row) -> Review:
    """Return the review of a document."""
    return Review(
        id=ReviewId(str_of(row, "id")),
        span=Span(int_of(row, "start"), int_of(row, "end")),
        label=str_of(row, "label"),
        quote=str_of(row, "quote"),
        verdict=Verdict(str_of(row, "verdict")),
        author=str_of(row, "author"),
        time=time_of(row, "time"),
    )


def details_row(details: Details) -> Row:
    """Return what a report's document, or an edit's, says of its details."""
    return {
        "title": details.title,
        "source": details.source,
        "published": day(details.published),
        "status": str(details.status),
    }


def details_of(row: Row) -> Details:
    """Return the details in a document."""
    return Details(
        title=str_of(row, "title"),
        source=str_of(row, "source"),
        published=day_of(str_of(row, "published")),
        status=Status(str_of(row, "status")),
    )


def edit_row(edit: Edit) -> Row:
    """Return the document of an edit; it leaves out what most edits do not have."""
    verdicts = [
        [
            review_row(verdict.before) if verdict.before else None,
            review_row(verdict.after) if verdict.after else None,
        ]
        for verdict in edit.verdicts
    ]
    sides = (edit.correction.before, edit.correction.after) if edit.correction else ()
    details = [details_row(side) for side in sides]
    return {
        "id": edit.number,
        "what": edit.what,
        "author": edit.author,
        "time": moment(edit.time),
        "state": str(edit.state),
        "changes": [
            [
                tag_row(change.before) if change.before else None,
                tag_row(change.after) if change.after else None,
            ]
            for change in edit.changes
        ],
        **({"verdicts": verdicts} if verdicts else {}),
        **({"details": details} if details else {}),
        **({"group": edit.group} if edit.group else {}),
    }


def edit_of(row: Row) -> Edit:
    """Return the edit of a document."""
    return Edit(
        number=int_of(row, "id"),
        what=str_of(row, "what"),
        author=str_of(row, "author"),
        time=time_of(row, "time"),
        state=State(str_of(row, "state")),
        changes=tuple(
            Change(tag_of(before) if before else None, tag_of(after) if after else None)
            for before, after in row["changes"]
        ),
        verdicts=tuple(
            Judged(review_of(before) if before else None, review_of(after) if after else None)
            for before, after in row.get("verdicts", ())
        ),
        correction=_correction_of(row["details"]) if "details" in row else None,
        group=str_of(row, "group") if "group" in row else "",
    )


def _correction_of(sides: list[Row]) -> Correction:
    before, after = map(details_of, sides)
    return Correction(before, after)
