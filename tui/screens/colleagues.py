"""Tags that others make in the open report show within two seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.errors import SpantagError
from store.model import ReportId, Tag
from tui.messages import Failed, TagsSaved
from tui.watching import Watch

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen


class Colleagues:
    """Brings the tags of the open report up to date when its file has changed."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        Watch(screen, screen.library, self._report, self._changed)

    def _report(self) -> ReportId | None:
        return self._screen.report.id if self._screen.report else None

    def _changed(self) -> None:
        screen = self._screen
        if (report := self._report()) is None:
            return
        try:
            tags = screen.library.tags(report)
        except SpantagError as error:
            screen.post_message(Failed(error))
            return
        if tags != screen.tags:
            said = told(screen.tags, tags, screen.library.author)
            screen.post_message(TagsSaved(report, tags, said))


def told(before: Sequence[Tag], after: Sequence[Tag], author: str) -> str:
    """Return who else made or removed tags; nothing if the differences are one's own."""
    different = set(before).symmetric_difference(after)
    names = sorted({tag.author for tag in different} - {author})
    return f"{', '.join(names)} changed the tags" if names else ""
