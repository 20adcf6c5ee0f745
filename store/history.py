"""The edits of a report's tags and details, and which of them undo and redo take; pure.

An analyst undoes only their own edits, latest first, and redoes them in the order in which they
were made. A new edit after an undo drops what could have been redone, but keeps it on record.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from msgspec import structs

from store.details import Correction
from store.model import Status, Tag, TagId
from store.reviews import Review, ReviewId

KEPT_CHANGES = 2_000
"""How many changes of tags, reviews and details the edits on record hold together, in one report;
older edits are forgotten, so that the file of a report, which every save writes whole, stays within
1 MB. A change takes 350 bytes without a note; an edit may make many."""


class State(StrEnum):
    """Whether an edit is in force."""

    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one tag: made (no before), removed (no after) or changed."""

    before: Tag | None
    after: Tag | None

    @property
    def tag(self) -> Tag:
        """The tag that was changed, as it is after the change if it still exists."""
        tag = self.after or self.before
        assert tag is not None
        return tag

    def reversed(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Judged:
    """A review that was made (no before) or taken back (no after)."""

    before: Review | None
    after: Review | None

    @property
    def review(self) -> Review:
        """The review that was made or taken back."""
        review = self.after or self.before
        assert review is not None
        return review

    def reversed(self) -> Judged:
        """Return what takes this one back."""
        return Judged(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Edit:
    """One step of an analyst, which undo takes back as a whole."""

    number: int
    what: str
    """`tag`, `untag`, `relabel`, `move` or `note`; `accept`, `reject`, `stop` or `reopen`, of
    suggestions; `details`; or what brought tags of others along."""
    author: str
    time: datetime
    changes: tuple[Change, ...]
    state: State = State.DONE
    verdicts: tuple[Judged, ...] = ()
    correction: Correction | None = None
    group: str = ""
    """What it has in common with edits of other reports that are one step with it."""

    @property
    def touched(self) -> Tag | Review | None:
        """The tag or review that it changed last, if any: it has a label and a quote."""
        if self.changes:
            return self.changes[-1].tag
        return self.verdicts[-1].review if self.verdicts else None

    @property
    def about(self) -> str:
        """What it changed, in words."""
        if self.touched is not None:
            return self.touched.label
        return self.correction.about if self.correction else ""

    @property
    def size(self) -> int:
        """How many tags, reviews and details it changed."""
        return len(self.changes) + len(self.verdicts) + (self.correction is not None)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that it gives tags which did not have them."""
        return tuple(
            after.label
            for before, after in ((change.before, change.after) for change in self.changes)
            if after and not (before and before.label == after.label)
        )

    def marked(self, state: State) -> Edit:
        """Return the edit in another state."""
        return replace(self, state=state)

    def reversal(self) -> tuple[Change, ...]:
        """Return the changes that take the edit back, last first."""
        return tuple(change.reversed() for change in reversed(self.changes))

    def reversed(self) -> Edit:
        """Return the edit that takes this one back."""
        verdicts = tuple(verdict.reversed() for verdict in reversed(self.verdicts))
        correction = self.correction and self.correction.reversed()
        return replace(self, changes=self.reversal(), verdicts=verdicts, correction=correction)


class Recorded(Protocol):
    """What decides which edits undo and redo take, of an edit or of what is read of its row."""

    @property
    def number(self) -> int:
        """Its number, which grows from edit to edit."""

    @property
    def author(self) -> str:
        """Who made it."""

    @property
    def state(self) -> State:
        """Whether it is in force."""

    @property
    def group(self) -> str:
        """What it has in common with the edits of one step, if there are several."""

    @property
    def size(self) -> int:
        """How many tags, reviews and details it changed."""


E = TypeVar("E", bound=Recorded)
_number = operator.attrgetter("number")
_size = operator.attrgetter("size")  # as the last: a save asks it of every edit on record


def next_number(edits: Iterable[Recorded]) -> int:
    """Return the number of the edit that comes after these."""
    return max(map(_number, edits), default=0) + 1


def undoable(edits: Iterable[E], author: str) -> E | None:
    """Return the author's latest edit that is in force."""
    done = (edit for edit in edits if edit.author == author and edit.state is State.DONE)
    return max(done, key=lambda edit: edit.number, default=None)


def redoable(edits: Iterable[E], author: str) -> E | None:
    """Return the edit that the author took back last."""
    undone = (edit for edit in edits if edit.author == author and edit.state is State.UNDONE)
    return min(undone, key=lambda edit: edit.number, default=None)


def of_group(edits: Iterable[E], group: str) -> E | None:
    """Return the edit of a group."""
    return next((edit for edit in edits if edit.group == group), None)


def dropped(edits: Iterable[E], author: str) -> list[E]:
    """Return the edits that a new one by this author makes impossible to redo."""
    undone = State.UNDONE  # looked up once: a save asks this of every edit on record
    return [edit for edit in edits if edit.state is undone and edit.author == author]


def forgotten(edits: Sequence[E], newest: int) -> list[E]:
    """Return the oldest edits, whoever made them, that go beyond `KEPT_CHANGES`.

    `newest` is the number of changes of an edit that comes after these, and is kept in any case.
    """
    if sum(map(_size, edits)) + newest <= KEPT_CHANGES:
        return []
    latest_first = sorted(edits, key=_number, reverse=True)
    so_far = itertools.accumulate(map(_size, latest_first), initial=newest)
    totals = itertools.islice(so_far, 1, None)
    return [edit for edit, total in zip(latest_first, totals, strict=True) if total > KEPT_CHANGES]


def fits(changes: Sequence[Change], tags: Iterable[Tag]) -> bool:
    """Tell whether every tag still says what the changes take it to say.

    When it was modified does not count: somebody may have changed it, and changed it back.
    """
    current: dict[TagId, Tag] = {tag.id: tag for tag in tags}
    return all(_said(current.get(change.tag.id)) == _said(change.before) for change in changes)


def _said(tag: Tag | None) -> Tag | None:
    return tag and structs.replace(tag, modified=tag.created)


def verdicts_fit(verdicts: Sequence[Judged], reviews: Iterable[Review]) -> bool:
    """Tell whether every review still is what the verdicts take it for."""
    current: dict[ReviewId, Review] = {review.id: review for review in reviews}
    return all(current.get(verdict.review.id) == verdict.before for verdict in verdicts)


def before_done(edits: Iterable[Edit]) -> Status:
    """Return what a report was before it was marked as done, as far as that is on record."""
    for edit in sorted(edits, key=_number, reverse=True):
        found = edit.correction if edit.state is State.DONE else None
        if found and "status" in found.names and found.after.status is Status.DONE:
            return found.before.status
    return Status.READING
