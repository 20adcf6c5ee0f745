"""The list of reports, from a cache that only saves time.

Each cached line bears the inode, size and modification time of the file that it was read from, and
is read anew when they differ. A save always makes a new inode, so that two saves within one tick
of the file system's clock are told apart.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from store.database import Database
from store.errors import LibraryError
from store.files import make_folder, read_file, replace_file
from store.lines import Row
from store.model import ReportId, Status, Summary
from store.rows import day, day_of, moment, moment_of, summary_of

CACHE_VERSION = 2
_TYPES = [str, str, str, str, str, str, str, int, int]
"""Of the values of a summary as they stand in the cache, in the order of its fields."""
_day_of = lru_cache(maxsize=4096)(day_of)
"""Many reports share their day."""
_UNUSABLE = (
    *(OSError, ArithmeticError, AttributeError, KeyError, RecursionError),
    *(TypeError, ValueError),
)
"""What reading a cache can raise that holds something else."""


class Unreadable(Struct, frozen=True):
    """A report whose file cannot be read, and why."""

    id: ReportId
    reason: str


_Line = tuple[list[int], Summary]
"""A line of the list, and the stamp of the file that it was read from."""


def read(database: Database) -> Summary:
    """Return the line of one report, from its file.

    Raises:
        LibraryError: if the file cannot be read.
    """
    # Imported late, as a list whose cache is fresh reads no report.
    from store.skimming import counted

    with database.damage_named():
        return summary_of(*(counted(database.content()) or _row_by_row(database)))


def _row_by_row(database: Database) -> tuple[Row, int]:
    with database.reading() as tables:
        (row,) = tables.rows("report")
        return row, len(tables.rows("tags"))


def stamp(entry: os.DirEntry[str]) -> list[int]:
    """Return what changes whenever the file does."""
    status = entry.stat(follow_symlinks=False)
    return [status.st_ino, status.st_size, status.st_mtime_ns]


def listed(reports: Path, lock: Path, cache: Path) -> Iterator[Summary | Unreadable]:
    """Yield a line for every report of a library, in no order; bring the cache up to date."""
    if not reports.is_dir():  # an empty folder does not survive git
        return
    known = _load(cache)
    current: dict[str, _Line] = {}
    with os.scandir(reports) as entries:
        for entry in entries:
            id_ = entry.name.removesuffix(".json")
            if id_ == entry.name or id_.startswith("."):
                continue
            mark = stamp(entry)
            line = known.get(id_)
            if line is None or line[0] != mark:
                try:
                    line = mark, read(Database(Path(entry.path), lock))
                except (LibraryError, ValueError) as error:
                    yield Unreadable(ReportId(id_), str(error))
                    continue
            current[id_] = line
            yield line[1]
    if current != known:
        _save(cache, current)


def in_order(lines: Iterable[Summary]) -> list[Summary]:
    """Return the lines of reports, oldest import first."""
    return sorted(lines, key=lambda line: (line.imported, line.origin, line.id))


def _load(cache: Path) -> dict[str, _Line]:
    try:
        data = msgspec.json.decode(read_file(cache))
        if data["version"] != CACHE_VERSION:
            return {}
        return {id_: (list(mark), _summary(row)) for id_, (mark, row) in data["reports"].items()}
    except _UNUSABLE:
        return {}


def _save(cache: Path, lines: Mapping[str, _Line]) -> None:
    if cache.parent.is_symlink():  # planted: what it names is not ours to write into
        return
    # A library that cannot be written to can still be read.
    with contextlib.suppress(OSError, ValueError):
        make_folder(cache.parent)
        rows = {id_: _row(*line) for id_, line in lines.items()}
        data = {"version": CACHE_VERSION, "reports": rows}
        replace_file(cache, msgspec.json.encode(data))


def _row(mark: list[int], summary: Summary) -> list[list[Any]]:
    return [
        mark,
        [
            summary.id,
            summary.title,
            summary.source,
            day(summary.published),
            summary.origin,
            moment(summary.imported),
            str(summary.status),
            summary.length,
            summary.tags,
        ],
    ]


def _summary(row: list[Any]) -> Summary:
    """Return the summary of a row of the cache; ten thousand are read before the list is shown."""
    if list(map(type, row)) != _TYPES:
        raise TypeError(f"{row} is not a summary")
    id_, title, source, published, origin, imported, status, length, tags = row
    return Summary(
        ReportId(id_),
        title,
        source,
        _day_of(published),
        origin,
        moment_of(imported),
        Status(status),
        length,
        tags,
    )
