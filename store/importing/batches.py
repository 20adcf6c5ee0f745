"""The files of an import, read and put together as they are saved: many small ones at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from store import importing
from store.errors import ImportFailed
from store.importing.outcome import Kind, Outcome, Skipped
from store.model import Report

LARGEST = 64
"""The files in a batch: enough that waiting for the disk is shared, few enough to stop between."""
LONGEST = 1_000_000
"""The code points in a batch, beyond which it takes no further file."""


@dataclass(frozen=True, slots=True)
class Read:
    """A file that became a report."""

    path: Path
    report: Report


def batches(paths: Iterable[Path]) -> Iterator[list[Read | Outcome]]:
    """Yield the files that paths stand for, in order: reports, or why there is none."""
    batch: list[Read | Outcome] = []
    length = 0
    for found in map(_read, importing.find_files(paths)):
        batch.append(found)
        length += len(found.report.text) if isinstance(found, Read) else 0
        if len(batch) == LARGEST or length > LONGEST:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _read(found: Path | Skipped) -> Read | Outcome:
    if isinstance(found, Skipped):
        return Outcome(found.path, Kind.SKIPPED, found.reason)
    try:
        return Read(found, importing.read(found))
    except ImportFailed as error:
        return Outcome(found, Kind.FAILED, error.message)
