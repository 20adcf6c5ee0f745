"""Where the words of a selection stand in all reports of a library, and tagging them there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from store import labels
from store.errors import LibraryError, SpantagError
from store.library import Library
from store.model import ReportId, Span, Tag
from store.occurrences import Line, Mode, lines, occurrences, untagged


@dataclass(frozen=True, slots=True)
class Places:
    """Where a phrase stands in one report, or why that cannot be told."""

    report: ReportId
    title: str = ""
    spans: tuple[Span, ...] = ()
    lines: tuple[Line, ...] = ()
    """Of each span, its line and what is beside it there."""
    quotes: tuple[str, ...] = ()
    """Of each span, what it covers: it may be written in another way."""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the places of one report."""

    report: ReportId
    tags: tuple[Tag, ...] = ()
    problem: str = ""


def places(
    library: Library,
    quote: str,
    label: str,
    mode: Mode = Mode.WHOLE_WORDS,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Places]:
    """Yield each report in which a phrase stands where the analyst has not tagged it so yet.

    Reports come by their ids; a damaged one in which it stands is named. It reads every text, so it
    is for a worker; once `stop` says so, it ends before the next report.

    Raises:
        LabelError: if the scheme has no such label.
        SpanError: if the quote is no phrase to look for; see `occurrences`.
    """
    name = labels.find(library.labels(), label).name
    occurrences("", quote, mode)  # refused at once, and not in the first report only
    for path in library.text_files():
        if stop():
            return
        found = _in_report(library, path, quote, name, mode)
        if found.spans or found.problem:
            yield found


def _in_report(library: Library, path: Path, quote: str, label: str, mode: Mode) -> Places:
    """Return where a phrase stands in the report of a text's file."""
    id_ = ReportId(path.stem)
    try:
        spans = occurrences(path.read_bytes().decode(), quote, mode)
        if not spans:  # nearly all reports of a library: their own file is not even opened
            return Places(id_)
        report = library.report(id_)
        left = untagged(spans, library.tags(id_), label, library.author)
        beside, quotes = lines(report.text, left), (span.of(report.text) for span in left)
        return Places(id_, report.title, tuple(left), tuple(beside), tuple(quotes))
    except LibraryError as error:
        return Places(id_, problem=error.message)
    except (OSError, UnicodeDecodeError) as error:
        return Places(id_, problem=f"{path} cannot be read: {error}")


def tag_all(
    library: Library, chosen: Iterable[Places], label: str, *, note: str = ""
) -> Iterator[Done]:
    """Tag places, and yield what became of each report: one edit each, undone by itself.

    What cannot be saved is told, and the other reports go on.
    """
    for found in chosen:
        if not found.spans:
            continue
        try:
            tags = library.tagging(found.report).tag_all(found.spans, label, note=note)
            yield Done(found.report, tuple(tags))
        except SpantagError as error:
            yield Done(found.report, problem=error.message)
