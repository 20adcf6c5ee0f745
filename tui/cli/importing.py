"""The command import."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from store.importing import find_files
from store.importing.outcome import Kind, Outcome
from store.text import without_surrogates
from tui.cli import INTERRUPTED, output
from tui.cli.context import open_library
from tui.cli.stopping import stoppable


def import_(arguments: argparse.Namespace) -> int:
    """Import files and folders, and print what became of each."""
    library = open_library(arguments, create=True)
    counts: Counter[Kind] = Counter()
    with _progress(arguments.paths) as advance, stoppable() as stopped:
        for outcome in library.import_paths(arguments.paths, stopped):
            counts[outcome.kind] += 1
            _print_outcome(outcome, json=arguments.json)
            advance()
    if counts[Kind.IMPORTED]:
        library.listed()  # so that the first list finds them in the cache
    if not arguments.json:
        output.line(
            _in_words(counts) + ("; stopped by Ctrl-C, import again for the rest" * stopped())
        )
    if stopped():
        return INTERRUPTED
    return 1 if counts[Kind.FAILED] else 0


def _in_words(counts: Counter[Kind]) -> str:
    duplicates = counts[Kind.DUPLICATE]
    return (
        f"{counts[Kind.IMPORTED]} imported, "
        f"{duplicates} {'duplicate' if duplicates == 1 else 'duplicates'}, "
        f"{counts[Kind.SKIPPED]} skipped, {counts[Kind.FAILED]} failed"
    )


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
