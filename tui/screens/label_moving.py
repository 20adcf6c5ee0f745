"""Moving a label up or down in the list, and saying why it stays where it is."""

from __future__ import annotations

from store import labels, scheme
from store.library import Library
from tui.screens.scheme_files import Change


def moving(name: str, by: int) -> Change:
    """Return what moves a label some places down, or up, in the scheme of a library."""

    def move(library: Library) -> str:
        before = library.labels()
        library.change_labels(lambda old: scheme.moved(old, name, by))
        return "" if library.labels() != before else why_not(before, name, by)

    return move


def why_not(found: scheme.Scheme, name: str, by: int) -> str:
    """Return why a label does not go further up, or down if `by` is positive."""
    label = labels.find(found, name)
    end = "last" if by > 0 else "first"
    if label.parent in {one.name for one in found}:
        return f"{name} is the {end} of the labels below {label.parent}, and stays among them"
    return f"{name} is the {end} of the labels that are below no other"
