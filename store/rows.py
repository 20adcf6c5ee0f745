"""Dataclasses to and from the documents of a library's files.

Times are UTC in ISO 8601 with seconds, dates ISO 8601; an unknown date is an empty string.
The readers raise KeyError, TypeError or ValueError on a row that is not one of ours.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime

from store.database import Row
from store.history import Change, Edit, State
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
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def day(published: date | None) -> str:
    """Return a date as it is stored and exported."""
    return published.isoformat() if published else ""


def _day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


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
        id=ReportId(row["id"]),
        text=text,
        title=row["title"],
        source=row["source"],
        published=_day_of(row["published"]),
        origin=row["origin"],
        decoding=Decoding(**row["decoding"]),
        raw_sha256=row["raw_sha256"],
        text_sha256=row["text_sha256"],
        imported=datetime.fromisoformat(row["imported"]),
        status=Status(row["status"]),
    )


def summary_of(row: Row, tags: int) -> Summary:
    """Return the line in the list of a report's document."""
    return Summary(
        id=ReportId(row["id"]),
        title=row["title"],
        source=row["source"],
        published=_day_of(row["published"]),
        origin=row["origin"],
        imported=datetime.fromisoformat(row["imported"]),
        status=Status(row["status"]),
        length=row["length"],
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
        id=TagId(row["id"]),
        report=ReportId(row["report"]),
        span=Span(row["start"], row["end"]),
        label=row["label"],
        quote=row["quote"],
        note=row["note"],
        author=row["author"],
        created=datetime.fromisoformat(row["created"]),
        modified=datetime.fromisoformat(row["modified"]),
        origin=row["origin"],
        canonical=row["canonical"],
    )


def label_row(label: Label) -> Row:
    """Return the document of a label."""
    return {"id": label.name, **asdict(label)}


def label_of(row: Row) -> Label:
    """Return the label of a document."""
    return Label(**{key: value for key, value in row.items() if key != "id"})


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
        number=row["id"],
        what=row["what"],
        author=row["author"],
        time=datetime.fromisoformat(row["time"]),
        state=State(row["state"]),
        changes=tuple(
            Change(tag_of(before) if before else None, tag_of(after) if after else None)
            for before, after in row["changes"]
        ),
    )
