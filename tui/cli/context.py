"""Where the library is and who is at work, from options and environment."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from store.library import Library
from store.model import Summary
from store.summaries import Unreadable, in_order
from tui.cli import output

WRONG_USAGE = 2
"""The exit status of a command that asks for something that cannot be."""


def library_folder(arguments: argparse.Namespace) -> Path:
    """Return the library's folder: the option, else SPANTAG_LIBRARY, else the data folder."""
    if named := arguments.library or os.environ.get("SPANTAG_LIBRARY"):
        return expanded(Path(named))
    # Imported late: it costs 30 ms, and few commands need it.
    from platformdirs import user_data_path

    return user_data_path("spantag", appauthor=False) / "library"


def expanded(path: Path) -> Path:
    """Return a path with `~` and `~user` replaced; an unknown user is left alone, as in shells."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def open_library(arguments: argparse.Namespace, *, create: bool = False) -> Library:
    """Open the library that the arguments name.

    Raises:
        LibraryError: if there is none there and `create` is not set.
    """
    return Library.open(library_folder(arguments), arguments.author or "", create=create)


def readable(library: Library) -> tuple[list[Summary], int]:
    """Return the reports that can be read, oldest import first, and 1 if there are others.

    Each of the others is named on stderr.
    """
    lines = library.listed()
    damaged = [line for line in lines if isinstance(line, Unreadable)]
    for line in damaged:
        output.problem(f"{line.id}: {line.reason}")
    return in_order(line for line in lines if isinstance(line, Summary)), int(bool(damaged))
