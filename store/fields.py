"""What every save of a report reads of its rows: little, and checked, by the lines of its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from store.lines import parser
from store.model import ReportId, Span, Tag, TagId
from store.rows import moment_of

Said = tuple[int, int, str, str]
"""Start, end, label and author of a tag."""


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
            moment_of(self.created),
            moment_of(self.modified),
            self.origin,
            self.canonical,
        )


class Id(msgspec.Struct):
    """What a change looks for in a table."""

    id: Any = None


ids = parser(Id)
"""Returns the ids of rows from their lines."""
tag_fields = parser(TagFields)
"""Returns what is to be read of tags from their lines; raises ValueError if one is not of ours."""
