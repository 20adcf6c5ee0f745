"""Label schemes as files: writing one, and taking one over into another; the latter is pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from store import labels, scheme
from store.errors import ExportError, LabelError
from store.files import create_file, replace_file
from store.library import Library
from store.model import Label
from store.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a scheme that took over another: the new one, and a line a label.

    `clashes` says what of the other could not be had, and why; the rest of it was taken.
    """

    scheme: Scheme
    changes: tuple[str, ...]
    clashes: tuple[str, ...]


def write(path: Path, found: Sequence[Label], *, overwrite: bool = False) -> None:
    """Write a scheme to a file that `labels.load` reads.

    Raises:
        ExportError: if the file is there already and `overwrite` is not set, or on any failure.
    """
    data = labels.dumps(found).encode()
    if not path.absolute().parent.is_dir():
        raise ExportError(f"There is no folder {path.absolute().parent}; make it, or name another")
    try:
        if overwrite:
            replace_file(path, data)
        else:
            create_file(path, [data])
    except FileExistsError as error:
        raise ExportError(
            f"{path} exists already; name another file, or give --overwrite"
        ) from error
    except OSError as error:
        raise ExportError(f"{path} could not be written: {error.strerror}") from error


def imported(old: Scheme, others: Sequence[Label]) -> Imported:
    """Return a scheme that has taken over the labels of another, by their names.

    No label of the old scheme goes, and none loses a name that tags bear. A label that has a
    former name of the other's is that label, and is renamed. The order stays; new labels follow.
    """
    taking = _Taking(old)
    for other in others:
        taking.take(other)
    for other in others:
        taking.nest(other)
    return Imported(taking.scheme, tuple(taking.changes), tuple(taking.clashes))


def take_over(library: Library, path: Path) -> Imported:
    """Have a library take over the labels of a file, and tell what became of them.

    Raises:
        LabelError: if the file is no label scheme.
        LibraryError: if the library cannot be read or saved.
    """
    others = labels.load(path)
    became: list[Imported] = []

    def change(old: Scheme) -> Scheme:
        became.append(imported(old, others))
        return became[-1].scheme

    library.change_labels(change)
    return became[-1]


class _Taking:
    """A scheme on its way to another one."""

    def __init__(self, old: Scheme) -> None:
        self.scheme = old
        self.changes: list[str] = []
        self.clashes: list[str] = []
        self._taken: dict[str, Label] = {}

    def take(self, other: Label) -> None:
        """Add a label, or change the one that it is, but for its parent."""
        if other.name.casefold() in self._taken:
            self.clashes.append(f"{other.name} is there twice; the first counts")
            return
        known = self._known(other)
        label = replace(other, parent=known.parent if known else "")
        label = self._without_clashes(label, known)
        try:
            if known is None:
                self.scheme = scheme.added(self.scheme, label)
                self.changes.append(f"{label.name} is new")
            elif label != known:
                self.scheme = scheme.edited(self.scheme, known.name, label)
                was = f" (was {known.name})" if known.name != label.name else ""
                self.changes.append(f"{label.name} is changed{was}")
        except LabelError as error:
            self.clashes.append(f"{other.name} is left out: {error.message}")
        else:
            self._taken[other.name.casefold()] = label

    def _known(self, other: Label) -> Label | None:
        """Return the label of a scheme that another's is, by name, or else by a former name."""
        names = {label.name.casefold(): label for label in self.scheme}
        found = (names.get(name.casefold()) for name in (other.name, *other.former))
        return next((label for label in found if label is not None), None)

    def _without_clashes(self, label: Label, known: Label | None) -> Label:
        """Return a label without the letter, the digit and the former names that others have."""
        rest = [one for one in self.scheme if one is not known]
        if (owner := labels.by_key(rest, label.key)) is not None:
            self.clashes.append(f"{label.name}: the letter {label.key} belongs to {owner.name}")
            label = replace(label, key=known.key if known else "")
        if (owner := labels.by_digit(rest, label.digit)) is not None:
            self.clashes.append(f"{label.name}: the digit {label.digit} belongs to {owner.name}")
            label = replace(label, digit=known.digit if known else "")
        borne = {name.casefold() for one in rest for name in (one.name, *one.former)}
        former = (*(known.former if known else ()), *label.former)
        kept = [name for name in dict.fromkeys(former) if name.casefold() not in borne]
        return replace(label, former=tuple(name for name in kept if name != label.name))

    def nest(self, other: Label) -> None:
        """Put a label that was taken below its parent."""
        if not other.parent or self._taken.get(other.name.casefold()) is None:
            return
        try:
            parent = labels.find(self.scheme, other.parent).name
            label = labels.find(self.scheme, other.name)
            self.scheme = scheme.edited(self.scheme, label.name, replace(label, parent=parent))
        except LabelError as error:
            self.clashes.append(f"{other.name} is not below {other.parent}: {error.message}")
            return
        if label.parent != parent:
            self.changes.append(f"{label.name} is below {parent}")
