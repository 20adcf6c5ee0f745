"""What is reported to the screens over the list: of a report, an import, a search, the labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from store.details import Details
    from store.entities.of_library import OfLibrary
    from store.everywhere import Places
    from store.importing.outcome import Outcome
    from store.model import Entity, Label, Report, ReportId, Tag
    from store.reviews import Review
    from tui.reader.lines import Lines
    from tui.reader.spans import SpanIndex


@dataclass(eq=False, repr=False)
class ReportLoaded(Message, bubble=False):
    """A report and its tags have been read."""

    report: Report
    lines: Lines
    tags: Sequence[Tag]
    reviews: Sequence[Review]


@dataclass(eq=False, repr=False)
class EntitiesFound(Message, bubble=False):
    """The recogniser is through with a report, or with the part of it that is read first."""

    report: ReportId
    entities: SpanIndex[Entity]
    all: bool
    by: OfLibrary
    """What found them, and can say why."""


@dataclass(eq=False, repr=False)
class TagsSaved(Message, bubble=False):
    """An edit is on the disk; these are the report's tags now."""

    report: ReportId
    tags: Sequence[Tag]
    said: str
    """What was done, for the status line; may hold foreign text."""
    reviews: Sequence[Review]
    at: int | None = None
    """The offset where it was done, if the cursor is to go there."""
    details: Details | None = None
    """The report's details, if they are others now."""


@dataclass(eq=False, repr=False)
class OwnChanged(Message, bubble=False):
    """The analyst's own terms, stops or switches are others."""

    said: str


@dataclass(eq=False, repr=False)
class PlacesFound(Message, bubble=False):
    """Words were found in a report, the last one of so many that were looked into."""

    places: Places
    reports: int


@dataclass(eq=False, repr=False)
class SearchEnded(Message, bubble=False):
    """A search for words is through with so many reports."""

    reports: int


@dataclass(eq=False, repr=False)
class PlacesTagged(Message, bubble=False):
    """So many places are tagged in so many of all reports that hold some."""

    tags: int
    reports: int
    total: int
    problem: str = ""
    ended: bool = False


@dataclass(eq=False, repr=False)
class LabelsChanged(Message, bubble=False):
    """The label scheme is another one."""

    labels: tuple[Label, ...]
    said: str
    """What was done, for the status line; may hold foreign text."""


@dataclass(eq=False, repr=False)
class FileImported(Message, bubble=False):
    """One file of an import is done."""

    outcome: Outcome


@dataclass(eq=False, repr=False)
class ImportEnded(Message, bubble=False):
    """An import is through, or was cancelled."""
