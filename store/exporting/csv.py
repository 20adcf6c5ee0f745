"""CSV of tagged spans: one row a tag, RFC 4180, safe to open in a spreadsheet.

A cell that a spreadsheet would run as a formula gets a leading apostrophe, and so does a cell that
begins with an apostrophe: dropping one is then an exact inverse. The characters are those that
OWASP names for CSV injection, the full-width forms, and any of them after blanks; measured with
LibreOffice. Controls count as blanks, to be on the safe side.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from store.model import Report, Tag
from store.rows import day, moment

COLUMNS = (
    "tag_id",
    "report_id",
    "report_title",
    "source",
    "published",
    "start",
    "end",
    "line",
    "column",
    "label",
    "text",
    "note",
    "context_before",
    "context_after",
    "canonical",
    "author",
    "created",
    "modified",
    "origin",
    "report_sha256",
)
CONTEXT = 60
"""Code points of text on either side of the span."""
BOM = "\ufeff"
_moment = lru_cache(maxsize=1024)(moment)
"""Tags of a session share their times, and so do both times of a tag that was never changed."""
_RISKY = re.compile(r"[\s\x00-\x1f\x7f-\x9f]*[=+\-@＝＋－＠]|[\t\r\n\0']")
_MARK = "\ue000"
_RISKY_ROW = re.compile(f"{_MARK}(?:{_RISKY.pattern})")


def protect(cell: str) -> str:
    """Return the cell with an apostrophe in front if a spreadsheet might run it."""
    # Most cells begin with a letter or a digit, and are let through three times as fast.
    risky = not cell[:1].isalnum() and _RISKY.match(cell)
    return "'" + cell if risky else cell


def protected(row: Sequence[str]) -> Sequence[str]:
    """Return a row with every cell protected."""
    # Nearly always no cell is at risk, which one search tells in a tenth of the time: a cell that
    # held the mark itself would only be looked at once more.
    return list(map(protect, row)) if _RISKY_ROW.search(_MARK + _MARK.join(row)) else row


def unprotect(cell: str) -> str:
    """Return what `protect` was given."""
    return cell.removeprefix("'")


def cells(report: Report, tag: Tag) -> tuple[str, ...]:
    """Return the row of one tag, in the order of `COLUMNS`; line and column count from 1."""
    start, end = tag.span.start, tag.span.end
    text = report.text
    line_start = text.rfind("\n", 0, start) + 1
    return (
        tag.id,
        report.id,
        report.title,
        report.source,
        day(report.published),
        str(start),
        str(end),
        str(text.count("\n", 0, start) + 1),
        str(start - line_start + 1),
        tag.label,
        tag.quote,
        tag.note,
        text[max(0, start - CONTEXT) : start],
        text[end : end + CONTEXT],
        tag.canonical,
        tag.author,
        _moment(tag.created),
        _moment(tag.modified),
        tag.origin,
        report.text_sha256,
    )


def lines(
    tagged: Iterable[tuple[Report, Sequence[Tag]]], *, raw: bool = False, excel: bool = False
) -> Iterator[str]:
    """Yield the rows, the header first, each ended by CRLF and with all fields quoted."""
    line = csv.writer(_Echo(), quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow
    if excel:
        yield BOM
    yield line(COLUMNS)
    for report, tags in tagged:
        for tag in tags:
            row = cells(report, tag)
            yield line(row if raw else protected(row))


class _Echo:
    """A file for `csv.writer`, which returns what the file's `write` returns: here, the line."""

    def write(self, line: str) -> str:
        return line
