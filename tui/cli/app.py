"""The commands that open the app: spantag, spantag REPORT, spantag demo."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from store.library import Library
from store.model import ReportId
from tui import interpreter
from tui.cli import output
from tui.cli.context import WRONG_USAGE, library_folder
from tui.departure import Departure
from tui.wire.terminals import colourless

SAMPLES = Path(__file__).parent.parent / "samples"
LOCAL_DELAY, REMOTE_DELAY = "100", "250"
"""Milliseconds; the first is Textual's own, the second outlasts what most lines stall for."""


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


def _escape_delay(environment: Mapping[str, str]) -> str:
    """Return the milliseconds that Escape waits for the rest of a key: longer over SSH."""
    remote = environment.keys() & {"SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"}
    return REMOTE_DELAY if remote else LOCAL_DELAY


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
    os.environ.setdefault("ESCDELAY", _escape_delay(os.environ))
    if colourless(os.environ.get("TERM", "")):
        os.environ["NO_COLOR"] = "1"
    interpreter.hurry()
    # Imported late: only here is Textual needed, which reads both then.
    from tui.app import run

    theme, low = arguments.theme or "dark", arguments.low_bandwidth
    low_bandwidth = None if low is None else low == "yes"
    return run(library, arguments.keymap, theme, report, leaving, low_bandwidth=low_bandwidth)
