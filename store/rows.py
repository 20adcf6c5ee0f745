"""Dataclasses to and from the documents of a library's files.

Times are UTC in ISO 8601 with seconds, dates ISO 8601; an unknown date is an empty string.
The readers raise KeyError, TypeError or ValueError on a row that is not one of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime

from store.history import Change, Edit, Judged, State
from store.labels import of_fields
from store.lines import Row, Rows
from store.model import (
    Decoding,
    Label,
    Report,
    ReportId,
    Span,
    Status,
    Summary,
    Tag,
    TagId,
)
from store.reviews import Review, ReviewId, Verdict


def moment(time: datetime) -> str:
    """Return a time as it is stored and exported, such as `2026-11-22T15:31:00Z`."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def day(published: date | None) -> str:
    """Return a date as it is stored and exported."""
    return published.isoformat() if published else ""


def _str(row: Row, key: str) -> str:
    value = row[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} is {value!r}, not a string")
    return value


def int_of(row: Row, key: str) -> int:
    """Return a field that must be a whole number."""
    value = row[key]
    if type(value) is not int:
        raise TypeError(f"{key} is {value!r}, not a whole number")
    return value


def day_of(text: str) -> date | None:
    """Return the date that `day` made this of."""
    return date.fromisoformat(text) if text else None


def moment_of(text: str) -> datetime:
    """Return the time that `moment` made this of."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone")
    return time.astimezone(UTC)


def _day(row: Row, key: str) -> date | None:
    return day_of(_str(row, key))


def _moment(row: Row, key: str) -> datetime:
    return moment_of(_str(row, key))


def report_row(report: Report) -> Row:
    """Return the document of a report, which leaves its text out."""
    return {
        "id": report.id,
        "title": report.title,
        "source": report.source,
        "published": day(report.published),
        "status": str(report.status),
        "origin": report.origin,
        "decoding": _decoding_row(report.decoding),
        "raw_sha256": report.raw_sha256,
        "text_sha256": report.text_sha256,
        "length": len(report.text),
        "imported": moment(report.imported),
    }


def report_of(row: Row, text: str) -> Report:
    """Return the report of a document and its text."""
    return Report(
        id=ReportId(_str(row, "id")),
        text=text,
        title=_str(row, "title"),
        source=_str(row, "source"),
        published=_day(row, "published"),
        origin=_str(row, "origin"),
        decoding=_decoding_of(row["decoding"]),
        raw_sha256=_str(row, "raw_sha256"),
        text_sha256=_str(row, "text_sha256"),
        imported=_moment(row, "imported"),
        status=Status(_str(row, "status")),
    )


def _decoding_row(decoding: Decoding) -> Row:
    # `asdict` takes ten times as long, and an import makes a row for each of its files.
    return {
        "encoding": decoding.encoding,
        "method": decoding.method,
        "bad_bytes": decoding.bad_bytes,
        "newlines": decoding.newlines,
    }


def _decoding_of(row: Row) -> Decoding:
    return Decoding(
        encoding=_str(row, "encoding"),
        method=_str(row, "method"),
        bad_bytes=int_of(row, "bad_bytes"),
        newlines=_str(row, "newlines"),
    )


def summary_of(row: Row, tags: int) -> Summary:
    """Return the line in the list of a report's document."""
    return Summary(
        id=ReportId(_str(row, "id")),
        title=_str(row, "title"),
        source=_str(row, "source"),
        published=_day(row, "published"),
        origin=_str(row, "origin"),
        imported=_moment(row, "imported"),
        status=Status(_str(row, "status")),
        length=int_of(row, "length"),
        tags=tags,
    )


def tag_row(tag: Tag) -> Row:
    """Return the document of a tag."""
    return {
        "id": tag.id,
        "report": tag.report,
        "start": tag.span.start,
        "end": tag.span.end,
        "label": tag.label,
        "quote": tag.quote,
        "note": tag.note,
        "author": tag.author,
        "created": moment(tag.created),
        "modified": moment(tag.modified),
        "origin": tag.origin,
        "canonical": tag.canonical,
    }


def tag_of(row: Row) -> Tag:
    """Return the tag of a document."""
    return Tag(
        id=TagId(_str(row, "id")),
        report=ReportId(_str(row, "report")),
        span=Span(int_of(row, "start"), int_of(row, "end")),
        label=_str(row, "label"),
        quote=_str(row, "quote"),
        note=_str(row, "note"),
        author=_str(row, "author"),
        created=_moment(row, "created"),
        modified=_moment(row, "modified"),
        origin=_str(row, "origin"),
        canonical=_str(row, "canonical"),
    )


def label_row(label: Label) -> Row:
    """Return the document of a label."""
    return {"id": label.name, **asdict(label), "former": list(label.former)}


def label_of(row: Row) -> Label:
    """Return the label of a document."""
    return of_fields({key: value for key, value in row.items() if key != "id"})


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
        id=ReviewId(_str(row, "id")),
        span=Span(int_of(row, "start"), int_of(row, "end")),
        label=_str(row, "label"),
        quote=_str(row, "quote"),
        verdict=Verdict(_str(row, "verdict")),
        author=_str(row, "author"),
        time=_moment(row, "time"),
    )


def edit_row(edit: Edit) -> Row:
    """Return the document of an edit; it leaves verdicts out if there are none."""
    verdicts = [
        [
            review_row(verdict.before) if verdict.before else None,
            review_row(verdict.after) if verdict.after else None,
        ]
        for verdict in edit.verdicts
    ]
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
    }


def edit_of(row: Row) -> Edit:
    """Return the edit of a document."""
    return Edit(
        number=int_of(row, "id"),
        what=_str(row, "what"),
        author=_str(row, "author"),
        time=_moment(row, "time"),
        state=State(_str(row, "state")),
        changes=tuple(
            Change(tag_of(before) if before else None, tag_of(after) if after else None)
            for before, after in row["changes"]
        ),
        verdicts=tuple(
            Judged(review_of(before) if before else None, review_of(after) if after else None)
            for before, after in row.get("verdicts", ())
        ),
    )


def sorted_tags(tables: Rows) -> list[Tag]:
    """Return a report's tags, as `in_text_order` has them."""
    return in_text_order(map(tag_of, tables.rows("tags")))


def in_text_order(tags: Iterable[Tag]) -> list[Tag]:
    """Return tags in the order of the text, wider ones first, then as they were made."""
    return sorted(tags, key=lambda tag: (tag.span.start, -tag.span.end, tag.created))
