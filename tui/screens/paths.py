"""What there is to import at a path that is being typed; pure but for reading folders."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from store.importing import READERS

LIMIT = 2_000
"""Entries of a folder that are listed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a folder: the folder as a whole, a folder inside it, or a file."""

    path: Path
    kind: str
    """`all`, `folder` or `file`."""

    @property
    def words(self) -> str:
        """What is shown."""
        if self.kind == "all":
            return f"Import everything in {self.path}"
        return self.path.name + ("/" if self.kind == "folder" else "")


def listed(typed: str) -> Sequence[Entry]:
    """Return what a typed path can become: its folder, then folders and readable files.

    After a slash that is all that lies in the folder, else what begins as typed.
    """
    try:
        folder, beginning = split(typed)
        with os.scandir(folder) as scanned:
            found = [entry for entry in scanned if _wanted(entry, beginning)][:LIMIT]
    except (OSError, RuntimeError):  # RuntimeError: the home of an unknown user.
        return ()
    kinds = [Entry(Path(entry.path), "folder" if entry.is_dir() else "file") for entry in found]
    kinds.sort(key=lambda entry: (entry.kind == "file", entry.path.name.casefold()))
    return kinds if beginning else [Entry(folder, "all"), *kinds]


def split(typed: str) -> tuple[Path, str]:
    """Return the folder of a typed path, and the beginning of a name in it.

    Raises:
        RuntimeError: if the path begins with `~` and a name that no user has.
    """
    head, slash, tail = typed.rpartition("/")
    return Path(head or slash).expanduser(), tail


def completed(entry: Entry) -> str:
    """Return what stands in the field when an entry is taken over."""
    return str(entry.path) + ("/" if entry.kind != "file" else "")


def _wanted(entry: os.DirEntry[str], beginning: str) -> bool:
    name = entry.name
    if not name.startswith(beginning) or (name.startswith(".") and not beginning):
        return False
    try:
        return entry.is_dir() or Path(name).suffix.lower() in READERS
    except OSError:
        return False
