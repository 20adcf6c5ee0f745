"""The commands about reports: list, show, edit, check."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from store.details import Details
from store.errors import LibraryError
from store.model import Status, Summary
from store.rows import day, moment
from tui.cli import output
from tui.cli.context import WRONG_USAGE, open_library, readable


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
    from store.suspects import counted, find, in_words

    if warning := in_words(counted(find(report.text))):
        output.problem(f"the text may deceive its reader: {warning}")
    if arguments.plain:
        output.text(report.text)
        return 0
    from store.entities.of_library import of
    from tui.cli.marking import bracketed, coloured

    colour = arguments.colour == "always" or (arguments.colour == "auto" and sys.stdout.isatty())
    mark = coloured if colour else bracketed
    recogniser = of(library.folder, report.id)
    found = recogniser.find(report.text, keep=True)
    for problem in recogniser.problems():
        output.problem(problem)
    output.styled(mark(report.text, library.tags(id_), found, library.labels()))
    return 0


def edit(arguments: argparse.Namespace) -> int:
    """Correct what the import made of a report."""
    library = open_library(arguments)
    id_ = library.resolve(arguments.report)
    given = (arguments.title, arguments.source, arguments.published, arguments.status)
    if not arguments.json and all(each is None for each in given):
        output.problem(
            f"nothing to correct in report {id_}: name --title, --source, --published or --status; "
            "see spantag edit --help"
        )
        return WRONG_USAGE
    if arguments.title is not None and not arguments.title.strip():
        raise LibraryError("A report needs a title; give one that is not blank")

    def corrected(old: Details) -> Details:
        return Details(
            title=old.title if arguments.title is None else arguments.title,
            source=old.source if arguments.source is None else arguments.source,
            published=_published(arguments.published, old.published),
            status=Status(arguments.status) if arguments.status else old.status,
        )

    library.tagging(id_).correct(corrected)
    if arguments.json:
        output.record(_as_json(library.summary(id_)))
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Verify the library; one line a problem, status 1 if there is any."""
    # Imported late, as the lists that people wait for need it not.
    from store.check import problems

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
