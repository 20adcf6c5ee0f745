"""What is said of an edit, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from store.details import Details

if TYPE_CHECKING:
    from store.reviewing import Reviewing

QUOTED = 20
"""Code points of a quote where a message has more to say."""


class Told(Struct, frozen=True):
    """What to say of an edit, and what else it calls for."""

    said: str
    at: int | None = None
    """The offset to go to, None to stay."""
    details: Details | None = None
    """The report's details, if they are others now."""


def told(outcome: str | Told) -> Told:
    """Return what an edit came to; words alone lead nowhere."""
    return outcome if isinstance(outcome, Told) else Told(outcome)


def tagged(tagging: Reviewing) -> str:
    """Return how to say what an edit did that was to tag something, or to accept it."""
    edit = tagging.recorded
    if edit is None:
        return "Already tagged"
    return "Tagged" if edit.changes else "Accepted as"


def shortened(quote: str) -> str:
    """Return a quote on one line, cut so that a message has room for more."""
    line = " ".join(quote.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"
