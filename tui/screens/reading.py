"""The screen on which a report is read and tagged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.worker import get_current_worker

from keymaps import Command, Match
from store.errors import SpantagError
from store.library import Library
from store.model import Report, ReportId, Status, Tag
from store.reviews import Review
from store.rows import day
from store.scheme import renamed
from tui.messages import Failed, ReportsListed, Saved
from tui.screens.colleagues import Colleagues
from tui.screens.loading import load, recognise
from tui.screens.messages import EntitiesFound, LabelsChanged, OwnChanged, ReportLoaded, TagsSaved
from tui.screens.postponing import Postponed
from tui.screens.reading_modes import ReadingModes
from tui.screens.reading_parts import ReadingParts
from tui.screens.status import LOOKING
from tui.screens.tag_commands import Work
from tui.screens.telling import Told, told
from tui.widgets.bars import KeyBar, StatusLine, TitleBar, WarningBar
from tui.widgets.kept import Kept
from tui.widgets.panel import Body, TagPanel
from tui.widgets.reader_view import ReaderView
from tui.widgets.rows import RowList

if TYPE_CHECKING:
    from store.entities.of_library import OfLibrary


class ReadingScreen(ReadingModes, Kept):
    """Shows one report of a list; widgets post what is wanted, this decides."""

    SCOPES: ClassVar[Sequence[str]] = ("reading", "panel")

    def __init__(
        self, library: Library, reports: Sequence[ReportId], index: int, *, listed: bool = True
    ) -> None:
        super().__init__()
        self.library = library
        self.reports = reports
        self.index = index
        self.listed = listed
        """Whether the reports are those of a list; else it is read once the first one is there."""
        self.report: Report | None = None
        self.tags: Sequence[Tag] = ()
        self.labels = library.labels()
        self.recogniser: OfLibrary | None = None
        self._loading = True
        self._postponed = Postponed(self)
        self._titled: Sequence[str] = ()

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        view = ReaderView(self.labels, lambda: self.does.here.show(), id="text")
        self.does = ReadingParts(self, view, warning := WarningBar())
        yield TitleBar(id="title")
        yield warning
        with Body(id="body"):
            yield view
            yield TagPanel(self.labels)
        yield StatusLine()
        yield KeyBar()

    def on_mount(self) -> None:
        """Open the report."""
        self.view.focus()
        self.open(self.index)
        Colleagues(self)

    def parts(self) -> Iterator[object]:
        """Yield whoever carries out commands."""
        yield from self.does
        yield from super().parts()

    @property
    def takes_keys(self) -> bool:
        """Whether the report is there, or cannot be had, and no command waits for entities."""
        return super().takes_keys and not self._loading and not self._postponed.waits

    async def perform(self, command: Command) -> None:
        """Have a command carried out, and remember the spot that a jump leaves."""
        self.does.moving_on.before(command)
        await super().perform(command)

    async def _carry_out(self, match: Match) -> None:
        await super()._carry_out(match)
        self._postponed.keep(match)

    def open(self, index: int) -> None:
        """Open another report of the list."""
        self.does.moving_on.leave()
        self.index, self.report, self._loading = index, None, True
        self._postponed.begin()
        self._load(self.reports[index])

    def typing(self) -> bool:
        """Tell whether somebody types who does not wait for entities."""
        return self.spantag.type_ahead.lately and not self._postponed.waits

    @work(thread=True, exclusive=True, exit_on_error=False, group="load")
    def _load(self, id_: ReportId) -> None:
        worker, offset = get_current_worker(), self.does.moving_on.head_in(id_)
        again, rest = self.report, (offset, lambda: worker.is_cancelled, self.typing)
        try:
            for message in (
                recognise(self.library, again, *rest) if again else load(self.library, id_, *rest)
            ):
                self.post_message(message)
        except SpantagError as error:
            self.post_message(Failed(error))

    @on(ReportLoaded)
    def _report_loaded(self, event: ReportLoaded) -> None:
        if (report := event.report).id != self.reports[self.index]:
            return
        self.report, self._loading = report, False
        self.does.suspects.look(report)
        self.view.load(event.lines, self.does.moving_on.head_in(report.id))
        self.does.moving_on.arrive(report.id)
        self.does.suggestions.begin()
        self._show_tags(event.tags, event.reviews)
        self.does.panes.follow()
        self._show_title(report.title, report.source, day(report.published))
        if report.status is Status.UNREAD:
            self.does.report.begin(report)
        if not self.listed:
            self.call_after_refresh(self.does.moving_on.begin_list)

    def go_among(self, reports: Sequence[ReportId]) -> None:
        """Have other reports to go on to, among which the open one is."""
        self.index = reports.index(self.reports[self.index])
        self.reports, self.listed = reports, True
        self._show_title(*self._titled)

    def _show_title(self, *parts: str) -> None:
        self._titled = parts
        place = f"{self.index + 1:,} of {len(self.reports):,}" if self.listed else ""
        shown = "  ·  ".join(part for part in parts if part)
        self.query_one("#title", TitleBar).show(shown, place)

    @on(ReportsListed)
    def _reports_listed(self, event: ReportsListed) -> None:
        self.does.moving_on.take_list(event.lines)

    @on(EntitiesFound)
    async def _entities_found(self, event: EntitiesFound) -> None:
        if self.report is not None and self.report.id == event.report:
            self.recogniser = event.by
            self.does.suggestions.found(event)
            if (match := self._postponed.taken()) is not None:
                self.untell(LOOKING)
                await self._carry_out(match)

    @on(OwnChanged)
    def _own_changed(self, event: OwnChanged) -> None:
        self.report_back(event.said)
        if self.report is not None:
            self._load(self.report.id)

    def edit(self, work: Work) -> None:
        """Have an edit made, off the thread that paints; then `TagsSaved` or `Failed` comes."""
        self.change(lambda library, report: work(library.tagging(report)))

    def change(self, work: Callable[[Library, ReportId], str | Told]) -> None:
        """Have something changed that other reports may be part of, as `edit` does."""
        if (report := self.report) is None:
            return

        def change(library: Library) -> TagsSaved:
            done = told(work(library, report.id))
            tags, reviews = library.decided(report.id)
            return TagsSaved(report.id, tags, done.said, reviews, done.at, done.details)

        self.submit(change, report.id)

    @on(TagsSaved)
    def _tags_saved(self, event: TagsSaved) -> None:
        self.report_back(event.said)
        if self.report is not None and self.report.id == event.report:
            before = self.tags
            self._show_tags(event.tags, event.reviews)
            if (one := event.details) is not None:
                self._show_title(one.title, one.source, day(one.published))
            if event.at is not None:
                self.does.here.led_to(event.at, before)

    @on(LabelsChanged)
    def _labels_changed(self, event: LabelsChanged) -> None:
        self.report_back(event.said)
        self.labels = event.labels
        self.view.show_labels(event.labels)
        self.panel.show_labels(event.labels)
        self._show_tags(renamed(self.tags, event.labels), self.does.suggestions.reviews)
        if self.report is not None:
            self._load(self.report.id)

    def _show_tags(self, tags: Sequence[Tag], reviews: Sequence[Review]) -> None:
        self.tags = tags
        self.view.show_tags(tags)
        self.panel.show_tags(tags)
        self.does.suggestions.decided(reviews)
        self.does.here.show()

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self._loading = False
        self.tell(event.error.message, error=True)

    @on(Saved)
    def _saved(self, event: Saved) -> None:
        self.report_back(event.said)
        if self.report is not None:
            line = self.library.summary(self.report.id)
            self._show_title(line.title, line.source, day(line.published))

    async def on_key(self, event: events.Key) -> None:
        """Take a key that is awaited as a label's; any other is a command's."""
        if not self.does.tags.prompt.take(event):
            await super().on_key(event)

    @on(RowList.Chosen, "#tags")
    def _tag_chosen(self) -> None:
        if (tag := self.panel.rows.current) is not None:
            self.view.move_to(self.view.cursor.dropped().moved(tag.span.start))
            self.does.panes.action_leave()

    def on_resize(self) -> None:
        """Fold or unfold the panel."""
        self.does.panes.fold()

    def action_back(self) -> None:
        """Close the report."""
        self.does.moving_on.leave()
        self.dismiss(None)
