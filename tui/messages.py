"""What workers and savers report to any screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from store.errors import SpantagError
    from store.model import Summary
    from store.summaries import Unreadable


@dataclass(eq=False, repr=False)
class ReportsListed(Message, bubble=False):
    """The list of reports has been read."""

    lines: Sequence[Summary | Unreadable]


@dataclass(eq=False, repr=False)
class Saved(Message, bubble=False):
    """A change to a report's details is on the disk."""

    said: str


@dataclass(eq=False, repr=False)
class Failed(Message, bubble=False):
    """Something could not be done; nothing was changed."""

    error: SpantagError


@dataclass(eq=False, repr=False)
class SaveDelayed(Message, bubble=False):
    """A change did not reach the disk; it is kept and tried again."""

    error: SpantagError


@dataclass(eq=False, repr=False)
class SavedAtLast(Message, bubble=False):
    """The change that could not be saved is on the disk now."""
