"""Making room: long work on a thread of its own lets others go first.

Python runs one thread at a time, and two that both have work take turns: a key would take twice as
long. So long work says every few milliseconds that it can wait, and whoever began it decides.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stopped(Exception):
    """The work was given up, for nobody waits for it any more."""


class _Thread(threading.local):
    """What a thread does to make room."""

    wait: Callable[[], None] | None = None


_thread = _Thread()


@contextmanager
def making_room(wait: Callable[[], None]) -> Iterator[None]:
    """Have the work of this thread call `wait` every few milliseconds, for as long as this lasts.

    It may be called while the work holds a lock: it must come back by itself, or raise `Stopped`,
    which ends the work.
    """
    before, _thread.wait = _thread.wait, wait
    try:
        yield
    finally:
        _thread.wait = before


def make_room() -> None:
    """Let others go first, if this thread's work is to.

    Raises:
        Stopped: if nobody waits for the work any more.
    """
    if _thread.wait is not None:
        _thread.wait()
