"""Files of an older schema, brought to the present one.

Every file states its schema in its table `schema`. An older one is migrated in memory whenever it
is read, which writes nothing. The first change writes it in the present schema, under the lock, and
keeps the old file as `LIBRARY/migrated/<name>.schema-<version>`, where nothing takes it for a
report, until the new one is on the disk and has been read back.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Mapping
from pathlib import Path

from store.errors import LibraryError
from store.files import make_folder, replace_file
from store.lines import Tables, lines_in
from store.locks import locked

SCHEMA = 2
"""The schema of the files that are written."""
FOLDER = "migrated"
"""Where old files are kept meanwhile, in the folder of the library."""


def _with_reviews(tables: Tables) -> Tables:
    """Give a report the table of what its analysts said of suggestions.

    A schema of its own keeps an older spantag from making such a report anew without that table.
    """
    if "report" not in tables:
        return tables
    return {**tables, "reviews": tables.get("reviews", {})}


STEPS: Mapping[int, Callable[[Tables], Tables]] = {1: _with_reviews}
"""What makes the tables of the next schema of those of an earlier one; pure."""


def migrated(tables: Tables, version: int) -> Tables:
    """Return the tables of a file of that schema as those of the present one; pure.

    Raises:
        KeyError: if there is no such schema, or the tables are not those of one.
    """
    for earlier in range(version, SCHEMA):
        tables = STEPS[earlier](tables)
    row = {**tables["schema"]["1"], "version": SCHEMA}
    return {**tables, "schema": {**tables["schema"], "1": row}}


def replace_old(path: Path, old: bytes, new: bytes, kept: Path) -> None:
    """Put a migrated file in the place of the old one, which is kept until that has succeeded.

    Raises:
        OSError: if it fails; the file is then as it was, unless the error says otherwise.
    """
    make_folder(kept.parent)
    replace_file(kept, old)
    try:
        replace_file(path, new)
        if path.read_bytes() != new:
            replace_file(path, old)
            raise OSError(errno.EIO, "what was written does not read back; the old file is back")
    finally:
        with contextlib.suppress(OSError):  # what was saved is saved; see `settle`
            if path.read_bytes() in (old, new):
                _forget(kept)


def kept_as(path: Path, folder: Path, version: int) -> Path:
    """Return where a file of a library's folder is kept while it is migrated."""
    return folder / FOLDER / f"{path.name}.schema-{version}"


def settle(folder: Path, lock: Path) -> None:
    """Remove the old files that were left by processes that died in a migration.

    One stays as long as the file that was to be migrated is neither the old one nor a sound one.
    If the lock is busy or not to be had, all stay until the next time.
    """
    kept_files = folder / FOLDER
    left = list(kept_files.glob("*.schema-*")) if kept_files.is_dir() else ()
    if not left:
        return
    with contextlib.suppress(LibraryError, OSError), locked(lock):
        for kept in left:
            name = kept.name.partition(".schema-")[0]
            path = folder / name if name == "library.json" else folder / "reports" / name
            content = path.read_bytes()
            if content == kept.read_bytes() or lines_in(content) is not None:
                _forget(kept)


def _forget(kept: Path) -> None:
    kept.unlink()
    with contextlib.suppress(OSError):  # others are kept there too
        kept.parent.rmdir()
