"""The commands about tags: tag, untag, tags, export."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from store import exporting
from store.errors import LibraryError
from store.library import Library
from store.model import ReportId, Span, Tag, TagId
from store.rows import tag_row
from store.text import without_surrogates
from tui.cli import output
from tui.cli.context import expanded, open_library, readable

T = TypeVar("T")

FIELDS = (
    *("id", "report", "start", "end", "label", "quote"),
    *("note", "author", "created", "origin"),
)
"""What a tag is in JSON, in this order."""


def tag(arguments: argparse.Namespace) -> int:
    """Add one tag and print its id."""
    library = open_library(arguments)
    id_ = library.resolve(arguments.report)
    made = library.tagging(id_).tag(
        Span(arguments.start, arguments.end), arguments.label, note=arguments.note
    )
    _print(made, json=arguments.json, line=made.id)
    if remark := outer_blanks(made):
        output.problem(remark)
    return 0


def outer_blanks(tag: Tag) -> str:
    """Return what to say of a tag that begins or ends with blanks, or nothing."""
    words = tag.quote.strip()
    if words == tag.quote:
        return ""
    start = tag.span.start + tag.quote.index(words)
    alone = f"; its words alone are {start} to {start + len(words)}" if words else ""
    return f"the tag {tag.id} is made as asked for, with blanks at its ends{alone}"


def untag(arguments: argparse.Namespace) -> int:
    """Remove one tag."""
    library = open_library(arguments)
    id_ = library.resolve(arguments.report)
    removed = library.tagging(id_).untag(TagId(arguments.tag))
    _print(removed, json=arguments.json, line=f"removed {removed.label}: {removed.quote}")
    return 0


def tags(arguments: argparse.Namespace) -> int:
    """List the tags of all reports, or of one."""
    library = open_library(arguments)
    chosen = Chosen(library, [arguments.report] if arguments.report else [])
    for found in chosen.each(library.tags):
        for each in found:
            place = f"{each.report}  {each.span.start:>7} {each.span.end:>7}"
            note = f"  ({each.note})" if each.note else ""
            line = f"{each.id}  {place}  {each.label:<18}  {each.quote}{note}"
            _print(each, json=arguments.json, line=line)
    return chosen.failed


def export(arguments: argparse.Namespace) -> int:
    """Write the tagged spans to a file, or to stdout."""
    library = open_library(arguments)
    chosen = Chosen(library, arguments.reports)
    tagged = library.tagged(chosen.ids, chosen.failed_at)
    if arguments.output is None:
        writer = exporting.FORMATS[arguments.format]
        output.chunks(writer(tagged, raw=arguments.raw, excel=arguments.excel))
        return chosen.failed
    count = exporting.to_file(
        expanded(arguments.output),
        tagged,
        format=arguments.format,
        overwrite=arguments.overwrite,
        raw=arguments.raw,
        excel=arguments.excel,
    )
    if arguments.json:
        output.record({"path": without_surrogates(str(arguments.output)), "tags": count})
    else:
        output.line(f"{count} {'tag' if count == 1 else 'tags'} written to {arguments.output}")
    return chosen.failed


class Chosen:
    """The reports that the beginnings name, or all; a damaged one costs a line on stderr.

    Raises:
        NotFound: if a beginning names none, or several.
    """

    def __init__(self, library: Library, beginnings: Iterable[str]) -> None:
        self.failed = 0
        """1 as soon as a report could not be read."""
        self.ids = [library.resolve(beginning) for beginning in beginnings]
        if not self.ids:
            summaries, self.failed = readable(library)
            self.ids = [summary.id for summary in summaries]

    def each(self, read: Callable[[ReportId], T]) -> Iterator[T]:
        """Yield what is read of each report, one in memory at a time."""
        for id_ in self.ids:
            try:
                found = read(id_)
            except LibraryError as error:
                self.failed_at(id_, error)
            else:
                yield found

    def failed_at(self, id_: ReportId, error: LibraryError) -> None:
        """Print a line on a report that could not be read."""
        output.problem(f"{id_}: {error.message}")
        self.failed = 1


def as_json(tag: Tag) -> dict[str, Any]:
    """Return a tag as the JSON that the design promises."""
    row = tag_row(tag)
    return {field: row[field] for field in FIELDS}


def _print(tag: Tag, *, json: bool, line: str) -> None:
    if json:
        output.record(as_json(tag))
    else:
        output.line(line)
