"""Where one was in each report, kept in the user's cache; losing it costs a scroll, never a tag."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import astuple

from store.files import make_folder, replace_file
from store.model import ReportId
from tui.reader.jumps import Jumps

KEPT: Final = 1000
"""How many reports are remembered, those that were left last."""
_LARGEST: Final = 1_000_000
"""The size in bytes above which the file is none of ours."""


class Place(Struct, frozen=True):
    """How one left a report: the cursor in code points, and what was shown beside and in the text.

    `panel` is None as long as it is left to the width of the screen.
    """

    head: int = 0
    panel: bool | None = None
    badges: bool = False
    entities: bool = True


class Places:
    """The places in all reports; those of other sessions are read from a file when first asked."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._earlier: dict[ReportId, Place] | None = None
        self._left: dict[ReportId, Place] = {}
        self.current: Callable[[], None] = lambda: None
        """Keeps the place in the report that is open."""
        self.jumps = Jumps()
        """The way back within this session."""

    @classmethod
    def of_user(cls) -> Places:
        """Return those of the user who runs the program."""
        # Imported late: it costs 30 ms, and few commands need it.
        from platformdirs import user_cache_path

        return cls(user_cache_path("spantag", appauthor=False) / "places.json")

    def of(self, report: ReportId) -> Place | None:
        """Return how a report was left; None if it never was, or long ago."""
        if self._earlier is None:
            self._earlier = _read(self._file)
        return self._left.get(report) or self._earlier.get(report)

    def keep(self, report: ReportId, place: Place) -> None:
        """Remember how a report is left."""
        self._left.pop(report, None)
        self._left[report] = place

    def save(self) -> None:
        """Write the places to the file, with those that other sessions have left there meanwhile.

        What the disk does not take is forgotten.
        """
        self.current()
        if not self._left:
            return
        found = {id_: place for id_, place in _read(self._file).items() if id_ not in self._left}
        rows = [[id_, *astuple(place)] for id_, place in {**found, **self._left}.items()]
        with contextlib.suppress(OSError):
            make_folder(self._file.parent)
            replace_file(self._file, json.dumps(rows[-KEPT:]).encode())

    def save_within(self, seconds: float) -> None:
        """Do that, but wait no longer for a disk that hangs; any thread may call it."""
        saving = Thread(target=self.save, name="places", daemon=True)
        saving.start()
        saving.join(seconds)


def _read(file: Path) -> dict[ReportId, Place]:
    try:
        if not file.is_file() or file.stat().st_size > _LARGEST:
            return {}
        return {ReportId(id_): _place(*fields) for id_, *fields in json.loads(file.read_bytes())}
    except (OSError, ValueError, TypeError, RecursionError):
        return {}


def _place(head: Any, panel: Any, badges: Any, entities: Any) -> Place:
    if not isinstance(head, int) or head < 0 or panel not in (None, True, False):
        raise ValueError("no place")
    return Place(head, panel, bool(badges), bool(entities))
