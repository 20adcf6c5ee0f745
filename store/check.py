"""Verifying a library: every file readable, every quote in its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from store.errors import SpantagError
from store.library import Library
from store.model import Report, ReportId, Summary, Tag


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a library that is not as it must be."""

    report: str
    message: str


def problems(library: Library) -> Iterator[Problem]:
    """Yield every problem of a library, report by report."""
    names = {label.name for label in library.labels()}
    known: set[str] = set()
    for line in sorted(library.listed(), key=lambda line: line.id):
        known.add(line.id)
        if isinstance(line, Summary):
            yield from _report_problems(library, line.id, names)
        else:
            yield Problem(line.id, line.reason)
    for path in library.text_files():
        if path.stem not in known:
            yield Problem(path.stem, _orphan(path))


def _report_problems(library: Library, id_: ReportId, names: set[str]) -> Iterator[Problem]:
    try:
        report, tags = library.report(id_), library.tags(id_)
        library.reviews(id_)
    except (SpantagError, ValueError) as error:
        yield Problem(id_, str(error))
        return
    for tag in tags:
        yield from (Problem(id_, f"tag {tag.id}: {fault}") for fault in faults(report, tag, names))


def faults(report: Report, tag: Tag, names: set[str]) -> Iterator[str]:
    """Yield what is wrong with one tag."""
    if tag.report != report.id:
        yield f"belongs to report {tag.report}"
    if tag.span.end > len(report.text):
        yield f"ends at {tag.span.end}, beyond the text of {len(report.text)} code points"
    elif tag.quote != tag.span.of(report.text):
        yield f"quotes {tag.quote!r}, but the text there is {tag.span.of(report.text)!r}"
    if tag.label not in names:
        yield f"bears the label {tag.label!r}, which the scheme does not have"


def _orphan(path: Path) -> str:
    return f"{path} belongs to no report; import it again, or remove it"
