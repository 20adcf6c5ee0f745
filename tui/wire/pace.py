"""Whether a line is slow, by how long the terminal takes to answer; pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

QUESTION: Final = "\x1b[6n"
"""Asks where the cursor is (DSR): every terminal since the VT100 answers."""
SLOW_SECONDS: Final = 0.3
"""An answer later than that is felt with every key."""
ANSWERS: Final = 3
"""How many answers in a row must be late: a first one may only have waited for the app to start."""
_REMOTE: Final = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")


class Verdict(Enum):
    """What an answer says of the line."""

    ASK_AGAIN = "late, but it may be chance"
    QUICK = "quick"
    SLOW = "slow"


def is_remote(environment: Mapping[str, str]) -> bool:
    """Tell whether a line that could be slow lies between: only then is it measured."""
    return any(environment.get(name) for name in _REMOTE)


class Pace:
    """Measures the line once: up to three questions, the next only after a late answer."""

    def __init__(self) -> None:
        self._asked: float | None = None
        self._late = 0

    @property
    def waiting(self) -> bool:
        """Whether an answer is to come."""
        return self._asked is not None

    def asked(self, now: float) -> None:
        """Note when a question is sent, in seconds."""
        self._asked = now

    def answered(self, now: float) -> Verdict:
        """Return what an answer at this time says of the line."""
        asked, self._asked = self._asked, None
        if asked is None or now - asked <= SLOW_SECONDS:
            return Verdict.QUICK
        self._late += 1
        return Verdict.SLOW if self._late == ANSWERS else Verdict.ASK_AGAIN
