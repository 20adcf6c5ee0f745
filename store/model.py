"""The things an analyst works with, as plain immutable values."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from store.errors import SpanError

ReportId = NewType("ReportId", str)
TagId = NewType("TagId", str)

MANUAL = "manual"
"""The origin of a tag that the analyst set without accepting an entity."""


class Status(StrEnum):
    """How far the analyst is with a report."""

    UNREAD = "unread"
    READING = "reading"
    DONE = "done"


class Span(Struct, frozen=True, order=True, gc=False):
    """A stretch `[start, end)` of a text, in code points; never empty.

    Raises:
        SpanError: if `0 <= start < end` does not hold.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"{self.start} to {self.end} is not a span: 0 <= start < end must hold")

    def __len__(self) -> int:
        return self.end - self.start

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset < self.end

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Tell whether the other lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """Return the text that the span covers.

        Raises:
            SpanError: if the span ends beyond the text.
        """
        if self.end > len(text):
            raise SpanError(f"{self.start} to {self.end} ends beyond the text ({len(text)} long)")
        return text[self.start : self.end]


class Decoding(Struct, frozen=True):
    """How the bytes of a file became text."""

    encoding: str
    """The codec's name, such as `utf-8` or `cp1256`."""
    method: str
    """`bom`, `pattern` (UTF-16 without BOM), `strict`, `repaired` (bad bytes), `detected` (a
    guess), `fallback` (Latin-1, a guess) or `forced`."""
    bad_bytes: int = 0
    """Bytes that could not be decoded and stand as U+FFFD in the text."""
    newlines: str = "LF"
    """The line ends of the file: `LF`, `CRLF`, `CR`, `mixed` or `none`."""


class Report(Struct, frozen=True):
    """One document: its canonical text, which never changes, and what is known of it."""

    id: ReportId
    text: str
    title: str
    source: str
    """Who published it; empty if unknown."""
    published: date | None
    origin: str
    """The path of the file that it was imported from."""
    decoding: Decoding
    raw_sha256: str
    text_sha256: str
    """Of the canonical text in UTF-8."""
    imported: datetime
    status: Status = Status.UNREAD

    def __repr__(self) -> str:
        return f"Report({self.id!r}, {self.title!r}, {len(self.text)} code points)"


class Summary(Struct, frozen=True):
    """One line of the list of reports; everything but the text."""

    id: ReportId
    title: str
    source: str
    published: date | None
    origin: str
    imported: datetime
    status: Status
    length: int
    """Code points of the text."""
    tags: int


class Label(Struct, frozen=True):
    """One thing that a tag can say of a span."""

    name: str
    key: str = ""
    """The letter that applies it after the label leader."""
    digit: str = ""
    """The digit that applies it to a selection at once."""
    colour: str = ""
    """`#rrggbb`, the fill of its tags."""
    description: str = ""
    parent: str = ""
    """The name of the label that it is a kind of."""
    former: tuple[str, ...] = ()
    """The names under which it was used before, by which older tags still find it."""


class Entity(Struct, frozen=True, gc=False):
    """A mention that the recogniser proposes; derived from the text, never a fact."""

    span: Span
    label: str
    rule: str
    """The rule or gazetteer that found it, such as `dates.month_day_year`."""
    canonical: str = ""
    """The one name under which its spellings go, if it has one."""


class Tag(Struct, frozen=True):
    """The analyst's statement that a span of a report bears a label."""

    id: TagId
    report: ReportId
    span: Span
    label: str
    quote: str
    """The text that the span covers, kept so that drift is detected."""
    note: str
    author: str
    created: datetime
    modified: datetime
    origin: str = MANUAL
    """`manual`, or the rule of the entity that was accepted."""
    canonical: str = ""
