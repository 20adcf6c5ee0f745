"""What of a report is read for the reader, in the order in which it is wanted; no widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from importlib import import_module
from time import monotonic, sleep
from typing import Final

from store.library import Library
from store.model import Report, ReportId
from store.room import Stopped, make_room, making_room
from tui import interpreter
from tui.reader.lines import Lines
from tui.reader.spans import SpanIndex
from tui.screens.messages import EntitiesFound, ReportLoaded

LONG: Final = 30_000
"""Code points from which on the entities of a text are first looked for around the cursor."""

BIG: Final = 400_000
"""Code points from which on the search makes room for keys: what is shorter takes half a second."""
PAUSE_SECONDS: Final = 0.02
PAUSES: Final = 20
"""How long the search waits at a time, and how often: keys that never end must not end it."""
WORK_SECONDS: Final = 0.1
"""How long it then works before it waits again."""
LOOK_SECONDS: Final = 0.002
"""How often at most it looks whether somebody types: to look takes longer than much of the work."""

MODULES: Final = (
    *("overlap", "gazetteer", "rules", "dispatch", "document", "foreign", "runs", "sounds"),
    *("names", "variants", "variant_index", "spellings", "learned", "recogniser", "own"),
    *("tagged", "layered", "plugins", "of_library"),
)
"""Of `store.entities`, each loaded in some milliseconds."""


def politely(stop: Callable[[], bool], typing: Callable[[], bool]) -> Callable[[], None]:
    """Return what waits while somebody types, for 0.4 s at most; see `making_room`.

    It raises `Stopped` soon after `stop` says so.
    """
    free_until = 0.0

    def wait() -> None:
        nonlocal free_until
        if monotonic() < free_until:
            return
        if stop():
            raise Stopped
        for _ in range(PAUSES):
            if not typing():
                free_until = monotonic() + LOOK_SECONDS
                return
            sleep(PAUSE_SECONDS)
            if stop():
                raise Stopped
        free_until = monotonic() + WORK_SECONDS

    return wait


def room_beside(
    text: str, stop: Callable[[], bool], typing: Callable[[], bool]
) -> AbstractContextManager[None]:
    """Let work be given up as long as this lasts, and make room for keys if it is about a big text.

    It raises `Stopped` soon after `stop` says so.
    """
    return making_room(politely(stop, typing if len(text) > BIG else never))


def never() -> bool:
    """Tell that nobody types."""
    return False


def load_recogniser() -> None:
    """Load the modules that find entities, one by one, in the order of their needs."""
    for module in MODULES:
        make_room()
        import_module(f"store.entities.{module}")
    interpreter.keep()


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
    """Yield the entities of a report, of a long one those around an offset first.

    It ends early, and soon, once `stop` says so.
    """
    with suppress(Stopped), room_beside(report.text, stop, typing):
        load_recogniser()  # not before the report is shown
        from store.entities.of_library import of

        if len(report.text) > LONG:
            by = of(library.folder, report.id, hurry=True)
            near = by.find_near(report.text, min(offset, len(report.text)))
            yield EntitiesFound(report.id, SpanIndex(near), all=False, by=by)
        by = of(library.folder, report.id)
        found = SpanIndex(by.find(report.text, stop, keep=True))
        yield EntitiesFound(report.id, found, all=True, by=by)
