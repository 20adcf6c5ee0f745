"""The places where the same words stand, in this report or in all, to be tagged at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from textual import on, work
from textual.worker import Worker, get_current_worker

from store import everywhere
from store.errors import SpantagError
from store.everywhere import Places
from store.library import Library
from store.model import Label, Report, ReportId, Span, Tag
from store.occurrences import Mode, occurrences, untagged
from tui.cells import counted
from tui.messages import Failed
from tui.screens import hints, ticking
from tui.screens.messages import PlacesFound, PlacesTagged, SearchEnded
from tui.screens.telling import shortened

WAYS = {
    Mode.WHOLE_WORDS: "exactly so",
    Mode.WHOLE_WORDS | Mode.ANY_CASE: "in any case",
    Mode.WHOLE_WORDS | Mode.SPELLING: "in any spelling",
}
"""The ways to compare, in the order in which one goes through them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a report of the library."""

    report: ReportId
    span: Span


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words that are to be tagged wherever they stand, and the report that is open."""

    quote: str
    label: Label
    report: Report
    tags: tuple[Tag, ...]


class OccurrenceList(ticking.TickList[Place]):
    """Closes with the chosen places of the open report; those of the library it tags itself."""

    HINTS: ClassVar[Sequence[str]] = hints.OCCURRENCES

    def __init__(self, library: Library, wanted: Wanted) -> None:
        super().__init__("")
        self._library = library
        self._wanted = wanted
        self._mode = next(iter(WAYS))
        self._everywhere = False
        self._worker: Worker[None] | None = None
        self._tagging = False
        self.done: PlacesTagged | None = None
        """What was done in the library."""

    def on_mount(self) -> None:
        """Look in the open report."""
        super().on_mount()
        self._look()

    @property
    def nothing(self) -> str:
        """What is said if there are no places."""
        return "Looking …" if self._worker else "Nowhere else that is not tagged so."

    def action_compare(self) -> None:
        """Compare in the next of the ways."""
        ways = list(WAYS)
        self._mode = ways[(ways.index(self._mode) + 1) % len(ways)]
        self._look()

    def action_everywhere(self) -> None:
        """Look in all reports, or in the open one alone."""
        self._everywhere = not self._everywhere
        self._look()

    def _look(self) -> None:
        if self._tagging:
            return
        self._stop()
        wanted = self._wanted
        where = "everywhere" if self._everywhere else "here"
        self.title_words = (
            f"Tag {wanted.label.name}: {shortened(wanted.quote)} ({WAYS[self._mode]}, {where})"
        )
        self.tell("")
        try:
            self.replace([] if self._everywhere else self._here())
        except SpantagError as error:
            self.tell(error.message, error=True)
            return
        if self._everywhere:
            self._worker = self._search()

    def _here(self) -> Iterable[ticking.Row[Place]]:
        wanted, text = self._wanted, self._wanted.report.text
        found = occurrences(text, wanted.quote, self._mode)
        spans = untagged(found, wanted.tags, wanted.label.name, self._library.author)
        places = [Place(wanted.report.id, span) for span in spans]
        return ticking.rows(text, places, spans)

    @work(thread=True, exclusive=True, exit_on_error=False, group="places")
    def _search(self) -> None:
        worker, looked = get_current_worker(), 0

        def stop() -> bool:
            nonlocal looked
            looked += 1
            return worker.is_cancelled

        wanted = self._wanted
        try:
            for found in everywhere.places(
                self._library, wanted.quote, wanted.label.name, self._mode, stop
            ):
                self.post_message(PlacesFound(found, looked))
        except SpantagError as error:
            self.post_message(Failed(error))
        if not worker.is_cancelled:
            self.post_message(SearchEnded(looked))

    @on(PlacesFound)
    def _found(self, event: PlacesFound) -> None:
        if self._worker is None:
            return
        if event.places.problem:
            self.tell(event.places.problem, error=True)
        else:
            self.tell(f"Looked into {counted(event.reports, 'report')} …")
        self.extend(_rows(event.places))

    @on(SearchEnded)
    def _ended(self, event: SearchEnded) -> None:
        self._worker = None
        self.show_items()
        self.tell(f"Looked into {counted(event.reports, 'report')}")

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self._worker = None
        self.tell(event.error.message, error=True)

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def action_accept(self) -> None:
        """Tag what is ticked."""
        if self._tagging:
            return
        if self._worker is not None:
            self.tell(f"Still looking; {self.key_for('ticks.everywhere')} looks here alone")
        elif not self._everywhere:
            self.dismiss(self.chosen)
        elif self.chosen:
            self._tagging = True
            self._worker = self._tag(grouped(self.chosen))

    @work(thread=True, exclusive=True, exit_on_error=False, group="places")
    def _tag(self, chosen: list[Places]) -> None:
        worker, tags, reports, problem = get_current_worker(), 0, 0, ""
        label, here = self._wanted.label.name, self._wanted.report.id
        for done in everywhere.tag_all(self._library, chosen, label, here):
            tags, reports = tags + len(done.tags), reports + bool(done.tags)
            problem = problem or done.problem
            self.post_message(PlacesTagged(tags, reports, len(chosen), problem))
            if worker.is_cancelled:
                break
        self.post_message(PlacesTagged(tags, reports, len(chosen), problem, ended=True))

    @on(PlacesTagged)
    def _tagged(self, event: PlacesTagged) -> None:
        if event.ended:
            self.done = event
            self.dismiss([])
        else:
            self.tell(f"{tagged(event)}, of {event.total}")

    def action_cancel(self) -> None:
        """Close; a tagging that runs ends after the report it is at, and what is tagged stays."""
        if self._tagging and self._worker is not None:
            self._worker.cancel()
        else:
            self._stop()
            self.dismiss(None)


def tagged(done: PlacesTagged) -> str:
    """Return how much was tagged."""
    return f"Tagged {counted(done.tags, 'place')} in {counted(done.reports, 'report')}"


def _rows(places: Places) -> Iterator[ticking.Row[Place]]:
    """Yield a row for each place in a report."""
    for span, line, quote in zip(places.spans, places.lines, places.quotes, strict=True):
        where = f"{shortened(places.title)} {line.number}"
        yield ticking.Row(Place(places.report, span), line.before, quote, line.after, where)


def grouped(chosen: Iterable[Place]) -> list[Places]:
    """Return places by their reports; those of one report come together."""
    return [
        Places(report, spans=tuple(place.span for place in places))
        for report, places in groupby(chosen, key=lambda place: place.report)
    ]
