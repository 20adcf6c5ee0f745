"""Recognisers that others wrote: found by their entry points, and never trusted.

A plug-in is installed with an entry point in the group `spantag.recognisers`, which is a
recogniser or what returns one: an object with `name`, `version` and
`find(text) -> Iterable[(start, end, label, canonical)]`, offsets in code points. Its entities bear
the rule `plugin.<name>`, so that it can be switched off like a rule.

Whatever it does, the others go on: it is imported and run in a thread that is left behind when it
takes too long, what it raises is told, and what is no entity is left out and counted.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Protocol, TypeVar

import regex

from store.entities.overlap import STOP, Proposal, choose, entities
from store.entities.own_files import UNSEEN
from store.model import Entity

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "spantag.recognisers"
RULE = "plugin."
SECONDS = 60.0
"""How long a plug-in may take to load, or to read one text, before it is left behind."""
MOST = 100_000
"""How many entities of one text are taken from a plug-in."""
LONGEST = 1_000
"""Code points of a canonical name."""
NAME = regex.compile(r"[\w.-]{1,60}")

T = TypeVar("T")


class Plugin(Protocol):
    """What an entry point must lead to."""

    name: str
    version: str

    def find(self, text: str) -> Iterable[tuple[int, int, str, str]]:
        """Return start, end, label and canonical name (or "") of each entity of a text."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one plug-in for one text."""

    name: str
    entities: tuple[Entity, ...] = ()
    problem: str = ""
    """What went wrong, or was left out, for the user to see; empty if nothing."""


class _Late(Exception):
    """A plug-in has taken too long."""


