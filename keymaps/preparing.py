"""The keymaps that come with spantag as they stand when they are read, so that no start reads them.

To read TOML costs 10 ms, a tenth of what spantag needs beside Textual. So `prepared/<name>.json`
holds the keymap, with the checksum of the TOML file of which it was made: one that was edited since
is read from its TOML file, until `python -m keymaps` has been run.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec

from keymaps.keymap import Keymap
from keymaps.keys import KeySequence
from keymaps.problems import Place

_PREPARED: Final = "prepared"


class _Prepared(msgspec.Struct):
    """A keymap that inherits from none, without the folder that its file is in."""

    checksum: int
    name: str
    counts: bool | str
    bindings: dict[str, tuple[KeySequence, ...]]
    lines: dict[str, int | None]


def read(path: Path) -> Keymap | None:
    """Return the keymap that was made of a shipped file; None if that file has changed."""
    try:
        made = msgspec.json.decode(_beside(path).read_bytes(), type=_Prepared)
        if made.checksum != _checksum(path):
            return None
    except (OSError, msgspec.DecodeError):
        return None
    places = {id_: Place(str(path), line) for id_, line in made.lines.items()}
    return Keymap(
        made.name,
        MappingProxyType(made.bindings),
        made.counts,
        places=MappingProxyType(places),
        file=str(path),
    )


def write(path: Path, keymap: Keymap) -> None:
    """Write what `read` returns for a shipped file."""
    lines = {id_: place.line for id_, place in keymap.places.items()}
    bindings = dict(keymap.bindings)
    made = _Prepared(_checksum(path), keymap.name, keymap.counts, bindings, lines)
    _beside(path).parent.mkdir(exist_ok=True)
    _beside(path).write_bytes(msgspec.json.encode(made) + b"\n")


def _beside(path: Path) -> Path:
    return path.parent / _PREPARED / f"{path.stem}.json"


def _checksum(path: Path) -> int:
    return zlib.crc32(path.read_bytes())
