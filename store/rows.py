"""Dataclasses to and from the documents of a library's files.

Times are UTC in ISO 8601 with seconds, dates ISO 8601; an unknown date is an empty string.
The readers raise KeyError, TypeError or ValueError on a row that is not one of ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache

from msgspec.structs import asdict

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


@lru_cache(maxsize=4096)  # tags of a session and reports of an import share their times
def moment(time: datetime) -> str:
    """Return a time as it is stored and exported, such as `2026-11-22T15:31:00Z`."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def day(published: date | None) -> str:
    """Return a date as it is stored and exported."""
    return published.isoformat() if published else ""


def str_of(row: Row, key: str) -> str:
    """Return a field that must be a string."""
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


@lru_cache(maxsize=4096)
def moment_of(text: str) -> datetime:
    """Return the time that `moment` made this of."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text!r} names no time zone")
    return time.astimezone(UTC)


def _day(row: Row, key: str) -> date | None:
    return day_of(str_of(row, key))


def time_of(row: Row, key: str) -> datetime:
    """Return a field that must be a time."""
    return moment_of(str_of(row, key))


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


def first_rows(report: Report) -> dict[str, list[Row]]:
    """Return the tables of the file of a report that nobody has tagged yet."""
    return {"report": [report_row(report)], "tags": [], "edits": [], "reviews": []}


def report_of(row: Row, text: str) -> Report:
    """Return the report of a document and its text."""
    return Report(
        id=ReportId(str_of(row, "id")),
        text=text,
        title=str_of(row, "title"),
        source=str_of(row, "source"),
        published=_day(row, "published"),
        origin=str_of(row, "origin"),
        decoding=_decoding_of(row["decoding"]),
        raw_sha256=str_of(row, "raw_sha256"),
        text_sha256=str_of(row, "text_sha256"),
        imported=time_of(row, "imported"),
        status=Status(str_of(row, "status")),
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
        encoding=str_of(row, "encoding"),
        method=str_of(row, "method"),
        bad_bytes=int_of(row, "bad_bytes"),
        newlines=str_of(row, "newlines"),
    )


def summary_of(row: Row, tags: int) -> Summary:
    """Return the line in the list of a report's document."""
    return Summary(
        id=ReportId(str_of(row, "id")),
        title=str_of(row, "title"),
        source=str_of(row, "source"),
        published=_day(row, "published"),
        origin=str_of(row, "origin"),
        imported=time_of(row, "imported"),
        status=Status(str_of(row, "status")),
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
        id=TagId(str_of(row, "id")),
        report=ReportId(str_of(row, "report")),
        span=Span(int_of(row, "start"), int_of(row, "end")),
        label=str_of(row, "label"),
        quote=str_of(row, "quote"),
        note=str_of(row, "note"),
        author=str_of(row, "author"),
        created=time_of(row, "created"),
        modified=time_of(row, "modified"),
        origin=str_of(row, "origin"),
        canonical=str_of(row, "canonical"),
    )


def label_row(label: Label) -> Row:
    """Return the document of a label."""
    return {"id": label.name, **asdict(label), "former": list(label.former)}


def label_of(row: Row) -> Label:
    """Return the label of a document."""
    return of_fields({key: value for key, value in row.items() if key != "id"})


def sorted_tags(tables: Rows) -> list[Tag]:
    """Return a report's tags, as `in_text_order` has them."""
    return in_text_order(map(tag_of, tables.rows("tags")))


def in_text_order(tags: Iterable[Tag]) -> list[Tag]:
    """Return tags in the order of the text, wider ones first, those of one span by their labels.

    When they were made says less: seconds are too long for it.
    """
    return sorted(tags, key=_place)


def _place(tag: Tag) -> tuple[int, int, str, datetime, str]:
    return tag.span.start, -tag.span.end, tag.label, tag.created, tag.id
