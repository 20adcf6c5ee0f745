"""Doing without the collector of cyclic garbage for a while.

A search makes a hundred thousand tuples for each MB of text and no cycles, so that the collector
would take a tenth of the time to find nothing. What other threads leave behind waits meanwhile.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_guard = threading.Lock()
_pauses = 0
_was_on = False


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the collector; it goes on as before when the last of the threads that ask is done."""
    global _pauses, _was_on
    with _guard:
        if not _pauses:
            _was_on = gc.isenabled()
            gc.disable()
        _pauses += 1
    try:
        yield
    finally:
        with _guard:
            _pauses -= 1
            if not _pauses and _was_on:
                gc.enable()
