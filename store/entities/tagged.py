"""What analysts tagged in a library, as terms that are proposed in its other reports.

Nothing of it is kept but a cache that saves time: what each report's file says, by the file's
stamp, as in the list of reports. When a text bears several labels the more frequent one counts.
What a report says itself counts nothing in it, so that tagging there alters no suggestion.
"""

from __future__ import annotations

import contextlib
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from store.entities.gazetteer import WORD, Term
from store.entities.overlap import STOP
from store.errors import LibraryError
from store.files import make_folder, replace_file
from store.summaries import stamp

RULE = "tagged"
PRIORITY = 50
"""Of a tagged text: above all that comes with spantag, below an own term."""
LETTERS = 3
"""How many letters a text needs at least, for shorter ones stand in too many places by chance."""
LONGEST = 100
"""Code points above which a tagged text is hardly a name that comes again."""
KEPT_BACK = 20
"""How many reports may have changed before the cache is written: reading them takes 20 ms."""
CACHE_VERSION = 1
STOP_WORDS = Path(__file__).parent / "data" / "tagged" / "stop_words.txt"

Count = tuple[str, str, str, int]
"""A text, its label, who tagged it so, and how often in a report."""


@dataclass(frozen=True, slots=True)
class Said:
    """How often a text was tagged with one label."""

    label: str
    tags: int
    reports: int
    authors: tuple[str, ...]

    def __str__(self) -> str:
        who = " and ".join(self.authors)
        times = f"{self.tags} times" if self.tags > 1 else "once"
        where = f"{self.reports} reports" if self.reports > 1 else "one report"
        return f"tagged {self.label} by {who} {times} in {where}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """With which labels a text was tagged, the most frequent first."""

    said: tuple[Said, ...]

    def __str__(self) -> str:
        return "; also ".join(map(str, self.said))


class _Tag(msgspec.Struct, gc=False):
    quote: str
    label: str
    author: str


class _File(msgspec.Struct):
    tags: dict[str, _Tag]


class _Known(msgspec.Struct, array_like=True):
    """What was read of one report, and the stamp of its file then."""

    stamp: list[int]
    counts: list[Count]


class _Cache(msgspec.Struct):
    version: int
    reports: dict[str, _Known]


_read_file = msgspec.json.Decoder(_File).decode
_read_cache = msgspec.json.Decoder(_Cache).decode


class Tagged:
    """The tagged texts of one library; `refresh` reads what has changed of its files."""

    def __init__(self, library: Path) -> None:
        self._reports = library / "reports"
        self._cache = library / "cache" / "tagged.json"
        self._known: dict[str, _Known] = {}
        self._seen: tuple[int, ...] | None = None
        self._unsaved = 0
        self._by_text: defaultdict[str, dict[str, list[Count]]] = defaultdict(dict)
        self._label: dict[str, str] = {}
        self._names: dict[str, str] = {}

    @property
    def is_read(self) -> bool:
        """Whether the reports have been read once, of which the first time takes longest."""
        return self._seen is not None

    def terms(self, without: Mapping[str, str] | None = None) -> list[Term]:
        """Return the texts as terms of the labels with which they were tagged most.

        Args:
            without: what is otherwise `without` a report.
        """
        labels = {**self._label, **without} if without else self._label
        return [
            Term(text, label, RULE, "", PRIORITY) for text, label in labels.items() if label != STOP
        ]

    def without(self, report: str) -> dict[str, str]:
        """Return the texts that have another label without a report, `-` for none, and that."""
        known = self._known.get(f"{report}.json")
        found = {}
        for text in {text for text, *_ in known.counts} if known else ():
            label = winner(others) if (others := self._others(text, report)) else STOP
            if label != self._label[text]:
                found[text] = label
        return found

    def _others(self, text: str, report: str) -> list[list[Count]]:
        """Return how a text was tagged in each report but one."""
        found = self._by_text.get(text, {})
        return [counts for name, counts in found.items() if name != f"{report}.json"]

    def evidence(self, text: str, report: str = "") -> Evidence | None:
        """Return how often a text, blanks in it alike, was tagged in reports other than one."""
        reports = self._others(" ".join(text.split()), report)
        return weighed(reports) if reports else None

    def refresh(self, names: Mapping[str, str] | None = None) -> bool:
        """Read the reports that have changed, and tell whether the terms have.

        It costs one `stat` if nothing has, and one a report if something has. Damaged reports are
        left out, as the list of reports names them.

        Args:
            names: by each former name of a label, its name now.
        """
        seen, names = _folder_stamp(self._reports), dict(names or {})
        if seen == self._seen and names == self._names:
            return False
        known = _load(self._cache) if self._seen is None else self._known
        current = dict(_current(self._reports, known))
        self._unsaved += sum(known.get(id_) is not one for id_, one in current.items())
        if self._unsaved > KEPT_BACK:
            _save(self._cache, current)
            self._unsaved = 0
        before = self._label
        if names != self._names:
            self._names, self._known = names, {}
            self._by_text, self._label = defaultdict(dict), {}
        changed = self._weigh(current)
        self._known, self._seen = current, seen
        return changed or self._label != before

    def _weigh(self, current: dict[str, _Known]) -> bool:
        """Weigh the texts anew of which reports say other than before."""
        touched: set[str] = set()
        for id_ in self._known.keys() | current.keys():
            old, new = self._known.get(id_), current.get(id_)
            if old is new:
                continue
            for text, *_ in old.counts if old else ():
                self._by_text[text].pop(id_, None)
                touched.add(text)
            for text, label, author, times in new.counts if new else ():
                count = text, self._names.get(label, label), author, times
                self._by_text[text].setdefault(id_, []).append(count)
                touched.add(text)
        before = {text: self._label.get(text) for text in touched}
        for text in touched:
            if reports := self._by_text[text]:
                self._label[text] = winner(reports.values())
            else:
                self._label.pop(text, None)
                del self._by_text[text]
        return any(self._label.get(text) != label for text, label in before.items())


def winner(reports: Collection[Sequence[Count]]) -> str:
    """Return the label with which one text was tagged most, from the counts of each report; pure.

    Of labels that were given as often, that in more reports wins, then by the alphabet.
    """
    labels = {label for counts in reports for _, label, _, _ in counts}
    return labels.pop() if len(labels) == 1 else weighed(reports).said[0].label


def counted(tags: Iterable[_Tag]) -> list[Count]:
    """Return how often each text of a report was tagged with which label by whom; pure."""
    found = Counter((" ".join(tag.quote.split()), tag.label, tag.author) for tag in tags)
    return [(*said, count) for said, count in found.items() if is_term(said[0])]


def weighed(reports: Iterable[Iterable[Count]]) -> Evidence:
    """Return with which labels one text was tagged, the `winner` first; pure."""
    by_label: defaultdict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for number, counts in enumerate(reports):
        for _, label, author, count in counts:
            by_label[label].append((number, author, count))
    said = (_said(label, found) for label, found in by_label.items())
    return Evidence(tuple(sorted(said, key=lambda one: (-one.tags, -one.reports, one.label))))


def _said(label: str, found: Iterable[tuple[int, str, int]]) -> Said:
    reports, authors, times = zip(*found, strict=True)
    return Said(label, sum(times), len(set(reports)), tuple(sorted(set(authors))))


def is_term(text: str) -> bool:
    """Tell whether a tagged text, its blanks single, is one to look for in other reports."""
    if len(text) > LONGEST or sum(map(str.isalpha, text)) < LETTERS:
        return False
    return not stop_words().issuperset(WORD.findall(text.casefold()))


@cache
def stop_words() -> frozenset[str]:
    """Return the words that name nothing by themselves, case-folded."""
    lines = STOP_WORDS.read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _folder_stamp(folder: Path) -> tuple[int, ...]:
    """Return what changes when a file of a folder is replaced; empty if there is no folder."""
    try:
        status = folder.stat()
    except OSError:
        return ()
    return status.st_ino, status.st_mtime_ns


def _current(folder: Path, known: Mapping[str, _Known]) -> Iterable[tuple[str, _Known]]:
    """Yield what each report of the folder says, reading those that have changed."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or not entry.name.endswith(".json"):
            continue
        with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            mark = stamp(entry)
            old = known.get(entry.name)
            if old is None or old.stamp != mark:
                data = Path(entry.path).read_bytes()
                old = _Known(mark, counted(_read_file(data).tags.values()))
            yield entry.name, old


def _load(cache: Path) -> dict[str, _Known]:
    """Return what was read of the reports when the cache was written, nothing if it is unusable."""
    try:
        found = _read_cache(cache.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return found.reports if found.version == CACHE_VERSION else {}


def _save(cache: Path, known: dict[str, _Known]) -> None:
    # A library that cannot be written to can still be read.
    with contextlib.suppress(OSError, UnicodeEncodeError, LibraryError):
        make_folder(cache.parent)
        replace_file(cache, msgspec.json.encode(_Cache(CACHE_VERSION, known)))
