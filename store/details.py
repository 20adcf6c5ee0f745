"""What analysts can say of a report besides its tags, and one such correction; pure."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from store.model import Status


class Details(Struct, frozen=True):
    """What can be corrected of a report."""

    title: str
    source: str
    published: date | None
    status: Status


class Correction(Struct, frozen=True):
    """A change of some of a report's details; it says nothing of those that are the same."""

    before: Details
    after: Details

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it changes."""
        before, after = self.before, self.after
        every = Details.__struct_fields__
        return tuple(name for name in every if getattr(before, name) != getattr(after, name))

    @property
    def about(self) -> str:
        """The same in words."""
        return ", ".join("date" if name == "published" else name for name in self.names)

    def reversed(self) -> Correction:
        """Return the correction that takes this one back."""
        return Correction(self.after, self.before)

    def fits(self, now: Details) -> bool:
        """Tell whether each field that it changes still is what it takes it for, or right already.

        A report that was unread may have been opened since: that changes its status by itself.
        """
        return all(
            getattr(now, name) in (getattr(self.before, name), getattr(self.after, name))
            or (name == "status" and (self.before.status, now.status) == OPENED)
            for name in self.names
        )

    def made_in(self, now: Details) -> Details:
        """Return details with what it changes; the rest stays."""
        return replace(now, **{name: getattr(self.after, name) for name in self.names})


OPENED = Status.UNREAD, Status.READING
"""What opening a report does to its status."""
