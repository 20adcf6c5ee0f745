"""The list of reports, from a cache that only saves time.

Each cached line bears the inode, size and modification time of the file that it was read from, and
is read anew when they differ. A save always makes a new inode, so that two saves within one tick
of the file system's clock are told apart.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from store.database import Database
from store.errors import LibraryError
from store.files import make_folder, replace_file
from store.model import ReportId, Summary
from store.rows import day, int_of, moment, summary_of

CACHE_VERSION = 1
_UNUSABLE = (
    *(OSError, ArithmeticError, AttributeError, KeyError, RecursionError),
    *(TypeError, ValueError),
)
"""What reading a cache can raise that holds something else."""


@dataclass(frozen=True, slots=True)
class Unreadable:
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
    with database.reading() as tables:
        (row,) = tables.rows("report")
        return summary_of(row, tags=len(tables.rows("tags")))


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


def _load(cache: Path) -> dict[str, _Line]:
    try:
        data = json.loads(cache.read_bytes())
        if data["version"] != CACHE_VERSION:
            return {}
        return {
            id_: (list(old["stamp"]), summary_of(old["row"], int_of(old, "tags")))
            for id_, old in data["reports"].items()
        }
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
        replace_file(cache, json.dumps(data, ensure_ascii=False).encode())


def _row(mark: list[int], summary: Summary) -> dict[str, Any]:
    # Ten times as fast as `asdict`, which copies deeply; a summary holds only plain values.
    row = {field.name: getattr(summary, field.name) for field in fields(summary)}
    row |= {"published": day(summary.published), "imported": moment(summary.imported)}
    return {"stamp": mark, "tags": summary.tags, "row": row}
