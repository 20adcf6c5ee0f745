"""Tagged spans become files: one module a format, one registry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from store.errors import ExportError
from store.exporting import csv
from store.files import create_file, replace_with
from store.model import Report, Tag
from store.text import without_surrogates

Tagged = Iterable[tuple[Report, Sequence[Tag]]]
"""Reports with their tags, one at a time."""


class Writer(Protocol):
    """A format: yields the lines of an export, each with its line end."""

    def __call__(self, tagged: Tagged, *, raw: bool = False, excel: bool = False) -> Iterator[str]:
        """Yield the lines; `raw` leaves formula cells as they are, `excel` puts a BOM first."""


FORMATS: Mapping[str, Writer] = {"csv": csv.lines}


def to_file(
    path: Path,
    tagged: Tagged,
    *,
    format: str = "csv",
    overwrite: bool = False,
    raw: bool = False,
    excel: bool = False,
) -> int:
    """Write an export to a private file, whole or not at all; return how many tags it holds.

    Raises:
        ExportError: if the file is there already and `overwrite` is not set, or on any failure.
        LibraryError: if a report cannot be read.
    """
    count = 0

    def counted() -> Tagged:
        nonlocal count
        for report, tags in tagged:
            count += len(tags)
            yield report, tags

    lines = FORMATS[format](counted(), raw=raw, excel=excel)
    chunks = map(_encoded, lines)
    if not path.absolute().parent.is_dir():
        raise ExportError(f"There is no folder {path.absolute().parent}; make it, or name another")
    try:
        (replace_with if overwrite else create_file)(path, chunks)
    except FileExistsError as error:
        raise ExportError(
            f"{path} exists already; name another file, or give --overwrite"
        ) from error
    except OSError as error:
        raise ExportError(f"{path} could not be written: {error.strerror}") from error
    return count


def _encoded(line: str) -> bytes:
    try:
        return line.encode()
    except UnicodeEncodeError:
        return without_surrogates(line).encode()
