"""Ctrl-C where there is something to bring to an end first."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

AGAIN_SECONDS: Final = 1.0
"""How soon a further Ctrl-C is the same one: `timeout` and others send it twice."""


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Yield what tells whether Ctrl-C was pressed; pressed again, it ends the command at once.

    A KeyboardInterrupt may come anywhere, also where Python can only print a traceback and go on.
    """
    stopped: list[float] = []

    def stop(number: int, _: object) -> None:
        stopped.append(monotonic())
        if stopped[-1] - stopped[0] > AGAIN_SECONDS:
            signal.signal(number, before)
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: bool(stopped)
    finally:
        signal.signal(signal.SIGINT, before)
