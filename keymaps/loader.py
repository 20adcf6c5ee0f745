"""Keymap files: TOML in, a complete `Keymap` or a list of problems out.

A table is a scope or a mode, a key of it a command, its value one key sequence, a list of
alternatives, or `false` for none. A file says only what differs from the keymap that it
`inherits`, which is `default` unless it says `inherits = false`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import MappingProxyType
from typing import Final

from msgspec.structs import replace

from keymaps import preparing
from keymaps.commands import COMMANDS
from keymaps.keymap import Keymap, KeymapError
from keymaps.keys import parse
from keymaps.langmap import layouts
from keymaps.problems import (
    TABLES,
    Document,
    Lines,
    Place,
    Problem,
    line_of,
    no_such,
    problems,
    remarks,
    sound,
    spellings_of,
)

_SHIPPED: Final = Path(__file__).parent
_LARGEST: Final = 100_000
"""The size in bytes above which a file is no keymap; the shipped ones have some 5000."""

_NAME: Final = r"""(?:[\w-]+|"[^"\\]*"|'[^']*')"""
_PATH: Final = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER: Final = rf"\s*\[\[?\s*({_PATH})\s*]"
_SETTING: Final = rf"\s*({_PATH})\s*="


def available() -> tuple[str, ...]:
    """Return the names of the keymaps that come with spantag."""
    return tuple(sorted(path.stem for path in _SHIPPED.glob("*.toml")))


def load(name_or_path: str | Path) -> Keymap:
    """Return the keymap of a shipped name, or of a TOML file.

    A string is a path if it ends in `.toml` or holds a slash.

    Raises:
        KeymapError: if the file, or one that it inherits from, cannot be read or has a problem.
    """
    if isinstance(name_or_path, Path):
        return _load(name_or_path, ())
    return _load(_path(name_or_path, Path(), Problem(name_or_path, "")), ())


def prepare() -> None:
    """Write again how the keymaps that come with spantag stand when they are read."""
    for name in available():
        path = _SHIPPED / f"{name}.toml"
        preparing.write(path, _read(path, ()))


def _load(path: Path, heirs: tuple[Path, ...]) -> Keymap:
    return (preparing.read(path) if _shipped(path) else None) or _read(path, heirs)


def _read(path: Path, heirs: tuple[Path, ...]) -> Keymap:
    text = _text(path)
    document = _document(path, text)
    lines = _lines(text)
    if not _shipped(path) and (found := tuple(problems(str(path), lines, document))):
        raise KeymapError(found)
    if any(path.samefile(heir) for heir in heirs):
        line = lines.get(("", "inherits"))
        message = "the keymap inherits from itself; break the circle"
        raise KeymapError((Problem(str(path), message, "inherits", line),))
    return _merged(path, lines, document, _inherited(path, lines, document, (*heirs, path)))


def _shipped(path: Path) -> bool:
    """Tell whether a file comes with spantag: tests see to those, and every start waits for one."""
    return path.parent == _SHIPPED


def _merged(path: Path, lines: Lines, document: Document, base: Keymap) -> Keymap:
    bindings, places = dict(base.bindings), dict(base.places)
    for table in TABLES:
        for name, value in document.get(table, {}).items():
            # Two spellings may come to one key.
            bindings[f"{table}.{name}"] = tuple(dict.fromkeys(map(parse, spellings_of(value))))
            places[f"{table}.{name}"] = Place(str(path), line_of(lines, table, name))
    langmap, counts = document.get("langmap"), document.get("counts", base.counts)
    return Keymap(
        document.get("name", path.stem),
        MappingProxyType(bindings),
        parse(counts)[0] if isinstance(counts, str) else counts,
        base.langmap if langmap is None else layouts(langmap, path.parent),
        MappingProxyType(places),
        str(path),
        () if _shipped(path) else tuple(remarks(str(path), lines, document)),
    )


