"""The recogniser of a library: what comes with spantag, the user's say, the library's, its tags.

`of(folder)` returns it, made anew only when one of the files that it depends on has changed. To a
report it is of, the tags of the other reports are known: its own decide nothing in it.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from msgspec import structs

from store.entities import default, own, own_rules
from store.entities.caching import EntityCache
from store.entities.foreign import Foreign
from store.entities.gazetteer import spelling
from store.entities.layered import Layered
from store.entities.overlap import STOP
from store.entities.own import Own, Stamp
from store.entities.plugins import Outcome, in_order, joined
from store.entities.rules import Rule
from store.entities.tagged import RULE, Tagged
from store.errors import LibraryError
from store.library import Library
from store.model import Entity
from store.scheme import current_names


@dataclass(frozen=True)
class OfLibrary:
    """Finds mentions as the analysts of a library want them, and says why."""

    layered: Layered
    tagged: Tagged | None = None
    cache: EntityCache | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """By each former name of a label, its name now."""
    report: str = ""
    """The report whose own tags it leaves out, none if it is empty."""

    @property
    def own(self) -> Own:
        """What the user and the library say."""
        return self.layered.own

    def problems(self) -> list[str]:
        """Return what could not be used of the own files and patterns, a line each.

        It may grow while texts are read: a pattern is given up when it takes too long.
        """
        told = [f"Your pattern {name}: {why}" for name, why in self._given_up().items()]
        return [*map(str, self.own.faults), *told]

    def _given_up(self) -> dict[str, str]:
        """Return which own patterns are not used, or not everywhere, and why."""
        foreign = self.layered.recogniser.foreign
        return dict(foreign.faults) if foreign else {}

    def find(
        self, text: str, stop: Callable[[], bool] = lambda: False, *, keep: bool = False
    ) -> list[Entity]:
        """Return the entities of a text, sorted by (start, -end, label).

        Args:
            text: the canonical text.
            stop: asked again and again whether to give up.
            keep: whether the text is a report of the library, so that what is found in it is kept
                in the library's cache and taken from there.

        Raises:
            Stopped: as `Recogniser.find` does.
        """
        return self._named(self._found(text, stop, keep=keep))

    def _found(self, text: str, stop: Callable[[], bool], *, keep: bool) -> list[Entity]:
        if not keep or self.cache is None:
            return self.layered.find(text, stop)
        mark = self.layered.fingerprint(text)
        found = self.cache.get(mark, text)
        if found is None:
            found = self.layered.find(text, stop)
            if not self._given_up():  # a pattern that was too slow now may find something later
                self.cache.put(mark, text, found)
        return found

    def _named(self, found: list[Entity]) -> list[Entity]:
        """Return entities under the names that their labels have now, unless these are off."""
        if not self.names:
            return found
        now = self.names
        renamed = (structs.replace(one, label=now.get(one.label, one.label)) for one in found)
        return sorted(self.layered.wanted(renamed), key=in_order)

    def find_near(self, text: str, offset: int) -> list[Entity]:
        """Return those that begin near an offset, at once; see `Recogniser.find_near`."""
        return self._named(self.layered.find_near(text, offset))

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
            found = self.tagged and self.tagged.evidence(entity.span.of(text), self.report)
            return str(found) if found else "tagged in other reports"
        said = {
            "library": f"a term of this library ({name}.tsv)",
            "user": f"a term of yours ({name}.tsv)",
            "plugin": f"the plug-in {name}",
            "variant": f"another spelling of {name}",
            "gazetteer": f"a term of {name}.tsv, which comes with spantag",
        }
        known = said.get(whose) or next((r.why for r in self.rules if r.name == entity.rule), "")
        return known if name and known else entity.rule

    @property
    def rules(self) -> list[Rule]:
        """The rules that come with spantag, on or off, and the own ones that are on."""
        foreign = self.layered.recogniser.foreign
        return [*(foreign.rules if foreign else ()), *default().rules]


class Changing:
    """The recogniser of one library while its files change; threads may share it."""

    def __init__(self, library: Path | None) -> None:
        self._library = library
        self._tagged = Tagged(library) if library else None
        self._guard = threading.Lock()
        self._cache = EntityCache(library) if library else None
        self._stamp: Stamp | None = None
        self._own = Own()
        self._names: Mapping[str, str] = {}
        self._foreign: Foreign | None = None
        self._made: dict[tuple[tuple[str, str], ...], Layered] = {}
        """By what is otherwise without a report's own tags, which is nothing for most reports."""

    def current(self, report: str, *, hurry: bool) -> OfLibrary:
        """Return the recogniser as the files have it now; see `of`."""
        with self._guard:
            self._read()
            tagged = self._tagged if self._own.is_on(RULE) else None
            is_due = tagged is not None and (tagged.is_read or not hurry)
            if tagged and is_due and tagged.refresh(self._names):
                self._made.clear()
            without = tagged.without(report) if tagged and report else {}
            layered = self._layered(tagged, without)
            return OfLibrary(layered, tagged, self._cache, self._names, report)

    def _layered(self, tagged: Tagged | None, without: Mapping[str, str]) -> Layered:
        key = tuple(sorted(without.items()))
        if key not in self._made:
            if key:  # of those for one report the last is kept, as each takes 20 MB of 20,000 texts
                self._made = {one: made for one, made in self._made.items() if not one}
            terms = tagged.terms(without) if tagged else []
            self._made[key] = Layered.of(default(), self._own, terms, self._foreign)
        return self._made[key]

    def _read(self) -> None:
        """Read the own files if one has changed."""
        folders = own.folders(self._library)
        labels = [self._library / "library.json"] if self._library else []
        stamp = own.stamp(folders, labels)
        if stamp == self._stamp:
            return
        self._names = _names(self._library) if self._library else {}
        said = own.read(folders)
        rules, faults = own_rules.read(folders)
        on = [rule for rule in rules.values() if said.is_on(rule.name)]
        self._own = replace(said, faults=(*said.faults, *faults))
        self._foreign = Foreign(on) if on else None
        self._stamp = stamp
        self._made.clear()


def _names(library: Path) -> Mapping[str, str]:
    """Return, by each former name of a label of a library, its name now; none if it is damaged."""
    with contextlib.suppress(LibraryError):
        return current_names(Library(library).labels())
    return {}


@lru_cache(maxsize=4)
def _changing(library: Path | None) -> Changing:
    return Changing(library)


def of(library: Path | None = None, report: str = "", *, hurry: bool = False) -> OfLibrary:
    """Return the recogniser of the library in a folder, or of the user alone, as it is now.

    Call it in a worker: when files have changed they are read, which may take a second.

    Args:
        library: the folder of the library.
        report: the id of the report that is to be read, if it is one of the library.
        hurry: whether to do without the tags of other reports if they were never read before.

    Raises:
        RuleError: if a file that comes with spantag was damaged; never for an own one.
    """
    return _changing(library).current(report, hurry=hurry)
