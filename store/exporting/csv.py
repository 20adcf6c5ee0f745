"""CSV of tagged spans: one row a tag, RFC 4180, safe to open in a spreadsheet.

A cell that a spreadsheet would run as a formula gets a leading apostrophe, and so does a cell that
begins with an apostrophe: dropping one is then an exact inverse. The characters are those that
OWASP names for CSV injection, the full-width forms, and any of them after blanks; measured with
LibreOffice. Controls count as blanks, to be on the safe side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

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
_BLANK, _SIGN = r"\s\x00-\x1f\x7f-\x9f", r"=+\-@＝＋－＠"
_RISKY = rf"[{_BLANK}]*[{_SIGN}]|[\t\r\n\0']"
_RISKY_ROW = re.compile(f"\"(?=[{_BLANK}{_SIGN}'])(?:{_RISKY})")
"""Finds a risky cell in a row of quoted ones, and at times a quote within one that is none."""


def protect(cell: str) -> str:
    """Return the cell with an apostrophe in front if a spreadsheet might run it."""
    # Most cells begin with a letter or a digit, and are let through three times as fast.
    risky = not cell[:1].isalnum() and re.match(_RISKY, cell)
    return "'" + cell if risky else cell


def unprotect(cell: str) -> str:
    """Return what `protect` was given."""
    return cell.removeprefix("'")


def cells(report: Report, tags: Iterable[Tag]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of tags, in the order of `COLUMNS`; line and column count from 1.

    Time is linear in the text and the tags, if these are in its order.
    """
    about = report.id, report.title, report.source, day(report.published)
    text = report.text
    line, counted = 1, 0
    for tag in tags:
        start, end = tag.span.start, tag.span.end
        if start < counted:
            line, counted = 1, 0
        line += text.count("\n", counted, start)
        counted = start
        yield (
            tag.id,
            *about,
            str(start),
            str(end),
            str(line),
            str(start - text.rfind("\n", 0, start)),
            tag.label,
            tag.quote,
            tag.note,
            text[max(0, start - CONTEXT) : start],
            text[end : end + CONTEXT],
            tag.canonical,
            tag.author,
            moment(tag.created),
            moment(tag.modified),
            tag.origin,
            report.text_sha256,
        )


def lines(
    tagged: Iterable[tuple[Report, Sequence[Tag]]], *, raw: bool = False, excel: bool = False
) -> Iterator[str]:
    """Yield the rows, the header first, each ended by CRLF and with all fields quoted."""
    if excel:
        yield BOM
    yield _line(COLUMNS, raw=True)
    for report, tags in tagged:
        for row in cells(report, tags):
            yield _line(row, raw=raw)


def _line(row: Sequence[str], *, raw: bool) -> str:
    """Return a row as it stands in the file.

    `csv.writer` makes the same of it, but takes ten times as long: a fifth of a large export.
    """
    # Nearly all rows are told here, at once, to hold nothing that needs a look at each cell.
    quoted = '"' + '","'.join(row) + '"'
    if quoted.count('"') == 2 * len(row) and (
        raw or not _RISKY_ROW.search(quoted, 0, len(quoted) - 1)
    ):
        return quoted + "\r\n"
    safe = row if raw else map(protect, row)
    return '"' + '","'.join(cell.replace('"', '""') for cell in safe) + '"\r\n'
