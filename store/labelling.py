"""Changing the label scheme of a library, and taking that back as long as the library is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from msgspec import Struct

from store import scheme
from store.database import Database
from store.model import Tag
from store.rows import label_of, label_row
from store.scheme import Scheme

Changed = tuple[Scheme, Scheme]
"""A scheme before and after a change."""


class LabelUses(Struct, frozen=True):
    """How many tags bear each label, and how many reports have such tags."""

    tags: Counter[str]
    reports: Counter[str]

    @classmethod
    def of(cls, reports: Iterable[Iterable[Tag]]) -> LabelUses:
        """Count the tags of reports."""
        uses = cls(Counter(), Counter())
        for tags in reports:
            found = Counter(tag.label for tag in tags)
            uses.tags.update(found)
            uses.reports.update(found.keys())
        return uses


class Labelling:
    """Changes the scheme in a library's file; each change is one save and one step back."""

    def __init__(
        self,
        database: Database,
        counts: Callable[[], Counter[str]],
        borne: Callable[[str], bool],
    ) -> None:
        """Take what counts the tags of all reports by label, and what tells whether a name is on
        record; they are asked only if need be.
        """
        self._database = database
        self._counts = counts
        self._borne = borne
        self._done: list[Changed] = []
        self._undone: list[Changed] = []

    def change(self, change: Callable[[Scheme], Scheme]) -> None:
        """Change the scheme, by what one of the functions of `scheme` makes of it.

        Raises:
            LabelError: as that function does; nothing is changed then.
            LibraryError: if it cannot be read or saved.
        """
        if changed := self._changed(change):
            self._done.append(changed)
            self._undone.clear()

    def undo(self) -> str:
        """Take the last change back; return what it was about, empty if there is none.

        Raises:
            LabelError: if somebody has changed the labels since, or tags bear a label that would
                go; it can be tried again once that is no longer so.
            LibraryError: if the scheme cannot be read or saved, or a report not be read.
        """
        return self._step(self._done, self._undone)

    def redo(self) -> str:
        """Make the change that was taken back last again; else as `undo`."""
        return self._step(self._undone, self._done)

    def undo_brings(self, label: str) -> bool:
        """Tell whether `undo`, once or more often, would bring a label back that is gone."""
        return _bring(self._done, label)

    def redo_brings(self, label: str) -> bool:
        """Tell whether `redo` would; else as `undo_brings`."""
        return _bring(self._undone, label)

    def _step(self, from_: list[Changed], to: list[Changed]) -> str:
        if not from_:
            return ""
        before, after = from_[-1]
        counts: list[Counter[str]] = []

        def tagged(name: str) -> int:
            counts[:] = counts or [self._counts()]
            return counts[0][name]

        self._changed(lambda now: scheme.reverted(now, before, after, tagged, self._borne))
        to.append((after, before))
        from_.pop()
        return scheme.difference(after, before)

    def _changed(self, change: Callable[[Scheme], Scheme]) -> Changed | None:
        with self._database.changing() as tables:
            old = tuple(label_of(row) for row in tables.rows("labels"))
            new = change(old)
            if new == old:
                return None
            for label in old:
                tables.drop("labels", label.name)
            for label in new:
                tables.add("labels", label_row(label))
        return old, new


def _bring(steps: Iterable[Changed], label: str) -> bool:
    return any(label == one.name for before, _ in steps for one in before)
