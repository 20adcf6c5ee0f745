"""What became of each path of an import."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from store.model import Report, ReportId


class Kind(StrEnum):
    """How the import of one path ended."""

    IMPORTED = "imported"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A path inside a folder that is not read, and why."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the account of an import."""

    path: Path
    kind: Kind
    detail: str = ""
    """Why it was skipped or failed, or what was done to read it; may hold foreign text."""
    report_id: ReportId | None = None
    """The report that was added, or that has the same text already."""


def outcome_of(path: Path, report: Report, *, added: bool) -> Outcome:
    """Return the line for a file that could be read: added, or already there with this text."""
    if not added:
        return Outcome(path, Kind.DUPLICATE, f"duplicate of {report.id}", report.id)
    return Outcome(path, Kind.IMPORTED, f"imported as {report.id}{_read_as(report)}", report.id)


def _read_as(report: Report) -> str:
    """Return how the bytes were read, unless they were plain UTF-8."""
    decoding = report.decoding
    if decoding.method == "strict":
        return ""
    guessed = decoding.method in ("detected", "fallback")
    doubt = ", a guess: check the text" if guessed else ""
    bad = f", {decoding.bad_bytes} bad bytes shown as \ufffd" if decoding.bad_bytes else ""
    return f" (read as {decoding.encoding}{doubt}{bad})"
