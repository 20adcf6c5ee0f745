"""The commands that open the app: spantag, spantag REPORT, spantag demo."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from store.library import Library
from store.model import ReportId
from tui.cli import output
from tui.cli.context import library_folder
from tui.departure import Departure

SAMPLES = Path(__file__).parent.parent / "samples"
WRONG_USAGE = 2


def open_app(arguments: argparse.Namespace) -> int:
    """Open the app, at a report if one is named."""
    if not _on_terminal():
        return WRONG_USAGE
    leaving = Departure()
    library = Library.open(library_folder(arguments), arguments.author or "", create=True)
    report = library.resolve(arguments.report) if arguments.report else None
    return _run(library, arguments, report, leaving)


def demo(arguments: argparse.Namespace) -> int:
    """Open the app on a throw-away library with the sample reports."""
    if not _on_terminal():
        return WRONG_USAGE
    leaving = Departure()
    with tempfile.TemporaryDirectory(prefix="spantag-demo-") as folder:
        leaving.throw_away = Path(folder)
        library = Library.open(Path(folder) / "library", arguments.author or "", create=True)
        for _ in library.import_paths([SAMPLES]):
            pass
        return _run(library, arguments, None, leaving)


def _on_terminal() -> bool:
    # Textual paints on stderr.
    if all(
        stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)
    ):
        return True
    output.problem(
        "the app needs a terminal (over SSH: ssh -t); in a pipe use a command, see spantag --help"
    )
    return False


def _run(
    library: Library,
    arguments: argparse.Namespace,
    report: ReportId | None,
    leaving: Departure,
) -> int:
    # Imported late: only here is Textual needed.
    from tui.app import run

    return run(library, arguments.keymap or "default", arguments.theme or "dark", report, leaving)
