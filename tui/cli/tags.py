"""The commands about tags: tag, untag, tags, export, labels."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from store import exporting
from store.library import Library
from store.model import ReportId, Span, Tag, TagId
from store.rows import moment
from store.text import without_surrogates
from tui.cli import output
from tui.cli.context import open_library


def tag(arguments: argparse.Namespace) -> int:
    """Add one tag and print its id."""
    library = open_library(arguments)
    id_ = library.resolve(arguments.report)
    made = library.tagging(id_).tag(
        Span(arguments.start, arguments.end), arguments.label, note=arguments.note
    )
    _print(made, json=arguments.json, line=made.id)
    return 0


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
    for id_ in chosen(library, [arguments.report] if arguments.report else []):
        for each in library.tags(id_):
            place = f"{each.report}  {each.span.start:>7} {each.span.end:>7}"
            note = f"  ({each.note})" if each.note else ""
            line = f"{each.id}  {place}  {each.label:<18}  {each.quote}{note}"
            _print(each, json=arguments.json, line=line)
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Write the tagged spans to a file, or to stdout."""
    library = open_library(arguments)
    tagged = library.tagged(chosen(library, arguments.reports))
    if arguments.output is None:
        writer = exporting.FORMATS[arguments.format]
        output.chunks(writer(tagged, raw=arguments.raw, excel=arguments.excel))
        return 0
    count = exporting.to_file(
        arguments.output.expanduser(),
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
    return 0


def labels(arguments: argparse.Namespace) -> int:
    """Print the label scheme."""
    for label in open_library(arguments).labels():
        if arguments.json:
            output.record(asdict(label))
        else:
            keys = f"{label.digit or ' '} {label.key or ' '}"
            output.line(f"{keys}  {label.name:<18}  {label.description}")
    return 0


def chosen(library: Library, beginnings: Iterable[str]) -> list[ReportId]:
    """Return the reports that the beginnings name, or all."""
    named = [library.resolve(beginning) for beginning in beginnings]
    return named or [summary.id for summary in library.summaries()]


def as_json(tag: Tag) -> dict[str, Any]:
    """Return a tag as the JSON that the design promises."""
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
        "origin": tag.origin,
    }


def _print(tag: Tag, *, json: bool, line: str) -> None:
    if json:
        output.record(as_json(tag))
    else:
        output.line(line)
