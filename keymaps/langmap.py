"""Keyboard layouts that type no Latin letters: which key of a US keyboard each character is on.

A layout is a TOML file with rows of characters, `us` and `types`, of the same length: what the
keys type on a US keyboard and with the layout. A blank stands where a key types nothing of its own.
`also` has further characters one by one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from keymaps.keys import named, nearest

_SHIPPED: Final = Path(__file__).parent / "layouts"
_LARGEST: Final = 100_000
"""The size in bytes above which a file is no layout; the shipped ones have less than 1000."""


class LangmapError(ValueError):
    """A layout that does not exist or cannot be used; `args[0]` says why and what to do."""


def available_layouts() -> tuple[str, ...]:
    """Return the names of the layouts that come with spantag."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.toml")))


def layouts(names: Sequence[str], folder: Path = Path()) -> Mapping[str, str]:
    """Return the key of a US keyboard for each key of some layouts; the first named wins.

    A name that ends in `.toml` or holds a slash is a file, a relative one in a folder. Keys are
    named as Textual names them. ASCII characters stay what they are on any layout.

    Raises:
        LangmapError: if there is no such layout, or its file is wrong.
    """
    merged: dict[str, str] = {}
    for name in names:
        for character, key in _layout(_path(name, folder)).items():
            merged.setdefault(character, key)
    return MappingProxyType(merged)


def layouts_with(key: str) -> tuple[str, ...]:
    """Return the layouts that come with spantag and have a key, as Textual names it."""
    return tuple(name for name in available_layouts() if key in layouts([name]))


def _path(name: str, folder: Path) -> Path:
    if name.endswith(".toml") or "/" in name:
        return folder / os.path.expanduser(name)  # noqa: PTH111
    if name in available_layouts():
        return _SHIPPED / f"{name}.toml"
    proposal = nearest(name, available_layouts())
    choice = f"did you mean {proposal!r}?" if proposal else f"there are {_listed()}"
    raise LangmapError(f"there is no layout {name[:40]!r}; {choice}")


def _listed() -> str:
    return ", ".join(available_layouts())


@lru_cache(32)
def _layout(path: Path) -> Mapping[str, str]:
    import tomllib  # late, as it takes 4 ms, and a start without layouts needs none

    try:
        # A device or a pipe has no end.
        if not path.is_file() or path.stat().st_size > _LARGEST:
            raise OSError("there is no such file, or it is no layout")
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return dict(_pairs(document))
    except (OSError, ValueError, RecursionError) as error:
        raise LangmapError(f"the layout {str(path)!r} cannot be used: {error}") from error


def _pairs(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the keys of a layout with those of a US keyboard.

    Raises:
        ValueError: if rows are missing or differ in length.
    """
    us, types = _rows(document, "us"), _rows(document, "types")
    if list(map(len, us)) != list(map(len, types)):
        raise ValueError("the rows of us and types differ in length")
    also = document.get("also", {})
    if not isinstance(also, dict) or not all(isinstance(one, str) for one in also.values()):
        raise ValueError("also must have a character for each character")
    pairs = [*also.items(), *zip("".join(types), "".join(us), strict=True)]
    for character, latin in pairs:
        if len(character) == 1 and len(latin) == 1 and latin.isascii() and not character.isascii():
            yield named(character), named(latin)


def _rows(document: Mapping[str, Any], name: str) -> list[str]:
    rows = document.get(name)
    if not isinstance(rows, list) or not all(isinstance(row, str) for row in rows):
        raise ValueError(f"{name} must be a list of rows of characters")
    return rows
