"""What of a report is read for the reader, in the order in which it is wanted; no widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import sleep
from typing import Final

from store.library import Library
from store.model import Report, ReportId
from tui.reader.lines import Lines
from tui.reader.spans import SpanIndex
from tui.screens.messages import EntitiesFound, ReportLoaded

LONG: Final = 30_000
"""Code points from which on the entities of a text are first looked for around the cursor."""

FREE: Final = 8
"""How often it may be asked whether to stop before the search makes room for keys."""
PAUSE_SECONDS: Final = 0.05
PAUSES: Final = 20
"""How long the search waits at a time, and how often: keys that never end must not end it."""


def politely(stop: Callable[[], bool], typing: Callable[[], bool]) -> Callable[[], bool]:
    """Return a `stop` that answers when nobody types, or after a second.

    A search takes turns with the thread that paints, and each turn may take some milliseconds.
    """
    asked = 0

    def answer() -> bool:
        nonlocal asked
        asked += 1
        for _ in range(PAUSES if asked > FREE else 0):
            if stop() or not typing():
                break
            sleep(PAUSE_SECONDS)
        return stop()

    return answer


def load(
    library: Library, id_: ReportId, offset: int, stop: Callable[[], bool]
) -> Iterator[ReportLoaded | EntitiesFound]:
    """Yield a report, then its entities: of a long one those around an offset first.

    It ends early, and soon, once `stop` says so.

    Raises:
        LibraryError: if the report cannot be read.
    """
    report = library.report(id_)
    yield ReportLoaded(report, Lines(report.text), *library.decided(id_))
    if not stop():
        yield from recognise(library, report, offset, stop)


def recognise(
    library: Library, report: Report, offset: int, stop: Callable[[], bool]
) -> Iterator[EntitiesFound]:
    """Yield the entities of a report, of a long one those around an offset first."""
    # Imported when the report is shown already.
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
