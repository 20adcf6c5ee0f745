"""The folder of a library: whether it is one, what dead processes left in it, and making it."""

from __future__ import annotations

from pathlib import Path

from store import labels
from store.database import Database
from store.errors import LibraryError, SaveFailed
from store.files import TEMPORARY, make_folder
from store.locks import locked, sweep
from store.migrating import settle
from store.rows import label_row

FOLDERS = ("reports", "texts")
HALF_MADE = {*FOLDERS, ".lock"}
"""What a folder may hold in which the making of a library was cut short."""


def is_library(folder: Path, *, create: bool) -> bool:
    """Tell whether a folder is a library, and clear away what dead processes left in it.

    Raises:
        LibraryError: if the folder holds something else, or nothing and `create` is not set.
    """
    try:
        if (folder / "library.json").exists():
            lock = folder / ".lock"
            sweep(lock, [folder / name for name in (*FOLDERS, "cache")])
            settle(folder, lock)
            return True
        names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    except OSError as error:
        raise LibraryError(
            f"{folder} cannot be read: {error.strerror}; choose another with --library"
        ) from error
    if not {name for name in names if not name.startswith(TEMPORARY)} <= HALF_MADE:
        raise LibraryError(
            f"{folder} is not a library of spantag: it holds files, but no library.json; "
            "choose another folder with --library"
        )
    if not create:
        raise LibraryError(
            f"There is no library at {folder}; import reports first (spantag import PATH), "
            "or name another with --library"
        )
    return False


def make(folder: Path) -> None:
    """Make a library in a folder, unless somebody has made it there in the meantime.

    Raises:
        SaveFailed: if that fails.
    """
    try:
        for each in (folder, *(folder / name for name in FOLDERS)):
            make_folder(each)
    except OSError as error:
        raise SaveFailed(
            f"{folder} could not be made: {error.strerror}; choose another folder with --library"
        ) from error
    lock, database = folder / ".lock", Database(folder / "library.json", folder / ".lock")
    with locked(lock):
        if not database.path.exists():
            database.create({"labels": [label_row(label) for label in labels.load()]})
