"""Whoever carries out commands on the screen of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.screens.copying import Copying
from tui.screens.edge_commands import EdgeCommands
from tui.screens.find_commands import FindCommands
from tui.screens.here_commands import HereCommands
from tui.screens.moving_on import MovingOn
from tui.screens.occurrence_commands import OccurrenceCommands
from tui.screens.own_commands import OwnCommands
from tui.screens.pane_commands import PaneCommands
from tui.screens.report_commands import ReportCommands
from tui.screens.suggestion_commands import SuggestionCommands
from tui.screens.suspect_commands import SuspectCommands
from tui.screens.tag_commands import TagCommands
from tui.screens.text_commands import TextCommands
from tui.widgets.bars import WarningBar
from tui.widgets.reader_view import ReaderView

if TYPE_CHECKING:
    from tui.screens.reading import ReadingScreen


class ReadingParts:
    """The parts of one screen, which know each other by it; iterating asks them in their order."""

    def __init__(self, screen: ReadingScreen, view: ReaderView, warning: WarningBar) -> None:
        self.edges = EdgeCommands(screen, view)
        self.text = TextCommands(screen, view)
        self.tags = TagCommands(screen, view)
        self.find = FindCommands(screen, view)
        self.report = ReportCommands(screen)
        self.panes = PaneCommands(screen)
        self.suspects = SuspectCommands(screen, warning)
        self.here = HereCommands(screen, view)
        self.suggestions = SuggestionCommands(screen, view)
        self.occurrences = OccurrenceCommands(screen, view)
        self.own = OwnCommands(screen, view)
        self.copying = Copying(screen, view)
        self.moving_on = MovingOn(screen, view)

    def __iter__(self) -> Iterator[object]:
        yield from vars(self).values()
