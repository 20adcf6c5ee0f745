"""The files of an import, read and put together as they are saved: many small ones at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from store import importing
from store.errors import ImportFailed, LibraryError
from store.importing.outcome import Kind, Outcome, Skipped, outcome_of
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


AddAll = Callable[[Sequence[Report]], Sequence[bool]]
"""Keeps reports and tells of each whether it was new; raises LibraryError if one cannot be kept."""


def import_batches(
    paths: Iterable[Path], add_all: AddAll, stopped: Callable[[], bool]
) -> Iterator[Outcome]:
    """Import files and folders; yield what became of each file, in batches as they are done.

    It ends before the next batch once `stopped` says so.
    """
    for batch in batches(paths):
        if stopped():
            return
        try:
            yield from _kept(batch, add_all)
        except LibraryError:  # each by itself, to keep what can be kept and name the others
            for one in batch:
                yield from _kept_alone(one, add_all)


def _kept(batch: Sequence[Read | Outcome], add_all: AddAll) -> list[Outcome]:
    added = iter(add_all([one.report for one in batch if isinstance(one, Read)]))
    return [
        outcome_of(one.path, one.report, added=next(added)) if isinstance(one, Read) else one
        for one in batch
    ]


def _kept_alone(one: Read | Outcome, add_all: AddAll) -> list[Outcome]:
    try:
        return _kept([one], add_all)
    except LibraryError as error:
        return [Outcome(one.path, Kind.FAILED, error.message)]


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
