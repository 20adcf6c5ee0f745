"""Work that begins before the app can paint, as its first frame shows what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from threading import Thread
from typing import Generic, TypeVar

from store.room import make_room, making_room

T = TypeVar("T")
PATIENCE = 0.15
"""Seconds that the first frame waits: it is sooner there with the list than a second one is."""

LATER = 0.2
"""Seconds after the list is there until what is needed next is loaded, so as not to delay it."""


class Ahead(Generic[T]):
    """Does something on a thread of its own, at once."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._result: T | None = None
        self._thread = Thread(target=self._run, name="ahead", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except Exception:
            # Who needs it does it again, and tells what is wrong; a thread would paint a traceback.
            self._result = None

    def result(self) -> T | None:
        """Return what came of it; None if it takes longer, or failed."""
        self._thread.join(PATIENCE)
        return self._result

    def wait(self) -> None:
        """Wait until it is through, so that it is not done a second time beside it."""
        self._thread.join()


def load_reader(stop: Callable[[], bool], typing: Callable[[], bool]) -> Ahead[None]:
    """Load what opening a report takes, off the thread that paints.

    Then make ready what finding its entities takes, or else the first report would be without them
    for a third of a second: bit by bit, while nobody is `typing`, and until `stop` says so.
    """

    def load() -> None:
        from tui.screens.loading import load_recogniser, politely

        if stop():  # a report is open already, and loads what it takes itself
            return
        with making_room(politely(stop, typing)):
            for module in ("tui.screens.reading", "store.skimming"):
                import_module(module)
            load_recogniser()
            from store.entities import default

            for _ in default().prepare():
                make_room()

    return Ahead(load)
