"""What of a report is read for the reader, in the order in which it is wanted; no widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from time import monotonic, sleep
from typing import Final

from store.library import Library
from store.model import Report, ReportId
from store.room import making_room
from tui.ahead import load_recogniser
from tui.reader.lines import Lines
from tui.reader.spans import SpanIndex
from tui.screens.messages import EntitiesFound, ReportLoaded

LONG: Final = 30_000
"""Code points from which on the entities of a text are first looked for around the cursor."""

BIG: Final = 400_000
"""Code points from which on the search makes room for keys: what is shorter takes half a second."""
PAUSE_SECONDS: Final = 0.05
PAUSES: Final = 20
"""How long the search waits at a time, and how often: keys that never end must not end it."""
WORK_SECONDS: Final = 0.1
"""How long it then works before it waits again."""


def politely(stop: Callable[[], bool], typing: Callable[[], bool]) -> Callable[[], None]:
    """Return what waits until nobody types, for a second at most; see `making_room`."""
    free_until = 0.0

    def wait() -> None:
        nonlocal free_until
        if monotonic() < free_until:
            return
        for _ in range(PAUSES):
            if stop() or not typing():
                return
            sleep(PAUSE_SECONDS)
        free_until = monotonic() + WORK_SECONDS

    return wait


def room_beside(
    text: str, stop: Callable[[], bool], typing: Callable[[], bool]
) -> AbstractContextManager[None]:
    """Make room for keys as long as this lasts, if it is about a big text."""
    return making_room(politely(stop, typing)) if len(text) > BIG else nullcontext()


def load(
    library: Library,
    id_: ReportId,
    offset: int,
    stop: Callable[[], bool],
    typing: Callable[[], bool],
) -> Iterator[ReportLoaded | EntitiesFound]:
    """Yield a report, then its entities: of a long one those around an offset first.

    It ends early, and soon, once `stop` says so, and makes room while somebody is `typing`.

    Raises:
        LibraryError: if the report cannot be read.
    """
    report = library.report(id_)
    yield ReportLoaded(report, Lines(report.text), *library.decided(id_))
    if not stop():
        yield from recognise(library, report, offset, stop, typing)


def recognise(
    library: Library,
    report: Report,
    offset: int,
    stop: Callable[[], bool],
    typing: Callable[[], bool],
) -> Iterator[EntitiesFound]:
    """Yield the entities of a report, of a long one those around an offset first."""
    with room_beside(report.text, stop, typing):
        load_recogniser()  # not before the report is shown
        from store.entities.of_library import of
        from store.entities.recogniser import Stopped

        if len(report.text) > LONG:
            by = of(library.folder, report.id, hurry=True)
            near = by.find_near(report.text, min(offset, len(report.text)))
            yield EntitiesFound(report.id, SpanIndex(near), all=False, by=by)
        by = of(library.folder, report.id)
        try:
            found = SpanIndex(by.find(report.text, stop, keep=True))
        except Stopped:
            return
        yield EntitiesFound(report.id, found, all=True, by=by)
