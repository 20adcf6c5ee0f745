"""What every save of a report reads of its rows: little, and checked, by the lines of its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, TypeVar

import msgspec

from store.history import State
from store.lines import Row, parser
from store.migrating import SCHEMA
from store.model import ReportId, Span, Tag, TagId
from store.reviews import ReviewId, Verdict
from store.rows import moment_of

Said = tuple[int, int, str, str]
"""Start, end, label and author of a tag."""
_moment_of = lru_cache(maxsize=1024)(moment_of)
"""Tags of a session share their times, and so do both times of a tag that was never changed."""


class TagFields(msgspec.Struct, frozen=True, gc=False):
    """What every save of a report reads of each tag: enough to know whether it is one of ours.

    Its times are left to `tag`, as they take longer than all the rest.
    """

    id: TagId
    report: str
    start: int
    end: int
    label: str
    quote: str
    note: str
    author: str
    created: str
    modified: str
    origin: str
    canonical: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"{self.start} to {self.end} is not a span")

    def says(self, names: Mapping[str, str]) -> Said:
        """Return what no two tags of a report have in common, under the names of labels now."""
        return self.start, self.end, names.get(self.label, self.label), self.author

    def tag(self) -> Tag:
        """Return the tag.

        Raises:
            ValueError: if one of its times is none.
        """
        return Tag(
            self.id,
            ReportId(self.report),
            Span(self.start, self.end),
            self.label,
            self.quote,
            self.note,
            self.author,
            _moment_of(self.created),
            _moment_of(self.modified),
            self.origin,
            self.canonical,
        )


class ReviewFields(msgspec.Struct, frozen=True, gc=False):
    """What every save of a report reads of each review that an edit made or took back."""

    id: ReviewId
    start: int
    end: int
    label: str
    quote: str
    verdict: Verdict
    author: str
    time: str


class EditFields(msgspec.Struct, frozen=True):
    """What every save of a report reads of each edit."""

    number: int = msgspec.field(name="id")
    what: str
    author: str
    time: str
    state: State
    changes: list[tuple[TagFields | None, TagFields | None]]
    verdicts: list[tuple[ReviewFields | None, ReviewFields | None]] = []
    size: int = 0
    """How many tags and reviews it changed; not read but counted, once."""

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "size", len(self.changes) + len(self.verdicts))


class Id(msgspec.Struct):
    """What a change looks for in a table."""

    id: Any = None


ids = parser(Id)
"""Returns the ids of rows from their lines."""
tag_fields = parser(TagFields)
"""Returns what is to be read of tags from their lines; raises ValueError if one is not of ours."""
edit_fields = parser(EditFields)
"""Returns what is to be read of edits from their lines; raises ValueError if one is not of ours."""


Unread = dict[str, dict[str, msgspec.Raw]]
"""A table of which nothing is wanted but that it is one: rows that are objects."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """A report's file, without its tags."""

    schema: dict[str, dict[str, Any]]
    report: dict[str, Row]
    edits: Unread
    reviews: Unread


class ListedFile(_File):
    """What a line of the list reads of it."""

    tags: Unread


class TaggedFile(_File):
    """What an export reads of it."""

    tags: dict[str, TagFields]


F = TypeVar("F", bound=_File)


def _fast(decoder: msgspec.json.Decoder[F], content: bytes) -> F | None:
    """Return a file of the present schema; None if only row by row can tell what it holds."""
    try:
        content.decode()  # what is passed over is not checked for this
        file = decoder.decode(content)
    except (ValueError, RecursionError):
        return None
    tables: Iterable[Mapping[str, object]] = msgspec.structs.astuple(file)
    good = len(file.report) == 1 and file.schema.get("1", {}).get("version") == SCHEMA
    return file if good and all(map(str.isdecimal, chain.from_iterable(tables))) else None


_listed = msgspec.json.Decoder(ListedFile)
_tagged = msgspec.json.Decoder(TaggedFile)


def counted(content: bytes) -> tuple[Row, int] | None:
    """Return a report's row and how many tags it has; None if it must be read row by row."""
    if not (file := _fast(_listed, content)):
        return None
    (row,) = file.report.values()
    return row, len(file.tags)


def tagged(content: bytes) -> tuple[Row, list[Tag]] | None:
    """Return a report's row and its tags; None if it must be read row by row.

    Raises:
        ValueError: if a time is none.
    """
    if not (file := _fast(_tagged, content)):
        return None
    (row,) = file.report.values()
    return row, [one.tag() for one in file.tags.values()]