def _inherited(path: Path, lines: Lines, document: Document, heirs: tuple[Path, ...]) -> Keymap:
    if (parent := document.get("inherits", "default")) is False:
        return Keymap("", MappingProxyType({command.id: () for command in COMMANDS}))
    here = Problem(str(path), "", "inherits", lines.get(("", "inherits")))
    return _load(_path(parent, path.parent, here), heirs)


def examined(path: Path) -> tuple[Keymap | None, tuple[Problem, ...]]:
    """Return the keymap that is in a file as far as it is sound, and all that is wrong in it.

    The default keymap takes the place of one that cannot be inherited. A file that cannot be read
    has none.
    """
    try:
        text = _text(path)
        document = _document(path, text)
    except KeymapError as error:
        return None, error.problems
    lines = _lines(text)
    found = tuple(problems(str(path), lines, document))
    kept = sound(str(path), document)
    try:
        base = _inherited(path, lines, kept, (path,))
    except KeymapError as error:
        base, found = load("default"), (*found, *error.problems)
    return _merged(path, lines, kept, base), found


def inherited_by(name_or_path: str) -> str:
    """Return the name or path that a keymap file says it inherits, however wrong the rest of it is.

    It is `default` where nothing better can be read.
    """
    try:
        path = _path(name_or_path, Path(), Problem(name_or_path, ""))
        text = _text(path)
    except KeymapError:
        return "default"
    found = re.search(r"""^\s*inherits\s*=\s*["']([^"']+)["']""", text, re.MULTILINE)
    if found is None:
        return "default"
    is_file = found[1].endswith(".toml") or "/" in found[1]
    return str(path.parent / found[1]) if is_file else found[1]


def _path(name: str, folder: Path, here: Problem) -> Path:
    """Return the file that a name stands for; a relative path starts at a folder."""
    if name.endswith(".toml") or "/" in name:
        # Unlike the one of `Path`, this leaves the home of a user who does not exist as it is.
        return folder / os.path.expanduser(name)  # noqa: PTH111
    if name in available():
        return _SHIPPED / f"{name}.toml"
    message = f"{no_such('keymap', name, available())}; the name of a file ends in .toml"
    raise KeymapError((replace(here, message=message),))


def _text(path: Path) -> str:
    try:
        # A device or a pipe has no end.
        if path.exists() and not path.is_file():
            raise OSError("it is not a file")
        if path.stat().st_size > _LARGEST:
            raise OSError(f"it is larger than {_LARGEST} bytes")
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _unreadable(path, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        before = error.object[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        raise _unreadable(path, "it is not UTF-8 text", before.count(b"\n") + 1) from error
    except ValueError as error:
        raise _unreadable(path, "no file can have this name") from error


def _document(path: Path, text: str) -> Document:
    import tomllib  # late, as it takes 4 ms, and most starts read no TOML

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Huge numbers and deep nesting leave tomllib as errors of their own.
        line = re.search(r"at line (\d+)", str(error))
        why = f"it is not TOML: {error}"
        raise _unreadable(path, why, int(line[1]) if line else None) from error


def _unreadable(path: Path, why: str, line: int | None = None) -> KeymapError:
    return KeymapError((Problem(str(path), f"the keymap cannot be read: {why}", "", line),))


def _lines(text: str) -> Lines:
    """Return the line that first sets each name of each table, which TOML does not keep.

    A name may be dotted, as in `[text.note]` or `text.note = "n"`.
    """
    lines: Lines = {}
    table: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(_HEADER, line):
            path = table = _parts(header[1])
        elif setting := re.match(_SETTING, line):
            path = [*table, *_parts(setting[1])]
        else:
            continue
        lines.setdefault(("", path[0]), number)
        if len(path) > 1:
            lines.setdefault((path[0], path[1]), number)
    return lines


def _parts(path: str) -> list[str]:
    """Return the names in a dotted one, without quotes."""
    return [name.strip("\"'") for name in re.findall(_NAME, path)]
