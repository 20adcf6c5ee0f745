"""Tags that others make in the open report show within two seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.errors import SpantagError
from store.model import ReportId, Tag
from tui.messages import Failed
from tui.screens.messages import LabelsChanged, TagsSaved
from tui.watching import Watch

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen


class Colleagues:
    """Brings the tags of the open report up to date when its file has changed."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        Watch(screen, screen.library, self._report, self.look)

    def _report(self) -> ReportId | None:
        return self._screen.report.id if self._screen.report else None

    def look(self) -> None:
        """Read labels and tags again, on a thread that does not paint; tell what is other now."""
        screen = self._screen
        if (report := self._report()) is None:
            return
        try:
            labels = screen.library.labels()
            tags, reviews = screen.library.decided(report)
        except SpantagError as error:
            screen.post_message(Failed(error))
            return
        if others := labels != screen.labels:
            screen.post_message(LabelsChanged(labels, "The labels have changed"))
        if tags != screen.tags or reviews != screen.does.suggestions.reviews:
            # Under another name of its label a tag differs that nobody has touched.
            said = "" if others else told(screen.tags, tags, screen.library.author)
            screen.post_message(TagsSaved(report, tags, said, reviews))


def told(before: Sequence[Tag], after: Sequence[Tag], author: str) -> str:
    """Return who else made or removed tags; nothing if the differences are one's own."""
    different = set(before).symmetric_difference(after)
    names = sorted({tag.author for tag in different} - {author})
    return f"{', '.join(names)} changed the tags" if names else ""
