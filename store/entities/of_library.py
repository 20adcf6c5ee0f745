"""The recogniser of a library: what comes with spantag, the user's say, the library's, its tags.

`of(folder)` returns it, made anew only when one of the files that it depends on has changed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from store.entities import default, own, own_rules
from store.entities.foreign import Foreign
from store.entities.gazetteer import spelling
from store.entities.layered import Layered
from store.entities.overlap import STOP
from store.entities.own import Own, Stamp
from store.entities.plugins import Outcome, joined
from store.entities.tagged import RULE, Tagged
from store.model import Entity


@dataclass(frozen=True)
class OfLibrary:
    """Finds mentions as the analysts of a library want them, and says why."""

    layered: Layered
    tagged: Tagged | None = None

    @property
    def own(self) -> Own:
        """What the user and the library say."""
        return self.layered.own

    @property
    def fingerprint(self) -> str:
        """What changes with all that decides what is found; see `Recogniser`."""
        return self.layered.recogniser.fingerprint

    def problems(self) -> list[str]:
        """Return what could not be used of the own files and patterns, a line each.

        It may grow while texts are read: a pattern is given up when it takes too long.
        """
        foreign = self.layered.recogniser.foreign
        given_up = dict(foreign.faults) if foreign else {}
        told = [f"Your pattern {name}: {why}" for name, why in given_up.items()]
        return [*map(str, self.own.faults), *told]

    def find(self, text: str, stop: Callable[[], bool] = lambda: False) -> list[Entity]:
        """Return the entities of a text, sorted by (start, -end, label).

        Raises:
            Stopped: as `Recogniser.find` does.
        """
        return self.layered.find(text, stop)

    def find_near(self, text: str, offset: int) -> list[Entity]:
        """Return those that begin near an offset, at once; see `Recogniser.find_near`."""
        return self.layered.find_near(text, offset)

    def with_plugin(self, text: str, found: list[Entity], outcome: Outcome) -> list[Entity]:
        """Return entities of a text and what a plug-in found elsewhere in it, if it is wanted."""
        stops = {spelling(term.text) for term in self.own.terms if term.label == STOP}

        def is_wanted(one: Entity) -> bool:
            said = spelling(one.span.of(text))
            return stops.isdisjoint((said, said.casefold()))

        new = filter(is_wanted, self.layered.wanted(outcome.entities))
        return joined(found, Outcome(outcome.name, tuple(new)))

    def why(self, entity: Entity, text: str) -> str:
        """Return in words what found an entity of a text, its rule if there is no more to say."""
        whose, _, name = entity.rule.partition(".")
        if entity.rule == RULE:
            found = self.tagged and self.tagged.evidence(entity.span.of(text))
            return str(found) if found else "tagged in other reports"
        said = {
            "library": f"a term of this library ({name}.tsv)",
            "user": f"a term of yours ({name}.tsv)",
            "plugin": f"the plug-in {name}",
        }
        return said.get(whose, entity.rule) if name else entity.rule


class Changing:
    """The recogniser of one library while its files change; threads may share it."""

    def __init__(self, library: Path | None) -> None:
        self._library = library
        self._tagged = Tagged(library) if library else None
        self._guard = threading.Lock()
        self._stamp: Stamp | None = None
        self._own = Own()
        self._foreign: Foreign | None = None
        self._made: OfLibrary | None = None

    def current(self) -> OfLibrary:
        """Return the recogniser as the files have it now."""
        with self._guard:
            self._read()
            is_proposed = self._tagged is not None and self._own.is_on(RULE)
            if self._tagged and is_proposed and self._tagged.refresh():
                self._made = None
            if self._made is None:
                tagged = self._tagged if is_proposed else None
                terms = tagged.terms() if tagged else []
                layered = Layered.of(default(), self._own, terms, self._foreign)
                self._made = OfLibrary(layered, tagged)
            return self._made

    def _read(self) -> None:
        """Read the own files if one has changed."""
        folders = own.folders(self._library)
        stamp = own.stamp(folders)
        if stamp == self._stamp:
            return
        said = own.read(folders)
        rules, faults = own_rules.read(folders)
        on = [rule for rule in rules.values() if said.is_on(rule.name)]
        self._own = said.with_faults(faults)
        self._foreign = Foreign(on) if on else None
        self._stamp, self._made = stamp, None


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
