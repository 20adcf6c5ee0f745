"""Dataclasses to and from the documents of a library's files.

Times are UTC in ISO 8601 with seconds, dates ISO 8601; an unknown date is an empty string.
The readers raise KeyError, TypeError or ValueError on a row that is not one of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime

import msgspec

from store.history import Change, Edit, State
from store.labels import of_fields
from store.lines import Row, parser
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


def _day(row: Row, key: str) -> date | None:
    text = _str(row, key)
    return date.fromisoformat(text) if text else None


def _moment(row: Row, key: str) -> datetime:
    time = datetime.fromisoformat(_str(row, key))
    if time.tzinfo is None:
        raise ValueError(f"{key} is {row[key]!r}, which names no time zone")
    return time.astimezone(UTC)


def report_row(report: Report) -> Row:
    """Return the document of a report, which leaves its text out."""
    return {
        "id": report.id,
        "title": report.title,
        "source": report.source,
        "published": day(report.published),
        "status": str(report.status),
        "origin": report.origin,
        "decoding": asdict(report.decoding),
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


Said = tuple[int, int, str, str]
"""Start, end, label and author of a tag."""


class TagFields(msgspec.Struct, frozen=True, gc=False):
    """What every save of a report reads of each tag: enough to know whether it is one of ours.

    Its times are left to `tag_of`, which takes ten times as long.
    """

    id: TagId
    report: str
    start: int
    end: int
    label: str
    quote: str
    note: str
    author: str
    created: str
    modified: str
    origin: str
    canonical: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"{self.start} to {self.end} is not a span")

    def says(self, names: Mapping[str, str]) -> Said:
        """Return what no two tags of a report have in common, under the names of labels now."""
        return self.start, self.end, names.get(self.label, self.label), self.author


class EditFields(msgspec.Struct, frozen=True):
    """What every save of a report reads of each edit."""

    number: int = msgspec.field(name="id")
    what: str
    author: str
    time: str
    state: State
    changes: list[tuple[TagFields | None, TagFields | None]]


tag_fields = parser(TagFields)
"""Returns what is to be read of tags from their lines; raises ValueError if one is not of ours."""
edit_fields = parser(EditFields)
"""Returns what is to be read of edits from their lines; raises ValueError if one is not of ours."""


def label_row(label: Label) -> Row:
    """Return the document of a label."""
    return {"id": label.name, **asdict(label), "former": list(label.former)}


def label_of(row: Row) -> Label:
    """Return the label of a document."""
    return of_fields({key: value for key, value in row.items() if key != "id"})


def edit_row(edit: Edit) -> Row:
    """Return the document of an edit."""
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
    )
