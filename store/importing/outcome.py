"""What became of each path of an import."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from store.model import ReportId


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
