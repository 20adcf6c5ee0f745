"""What every save of a report reads of its edits, by the lines of its file."""

from __future__ import annotations

import msgspec

from store.fields import TagFields
from store.history import State
from store.lines import parser
from store.model import Status
from store.reviews import ReviewId, Verdict


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


class DetailsFields(msgspec.Struct, frozen=True, gc=False):
    """What every save of a report reads of details that an edit changed."""

    title: str
    source: str
    published: str
    status: Status


class EditFields(msgspec.Struct, frozen=True):
    """What every save of a report reads of each edit."""

    number: int = msgspec.field(name="id")
    what: str
    author: str
    time: str
    state: State
    changes: list[tuple[TagFields | None, TagFields | None]]
    verdicts: list[tuple[ReviewFields | None, ReviewFields | None]] = []
    details: tuple[DetailsFields, DetailsFields] | msgspec.UnsetType = msgspec.UNSET
    group: str = ""
    size: int = 0
    """How many tags, reviews and details it changed; not read but counted, once."""

    def __post_init__(self) -> None:
        size = len(self.changes) + len(self.verdicts) + (self.details is not msgspec.UNSET)
        msgspec.structs.force_setattr(self, "size", size)


edit_fields = parser(EditFields)
"""Returns what is to be read of edits from their lines; raises ValueError if one is not of ours."""
