"""Seeing what others do in the same library: a look at the files every second, no server."""

from __future__ import annotations

from collections.abc import Callable

from textual.screen import Screen

from store.library import Library
from store.model import ReportId

SECONDS = 1.0
"""How often is looked; a look costs one `stat`, and nothing is painted if nothing changed."""


class Watch:
    """Tells when a report's file, or any report of the library, is another than before.

    It looks only while the screen is on top. `changed` is called on a thread of its own, because a
    network file system may take its time.
    """

    def __init__(
        self,
        screen: Screen[None],
        library: Library,
        report: Callable[[], ReportId | None],
        changed: Callable[[], object],
    ) -> None:
        self._screen = screen
        self._library = library
        self._report = report
        self._changed = changed
        self._seen: tuple[object, ...] | None = None
        screen.set_interval(SECONDS, self._look)

    def _look(self) -> None:
        if self._screen.is_active:
            self._screen.run_worker(
                self._compare, thread=True, exclusive=True, exit_on_error=False, group="watch"
            )

    def _compare(self) -> None:
        report = self._report()
        stamp = (report, *self._library.stamp(report))
        # The first look counts as a change: something may have happened since the file was read.
        seen, self._seen = self._seen, stamp
        if seen != stamp:
            self._changed()
