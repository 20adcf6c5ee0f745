"""The recogniser of a library: what comes with spantag, the user's say, the library's, its tags.

`of(folder)` returns it, made anew only when one of the files that it depends on has changed.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from store.entities import default, own
from store.entities.layered import Layered
from store.entities.own import Own, Stamp
from store.entities.own_files import Fault
from store.entities.tagged import RULE, Tagged
from store.model import Entity


@dataclass(frozen=True)
class OfLibrary:
    """Finds mentions as the analysts of a library want them, and says why."""

    layered: Layered
    tagged: Tagged | None

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What could not be used of the own files, for the user to see."""
        return self.layered.own.faults

    @property
    def own(self) -> Own:
        """What the user and the library say."""
        return self.layered.own

    def find(self, text: str) -> list[Entity]:
        """Return the entities of a text, sorted by (start, -end, label)."""
        return self.layered.find(text)

    def why(self, entity: Entity, text: str) -> str:
        """Return in words what found an entity of a text, its rule if there is no more to say."""
        whose, _, file = entity.rule.partition(".")
        if entity.rule == RULE:
            found = self.tagged and self.tagged.evidence(entity.span.of(text))
            return str(found) if found else "tagged in other reports"
        if whose == "library" and file:
            return f"a term of this library ({file}.tsv)"
        if whose == "user" and file:
            return f"a term of yours ({file}.tsv)"
        return entity.rule


class Changing:
    """The recogniser of one library while its files change; threads may share it."""

    def __init__(self, library: Path | None) -> None:
        self._library = library
        self._tagged = Tagged(library) if library else None
        self._guard = threading.Lock()
        self._stamp: Stamp | None = None
        self._own = Own()
        self._made: OfLibrary | None = None

    def current(self) -> OfLibrary:
        """Return the recogniser as the files have it now."""
        with self._guard:
            folders = own.folders(self._library)
            stamp = own.stamp(folders)
            if stamp != self._stamp:
                self._own, self._stamp, self._made = own.read(folders), stamp, None
            if self._tagged and self._own.is_on(RULE) and self._tagged.refresh():
                self._made = None
            if self._made is None:
                self._made = self._make()
            return self._made

    def _make(self) -> OfLibrary:
        if self._tagged is None or not self._own.is_on(RULE):
            return OfLibrary(Layered.of(default(), self._own), None)
        layered = Layered.of(default(), self._own, self._tagged.terms())
        return OfLibrary(layered, self._tagged)


@lru_cache(maxsize=4)
def _changing(library: Path | None) -> Changing:
    return Changing(library)


def of(library: Path | None = None) -> OfLibrary:
    """Return the recogniser of the library in a folder, or of the user alone, as it is now.

    Call it in a worker: when files have changed they are read, which may take a second.

    Raises:
        RuleError: if a file that comes with spantag was damaged; never for an own one.
    """
    return _changing(library).current()
