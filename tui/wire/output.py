"""The thread that writes to the terminal, at the terminal's pace."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Callable
from queue import SimpleQueue


class Output(threading.Thread):
    """Writes what `take` returns, whenever it is woken.

    Nobody ever waits for it but who stops it: while a terminal takes nothing, `take` is not asked,
    and what was painted meanwhile is skipped. A terminal that is gone takes everything.
    """

    def __init__(self, descriptor: int, take: Callable[[], bytes]) -> None:
        super().__init__(name="spantag-output", daemon=True)
        self.writing = False
        """Whether it waits for the terminal at the moment."""
        self._descriptor = descriptor
        self._take = take
        # Can be put into by a signal handler that interrupts a put.
        self._woken: SimpleQueue[bool] = SimpleQueue()
        self._awake = False

    def wake(self) -> None:
        """Have it ask for what is to be written."""
        if not self._awake:
            self._awake = True
            self._woken.put(True)

    def stop(self) -> None:
        """Write what is left, and end."""
        self._woken.put(False)
        self.join()

    def run(self) -> None:
        """Write until it is stopped."""
        going = True
        while going:
            going = self._woken.get()
            self._awake = False
            try:
                self._write(self._take())
            except OSError:
                # The terminal is gone: whoever watches it ends the app.
                self._descriptor = os.open(os.devnull, os.O_WRONLY)

    def _write(self, data: bytes) -> None:
        self.writing = bool(data)
        while data:
            try:
                data = data[os.write(self._descriptor, data) :]
            except BlockingIOError:
                select.select([], [self._descriptor], [])
        self.writing = False
