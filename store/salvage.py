"""What can still be read of a damaged report's file, and a report made anew from its text; pure
but for the time of a file.

A report's file holds one document a line, so that what stands before and after the damage is whole.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from store.edit_rows import edit_of, review_of
from store.errors import SpanError
from store.history import Edit
from store.importing import plain
from store.importing.files import shown
from store.migrating import migrated
from store.model import Decoding, Report, ReportId, Tag
from store.reviews import Review
from store.rows import report_of, tag_of
from store.text import text_hash

_NOT_OURS = (AttributeError, KeyError, OverflowError, RecursionError, SpanError, TypeError)
"""What a row raises that is none of ours, besides ValueError."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was readable of a report's file."""

    report: Report | None
    tags: list[Tag]
    edits: list[Edit]
    reviews: list[Review]
    """What analysts said of suggestions."""


def readable(data: bytes, id_: ReportId, text: str) -> Found:
    """Return the documents of a damaged file that are whole and of this report and text.

    A tag whose quote does not stand in the text is kept, as verifying tells of it; one that ends
    beyond the text is not.
    """
    report: Report | None = None
    tags: dict[str, Tag] = {}
    edits: dict[int, Edit] = {}
    reviews: dict[str, Review] = {}
    for row in _rows(data):
        with contextlib.suppress(ValueError, *_NOT_OURS):
            json.dumps(row, ensure_ascii=False, allow_nan=False).encode()
            match row:
                case {"text_sha256": _}:
                    found = report_of(row, text)
                    if found.id == id_ and found.text_sha256 == text_hash(text):
                        report = found
                case {"verdict": _}:
                    review = review_of(row)
                    if review.span.end <= len(text):
                        reviews[review.id] = review
                case {"quote": _}:
                    tag = tag_of(row)
                    if tag.report == id_ and tag.span.end <= len(text):
                        tags[tag.id] = tag
                case {"changes": _}:
                    edit = edit_of(row)
                    edits[edit.number] = edit
    return Found(report, list(tags.values()), list(edits.values()), list(reviews.values()))


def _rows(data: bytes) -> Iterator[Any]:
    """Yield the documents of all tables, or, if the file is no JSON, those of its whole lines."""
    with contextlib.suppress(ValueError, *_NOT_OURS):
        for table in list(_migrated(json.loads(data)).values()):
            with contextlib.suppress(*_NOT_OURS):
                yield from table.values()
        return
    for line in data.split(b"\n"):
        with contextlib.suppress(ValueError, RecursionError):
            yield json.loads(line.partition(b":")[2].rstrip().removesuffix(b","))


def _migrated(tables: Any) -> Any:
    """Return tables in the present schema; as they are if they do not say in which one they are."""
    with contextlib.suppress(ValueError, *_NOT_OURS):
        return migrated(tables, tables["schema"]["1"]["version"])
    return tables


def rebuilt(id_: ReportId, text: str, path: Path) -> Report:
    """Return a report made of its text alone, whose file is then taken for its origin.

    The file of a text is written once, when it is imported, so its time is that of the import.
    """
    facts = plain.facts(text)
    digest = text_hash(text)
    return Report(
        id=id_,
        text=text,
        title=facts.title or id_,
        source=facts.source,
        published=facts.published,
        origin=shown(path.absolute()),
        decoding=Decoding("utf-8", "strict"),
        raw_sha256=digest,
        text_sha256=digest,
        imported=datetime.fromtimestamp(int(path.stat().st_mtime), UTC),
    )


def account(found: Found) -> str:
    """Return what a report that was made anew has, in words."""
    anew = "made anew from what could still be read"
    if found.report is None:
        anew = "made anew from its text, which gave title, source and date"
    if not found.tags:
        return f"{anew}; its tags are lost unless a backup has them (spantag merge BACKUP)"
    count = len(found.tags)
    return f"{anew}, with {count} {'tag' if count == 1 else 'tags'} of it"
