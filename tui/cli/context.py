"""Where the library is and who is at work, from options and environment."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from store.library import Library


def library_folder(arguments: argparse.Namespace) -> Path:
    """Return the library's folder: the option, else SPANTAG_LIBRARY, else the data folder."""
    if arguments.library:
        return Path(arguments.library).expanduser()
    if named := os.environ.get("SPANTAG_LIBRARY"):
        return Path(named).expanduser()
    # Imported late: it costs 30 ms, and few commands need it.
    from platformdirs import user_data_path

    return user_data_path("spantag", appauthor=False) / "library"


def open_library(arguments: argparse.Namespace, *, create: bool = False) -> Library:
    """Open the library that the arguments name.

    Raises:
        LibraryError: if there is none there and `create` is not set.
    """
    return Library.open(library_folder(arguments), arguments.author or "", create=create)
