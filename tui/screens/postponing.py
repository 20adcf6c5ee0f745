"""A command that asks for entities before any are there: it is carried out when they come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keymaps import Match
from tui.screens.status import LOOKING
from tui.typing import PATIENCE_SECONDS
from tui.widgets.bars import StatusLine

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen


class Postponed:
    """Keeps the one command that waits, as long as a key does; all that is typed after it waits."""

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._match: Match | None = None
        self._any = False
        """Whether any search of this report has said something yet."""

    @property
    def waits(self) -> bool:
        """Whether there is such a command."""
        return self._match is not None

    def begin(self) -> None:
        """Begin anew for another report."""
        self._match, self._any = None, False

    def keep(self, match: Match) -> None:
        """Keep what was carried out, if it only said that entities are looked for."""
        told = self._screen.query_one(StatusLine).message == LOOKING
        if told and match.operator is None and not self._any and self._searching():
            self._match = match
            self._screen.set_timer(PATIENCE_SECONDS, lambda: self._give_up(match))

    def taken(self) -> Match | None:
        """Return what was kept, for entities are there now."""
        self._any = True
        match, self._match = self._match, None
        return match

    def _give_up(self, match: Match) -> None:
        if self._match is match:
            self._match = None

    def _searching(self) -> bool:
        """Tell whether entities can still come: the search may have failed."""
        mine = (one for one in self._screen.workers if one.node is self._screen)
        return any(worker.group == "load" and not worker.is_finished for worker in mine)
