"""The commands about reports: import, list, show, edit, check."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from store.check import problems
from store.errors import LibraryError
from store.importing import find_files
from store.importing.outcome import Kind, Outcome
from store.model import Status, Summary
from store.rows import day, moment
from store.suspects import counted, find, in_words
from store.text import without_surrogates
from tui.cli import output
from tui.cli.context import open_library, readable


def import_(arguments: argparse.Namespace) -> int:
    """Import files and folders, and print what became of each."""
    library = open_library(arguments, create=True)
    counts: Counter[Kind] = Counter()
    with _progress(arguments.paths) as advance:
        for outcome in library.import_paths(arguments.paths):
            counts[outcome.kind] += 1
            _print_outcome(outcome, json=arguments.json)
            advance()
    if not arguments.json:
        duplicates = counts[Kind.DUPLICATE]
        output.line(
            f"{counts[Kind.IMPORTED]} imported, "
            f"{duplicates} {'duplicate' if duplicates == 1 else 'duplicates'}, "
            f"{counts[Kind.SKIPPED]} skipped, {counts[Kind.FAILED]} failed"
        )
    return 1 if counts[Kind.FAILED] else 0


def list_(arguments: argparse.Namespace) -> int:
    """List the reports; a damaged one is a line on stderr."""
    summaries, failed = readable(open_library(arguments))
    for summary in summaries:
        if arguments.json:
            output.record(_as_json(summary))
        else:
            output.line(
                f"{summary.id}  {summary.status:<7}  {day(summary.published):<10}  "
                f"{summary.tags:>4}  {summary.title}"
            )
    return failed


def show(arguments: argparse.Namespace) -> int:
    """Print a report's text with its tags and entities marked."""
    library = open_library(arguments)
    id_ = library.resolve(arguments.report)
    report = library.report(id_)
    if arguments.json:
        output.record({**_as_json(library.summary(id_)), "text": report.text})
        return 0
    if warning := in_words(counted(find(report.text))):
        output.problem(f"the text may deceive its reader: {warning}")
    if arguments.plain:
        output.text(report.text)
        return 0
    from store.entities.of_library import of
    from tui.cli.marking import bracketed, coloured

    colour = arguments.colour == "always" or (arguments.colour == "auto" and sys.stdout.isatty())
    mark = coloured if colour else bracketed
    recogniser = of(library.folder)
    found = recogniser.find(report.text)
    for problem in recogniser.problems():
        output.problem(problem)
    output.styled(mark(report.text, library.tags(id_), found, library.labels()))
    return 0


def edit(arguments: argparse.Namespace) -> int:
    """Correct what the import made of a report."""
    library = open_library(arguments)
    id_ = library.resolve(arguments.report)
    summary = library.summary(id_)
    library.correct(
        id_,
        title=summary.title if arguments.title is None else arguments.title,
        source=summary.source if arguments.source is None else arguments.source,
        published=_published(arguments.published, summary.published),
    )
    if arguments.status:
        library.set_status(id_, Status(arguments.status))
    if arguments.json:
        output.record(_as_json(library.summary(id_)))
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Verify the library; one line a problem, status 1 if there is any."""
    library = open_library(arguments)
    failed = 0
    for problem in problems(library):
        failed = 1
        if arguments.json:
            output.record({"report": problem.report, "problem": problem.message})
        else:
            output.problem(f"{problem.report}: {problem.message}")
    if not failed and not arguments.json:
        count = len(library.summaries())
        output.line(f"{count} {'report' if count == 1 else 'reports'}, no problem")
    return failed


def _published(given: str | None, old: date | None) -> date | None:
    if given is None:
        return old
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise LibraryError(f"{given} is no date; write it as 2023-12-29") from error


def _as_json(summary: Summary) -> dict[str, object]:
    return {
        "id": summary.id,
        "title": summary.title,
        "source": summary.source,
        "published": day(summary.published),
        "status": str(summary.status),
        "tags": summary.tags,
        "length": summary.length,
        "origin": summary.origin,
        "imported": moment(summary.imported),
    }


def _print_outcome(outcome: Outcome, *, json: bool) -> None:
    if outcome.kind is Kind.FAILED:
        output.problem(outcome.detail)
    if json:
        output.record(
            {
                "path": without_surrogates(str(outcome.path)),
                "kind": str(outcome.kind),
                "detail": outcome.detail,
                "report": outcome.report_id or "",
            }
        )
    elif outcome.kind is not Kind.FAILED:
        output.line(f"{outcome.path}: {outcome.detail}")


@contextmanager
def _progress(paths: Sequence[Path]) -> Iterator[Callable[[], None]]:
    """Show a progress bar on a terminal while files are imported; yields what advances it."""
    if not (sys.stderr.isatty() and not sys.stdout.isatty()):
        yield lambda: None
        return
    # Imported late: it costs 35 ms.
    from rich.console import Console
    from rich.progress import Progress

    total = sum(1 for _ in find_files(paths))
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Importing", total=total)
        yield lambda: progress.advance(task)
