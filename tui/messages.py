"""What workers and savers report to the screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from store.errors import SpantagError
    from store.importing.outcome import Outcome
    from store.model import Entity, Label, Report, ReportId, Summary, Tag
    from store.summaries import Unreadable
    from tui.reader.lines import Lines
    from tui.reader.spans import SpanIndex


@dataclass
class ReportsListed(Message, bubble=False):
    """The list of reports has been read."""

    lines: Sequence[Summary | Unreadable]


@dataclass
class ReportLoaded(Message, bubble=False):
    """A report and its tags have been read."""

    report: Report
    lines: Lines
    tags: Sequence[Tag]


@dataclass
class EntitiesFound(Message, bubble=False):
    """The recogniser is through with a report, or with the part of it that is read first."""

    report: ReportId
    entities: SpanIndex[Entity]
    all: bool


@dataclass
class TagsSaved(Message, bubble=False):
    """An edit is on the disk; these are the report's tags now."""

    report: ReportId
    tags: Sequence[Tag]
    said: str
    """What was done, for the status line; may hold foreign text."""


@dataclass
class LabelsChanged(Message, bubble=False):
    """The label scheme is another one."""

    labels: tuple[Label, ...]
    said: str
    """What was done, for the status line; may hold foreign text."""


@dataclass
class Saved(Message, bubble=False):
    """A change to a report's details is on the disk."""

    said: str


@dataclass
class Failed(Message, bubble=False):
    """Something could not be done; nothing was changed."""

    error: SpantagError


@dataclass
class SaveDelayed(Message, bubble=False):
    """A change did not reach the disk; it is kept and tried again."""

    error: SpantagError


@dataclass
class SavedAtLast(Message, bubble=False):
    """The change that could not be saved is on the disk now."""


@dataclass
class FileImported(Message, bubble=False):
    """One file of an import is done."""

    outcome: Outcome


@dataclass
class ImportEnded(Message, bubble=False):
    """An import is through, or was cancelled."""
