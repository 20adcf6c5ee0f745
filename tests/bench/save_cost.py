"""Measures what the save of one tag costs, beside a bare write of the same bytes.

Usage: save_cost.py [REPORTS [TAGS]]      (default: a library of 100 reports; 1,000 tags in the one)

Prints medians in milliseconds: of one more tag in a report that was just edited, of the first tag
after so many others that its file is read and checked anew (as by a command), and of
write, fsync, rename, fsync of the folder with the same bytes, and the ratios. The three
are measured in turn, so that a busy disk is shared by all. Every other report holds ten tags, so
10,000 reports hold 100,000.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from store.database import KEPT_FILES, Database
from store.edit_rows import edit_row
from store.history import Change, Edit
from store.library import Library
from store.lines import Row
from store.model import MANUAL, Decoding, Report, ReportId, Span, Status, Tag, TagId
from store.rows import report_row, tag_row
from store.text import text_hash

RUNS = 60
WORD = "Zaporizhzhia "
"""What is tagged, over and over."""
MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def report(number: int, words: int) -> Report:
    """Return the report of that number."""
    text = f"{WORD * words}{number}"
    return Report(
        id=ReportId(text_hash(text)[:16]),
        text=text,
        title=f"Report {number}",
        source="bench",
        published=None,
        origin=f"{number}.txt",
        decoding=Decoding("utf-8", "strict", 0, "LF"),
        raw_sha256=text_hash(text),
        text_sha256=text_hash(text),
        imported=MOMENT,
        status=Status.UNREAD,
    )


def tag(owner: Report, number: int) -> Tag:
    """Return the tag of that number, which covers the word of that number."""
    start = number * len(WORD)
    span = Span(start, start + len(WORD) - 1)
    return Tag(
        id=TagId(f"{number:012x}"),
        report=owner.id,
        span=span,
        label="Location",
        quote=span.of(owner.text),
        note="",
        author="bench",
        created=MOMENT,
        modified=MOMENT,
        origin=MANUAL,
        canonical="",
    )


def add_tagged(folder: Path, made: Report, tags: int) -> None:
    """Write a report's two files as the library would, with tags and their history."""
    (folder / "texts" / f"{made.id}.txt").write_bytes(made.text.encode())
    rows: list[Row] = [tag_row(tag(made, number)) for number in range(tags)]
    edits = [
        edit_row(Edit(number + 1, "tag", "bench", MOMENT, (Change(None, tag(made, number)),)))
        for number in range(tags)
    ]
    database = Database(folder / "reports" / f"{made.id}.json", folder / ".lock")
    tables = {"report": [report_row(made)], "tags": rows, "edits": edits, "reviews": []}
    database.create(tables)


def bare(path: Path) -> Callable[[], object]:
    """Return what saves the bytes of a file again, with nothing around it."""
    data = path.read_bytes()
    copy, temporary = path.with_suffix(".copy"), path.with_suffix(".new")

    def save() -> None:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.write(descriptor, data)
        os.fsync(descriptor)
        os.close(descriptor)
        temporary.rename(copy)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)

    return save


def took(work: Callable[..., object], *arguments: object) -> float:
    """Return how long that takes, in milliseconds."""
    start = time.perf_counter()
    work(*arguments)
    return (time.perf_counter() - start) * 1000


def measure(library: Library, others: Sequence[ReportId], made: Report, tags: int) -> None:
    """Print the medians."""
    path = library.folder / "reports" / f"{made.id}.json"
    spans = iter([tag(made, tags + number).span for number in range(2 * RUNS + 2)])
    open_app = library.tagging(made.id)
    open_app.tag(next(spans), "Location")
    again = bare(path)
    rounds = []
    for _ in range(RUNS):
        for other in others:
            library.set_status(other, Status.READING)
        first = took(open_app.tag, next(spans), "Location")
        rounds.append((took(again), first, took(open_app.tag, next(spans), "Location")))
    print(f"file of {path.stat().st_size:,} bytes, {len(library.tags(made.id)):,} tags")
    write, first, same = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"bare write, fsync, rename, fsync  {write:7.2f} ms")
    print(f"one more tag                      {same:7.2f} ms  {same / write:5.2f} x")
    print(f"first tag after other reports     {first:7.2f} ms  {first / write:5.2f} x")


def main() -> None:
    """Make the library, then measure."""
    reports, tags = (*map(int, sys.argv[1:3]), *(100, 1000)[len(sys.argv) - 1 :])
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "library", "bench", create=True)
        for number in range(reports - 1):
            add_tagged(library.folder, report(number, 10), 10)
        made = report(reports, tags + 2 * RUNS + 2)
        add_tagged(library.folder, made, tags)
        print(f"library of {reports:,} reports")
        others = [report(number, 10).id for number in range(KEPT_FILES)]
        measure(library, others, made, tags)


if __name__ == "__main__":
    main()
