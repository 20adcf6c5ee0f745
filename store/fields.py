"""What every save of a report reads of its rows: little, and checked, by the lines of its file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from store.history import State
from store.lines import parser
from store.model import TagId
from store.reviews import ReviewId, Verdict

Said = tuple[int, int, str, str]
"""Start, end, label and author of a tag."""


class TagFields(msgspec.Struct, frozen=True, gc=False):
    """What every save of a report reads of each tag: enough to know whether it is one of ours.

    Its times are left to `tag_of`, which takes ten times as long.
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


class Id(msgspec.Struct):
    """What a change looks for in a table."""

    id: Any = None


ids = parser(Id)
"""Returns the ids of rows from their lines."""
tag_fields = parser(TagFields)
"""Returns what is to be read of tags from their lines; raises ValueError if one is not of ours."""
edit_fields = parser(EditFields)
"""Returns what is to be read of edits from their lines; raises ValueError if one is not of ours."""