class Plugins:
    """The plug-ins of this installation; make it once, and use it in one worker at a time."""

    def __init__(
        self, sources: Mapping[str, Callable[[], object]], problems: Sequence[str] = ()
    ) -> None:
        self._sources = dict(sources)
        self.problems = tuple(problems)
        """What of the settings could not be used, for the user to see."""
        self._loaded: dict[str, Plugin] = {}
        self._broken: dict[str, str] = {}

    @classmethod
    def installed(
        cls, more: Mapping[str, Callable[[], object]] | None = None, problems: Sequence[str] = ()
    ) -> Plugins:
        """Return those that are installed, and others by name; none is imported yet."""
        # Imported late: most who recognise entities ask for no plug-in.
        from importlib.metadata import entry_points

        found: dict[str, Callable[[], object]] = {}
        for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
            found[point.name] = _loader(point)
        return cls({**found, **(more or {})}, problems)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all, those that do not work too."""
        return tuple(self._sources)

    def run(
        self,
        text: str,
        labels: Container[str],
        is_on: Callable[[str], bool] = lambda rule: True,
        stop: Callable[[], bool] = lambda: False,
    ) -> Iterator[Outcome]:
        """Yield what each plug-in finds in a text, one after the other; for a worker thread.

        Args:
            text: the canonical text.
            labels: those that an entity may have.
            is_on: tells whether a rule, `plugin.<name>`, is switched on.
            stop: once it says so, no other plug-in is begun.
        """
        for name in self._sources:
            if stop():
                return
            if is_on(RULE + name):
                yield self._outcome(name, text, labels)

    def _outcome(self, name: str, text: str, labels: Container[str]) -> Outcome:
        """Return what one plug-in finds; after it broke or was late it is not tried again."""
        if name not in self._broken:
            try:
                found = _within(SECONDS, lambda: self._found(name, text))
                return checked(name, found, len(text), labels)
            except _Late:
                self._broken[name] = f"it took longer than {SECONDS:.0f} s and is left out from now"
            except Exception as error:
                problem = f"it failed ({_shown(error)})"
                if name in self._loaded:  # the next text may be to its liking
                    return Outcome(name, problem=f"{_titled(name)}: {problem}")
                self._broken[name] = f"{problem}; update or remove it"
        return Outcome(name, problem=f"{_titled(name)}: {self._broken[name]}")

    def _found(self, name: str, text: str) -> list[object]:
        if name not in self._loaded:
            self._loaded[name] = loaded(name, self._sources[name]())
        return list(islice(self._loaded[name].find(text), MOST + 1))


def loaded(name: str, found: object) -> Plugin:
    """Return the plug-in that an entry point led to: itself, or what makes it.

    Raises:
        TypeError: if it is none.
    """
    if isinstance(found, type) or (callable(found) and not hasattr(found, "find")):
        found = found()
    if not NAME.fullmatch(name):
        raise TypeError("its name is to be of letters, digits, '.', '_' and '-'")
    for field in ("name", "version"):
        if not isinstance(getattr(found, field, None), str):
            raise TypeError(f"it has no {field}")
    if not callable(getattr(found, "find", None)):
        raise TypeError("it has no method 'find'")
    return found  # type: ignore[return-value]


def checked(name: str, found: Sequence[object], length: int, labels: Container[str]) -> Outcome:
    """Return what is an entity of what a plug-in found in a text of some length; pure."""
    good: set[Proposal] = set()
    faults: Counter[str] = Counter()
    for one in found[:MOST]:
        made = _proposal(one, RULE + name, length, labels)
        if isinstance(made, str):
            faults[made] += 1
        else:
            good.add(made)
    if len(found) > MOST:
        faults[f"more than {MOST:,} in one text"] += len(found) - MOST
    told = "; ".join(f"{count} left out: {fault}" for fault, count in faults.most_common(3))
    return Outcome(name, tuple(entities(choose(good))), told and f"{_titled(name)}: {told}")


def joined(found: Sequence[Entity], outcome: Outcome) -> list[Entity]:
    """Return entities and those of a plug-in that overlap none of them; pure.

    So nothing that is on the screen already moves when a plug-in has read the text.
    """
    rivals = sorted(found, key=lambda one: one.span)
    starts = [one.span.start for one in rivals]
    ends = list(accumulate((one.span.end for one in rivals), max, initial=0))
    new = [
        one for one in outcome.entities if ends[bisect_left(starts, one.span.end)] <= one.span.start
    ]
    return sorted([*found, *new], key=in_order)


def in_order(one: Entity) -> tuple[int, int, str]:
    """Return the key by which the entities of a text are sorted."""
    return one.span.start, -one.span.end, one.label


def _proposal(one: object, rule: str, length: int, labels: Container[str]) -> Proposal | str:
    """Return what a plug-in proposes, or why it is nothing."""
    if not isinstance(one, tuple | list) or len(one) != 4:
        return "not start, end, label and canonical name"
    start, end, label, canonical = one
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= length:
        return "offsets outside of the text"
    if not isinstance(label, str) or label not in labels or label == STOP:
        return f"labels that the library does not have, such as {_words(label)!r}"
    if canonical is None:
        canonical = ""
    if not isinstance(canonical, str) or len(canonical) > LONGEST or UNSEEN.search(canonical):
        return "canonical names that are no text, too long, or hold what nobody sees"
    return Proposal(start, end, label, rule, canonical)


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Return what a function returns in a thread of its own, or raise what it raises.

    Raises:
        _Late: if it takes longer; the thread then goes on, and ends with the program at the latest.
    """
    made: list[T] = []
    raised: list[BaseException] = []

    def run() -> None:
        try:
            made.append(work())
        except BaseException as error:  # also what would end a program
            raised.append(error)

    thread = threading.Thread(target=run, daemon=True, name="spantag plug-in")
    thread.start()
    thread.join(seconds)
    if made:
        return made[0]
    if not raised:
        raise _Late
    if isinstance(raised[0], Exception):
        raise raised[0]
    raise RuntimeError(type(raised[0]).__name__) from raised[0]


def _loader(point: EntryPoint) -> Callable[[], object]:
    return lambda: point.load()


def _titled(name: str) -> str:
    return f"Plug-in {name[:60]}"


def _shown(error: Exception) -> str:
    """Return an error in a few words, whatever it is."""
    return f"{type(error).__name__}: {_words(error)}".rstrip(": ")


def _words(thing: object) -> str:
    """Return the beginning of what something says of itself, as far as it can."""
    try:
        return str(thing)[:100]
    except Exception:  # what a plug-in makes may be broken too
        return ""
