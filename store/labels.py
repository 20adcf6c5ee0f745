"""The label scheme: the default one, and finding a label in a scheme."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from store.errors import LabelError
from store.model import Label

DEFAULT = Path(__file__).with_name("labels.toml")
_COLOUR = re.compile("(?:#[0-9a-fA-F]{6})?")


def load(path: Path = DEFAULT) -> tuple[Label, ...]:
    """Return the labels of a scheme file, in its order.

    Raises:
        LabelError: if the file is no label scheme.
    """
    try:
        return tuple(of_fields(row) for row in _document(path)["label"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise LabelError(f"{path} is no label scheme: {error}") from error


def palette() -> tuple[str, ...]:
    """Return colours for labels that stay apart: those of the default scheme, then further ones."""
    return (*(label.colour for label in load()), *_document(DEFAULT)["further"])


def _document(path: Path) -> dict[str, Any]:
    # Imported late: a library that is there needs no scheme file.
    import tomllib

    with path.open("rb") as file:
        return tomllib.load(file)


def of_fields(fields: Mapping[str, object]) -> Label:
    """Return the label that a scheme or a library describes by these fields.

    Raises:
        TypeError: if a field is unknown, or not of its type.
        ValueError: if there is no name, or the colour is not `#rrggbb`.
    """
    strings = {key: value for key, value in fields.items() if isinstance(value, str)}
    former = fields.get("former", [])
    if not isinstance(former, list | tuple) or not all(isinstance(name, str) for name in former):
        raise TypeError(f"the former names of a label are a list of strings, not {former!r}")
    if wrong := set(fields) - set(strings) - {"former"}:
        raise TypeError(f"the fields of a label are strings, not {sorted(wrong)}")
    label = Label(**strings, former=tuple(former))
    if not label.name or not _COLOUR.fullmatch(label.colour):
        raise ValueError(f"label {label.name!r} has the colour {label.colour!r}, not #rrggbb")
    return label


def dumps(labels: Sequence[Label]) -> str:
    """Return a scheme as the text of a file that `load` reads; empty fields are left out."""
    # Imported late: only an export of the scheme needs it.
    import tomli_w

    rows = [{key: value for key, value in asdict(label).items() if value} for label in labels]
    return tomli_w.dumps({"label": rows})


def find(labels: Sequence[Label], name: str) -> Label:
    """Return the label of that name, in any case, or else of that former name.

    Raises:
        LabelError: if there is none; it names the nearest.
    """
    for label in labels:
        if label.name.casefold() == name.casefold():
            return label
    for label in labels:
        if name.casefold() in map(str.casefold, label.former):
            return label
    import difflib  # late: it costs 2 ms, and few names are unknown

    names = [label.name for label in labels]
    nearest = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"did you mean {nearest[0]}?" if nearest else f"there are {', '.join(names)}"
    raise LabelError(f"There is no label {name}; {hint}")


def by_digit(labels: Sequence[Label], digit: str) -> Label | None:
    """Return the label that a digit applies."""
    return next((label for label in labels if digit and label.digit == digit), None)


def by_key(labels: Sequence[Label], key: str) -> Label | None:
    """Return the label that a letter applies after the label leader."""
    return next((label for label in labels if key and label.key == key), None)
