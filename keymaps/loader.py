"""Keymap files: TOML in, a complete `Keymap` or a list of problems out.

A table is a scope, a key of it a command, its value one key sequence, a list of alternatives, or
`false` for none. A file says only what differs from the keymap that it `inherits`, which is
`default` unless it says `inherits = false`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from keymaps.commands import COMMANDS, SCOPES, commands_of
from keymaps.keys import KeySequence, UnknownKey, nearest, parse

_SHIPPED: Final = Path(__file__).parent
_LARGEST: Final = 100_000
"""The size in bytes above which a file is no keymap; the shipped ones have some 5000."""

_LISTED: Final = 12
"""How many names an error message lists."""

_HEADER: Final = re.compile(r"\s*\[\s*([\w-]+)\s*]")
_SETTING: Final = re.compile(r"""\s*["']?([\w-]+)["']?\s*[=.]""")

_Document = dict[str, Any]
_Lines = dict[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Keymap:
    """Which key sequences ask for which command; every command is there, unbound ones with `()`."""

    name: str
    bindings: Mapping[str, tuple[KeySequence, ...]]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a keymap file: where, as far as it is known, and what to do about it."""

    file: str
    message: str
    key: str = ""
    line: int | None = None

    def __str__(self) -> str:
        file = self.file if self.file.isprintable() else repr(self.file)
        where = file if self.line is None else f"{file}, line {self.line}"
        return ": ".join(part for part in (where, self.key, self.message) if part)


class KeymapError(Exception):
    """A keymap that cannot be used, with all that is wrong about it."""

    title = "Unusable keymap"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    @property
    def message(self) -> str:
        """All problems, a line each."""
        return str(self.args[0])


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


def _load(path: Path, heirs: tuple[Path, ...]) -> Keymap:
    text = _text(path)
    document = _document(path, text)
    lines = _lines(text)
    problems = tuple(_problems(str(path), lines, document))
    if problems:
        raise KeymapError(problems)
    if any(path.samefile(heir) for heir in heirs):
        line = lines.get(("", "inherits"))
        message = "the keymap inherits from itself; break the circle"
        raise KeymapError((Problem(str(path), message, "inherits", line),))
    merged = dict(_inherited(path, lines, document, (*heirs, path)))
    for scope in SCOPES:
        for name, value in document.get(scope.name, {}).items():
            # Two spellings may come to one key.
            merged[f"{scope.name}.{name}"] = tuple(dict.fromkeys(map(parse, _spellings(value))))
    return Keymap(document.get("name", path.stem), MappingProxyType(merged))


def _inherited(
    path: Path, lines: _Lines, document: _Document, heirs: tuple[Path, ...]
) -> Mapping[str, tuple[KeySequence, ...]]:
    if (parent := document.get("inherits", "default")) is False:
        return {command.id: () for command in COMMANDS}
    here = Problem(str(path), "", "inherits", lines.get(("", "inherits")))
    return _load(_path(parent, path.parent, here), heirs).bindings


def _path(name: str, folder: Path, here: Problem) -> Path:
    """Return the file that a name stands for; a relative path starts at a folder."""
    if name.endswith(".toml") or "/" in name:
        # Unlike the one of `Path`, this leaves the home of a user who does not exist as it is.
        return folder / os.path.expanduser(name)  # noqa: PTH111
    if name in available():
        return _SHIPPED / f"{name}.toml"
    message = f"{_no_such('keymap', name, available())}; the name of a file ends in .toml"
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
        raise _unreadable(path, "it is not UTF-8 text") from error
    except ValueError as error:
        raise _unreadable(path, "no file can have this name") from error


def _document(path: Path, text: str) -> _Document:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Huge numbers and deep nesting leave tomllib as errors of their own.
        line = re.search(r"at line (\d+)", str(error))
        why = f"it is not TOML: {error}"
        raise _unreadable(path, why, int(line[1]) if line else None) from error


def _unreadable(path: Path, why: str, line: int | None = None) -> KeymapError:
    return KeymapError((Problem(str(path), f"the keymap cannot be read: {why}", "", line),))


def _problems(file: str, lines: _Lines, document: _Document) -> Iterator[Problem]:
    """Yield all that is wrong in a file by itself, in its order."""
    known = [scope.name for scope in SCOPES]
    for word, value in document.items():
        line = lines.get(("", word))
        if word in known:
            yield from _problems_of_table(file, lines, word, value)
        elif word == "name" and not isinstance(value, str):
            yield Problem(file, "write the keymap's name in quotes", word, line)
        elif word == "inherits" and value is not False and not isinstance(value, str):
            yield Problem(file, "write the name of a keymap in quotes, or false", word, line)
        elif word not in ("name", "inherits"):
            yield Problem(file, _no_such("scope", word, known), "", line)


def _problems_of_table(file: str, lines: _Lines, scope: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, dict):
        message = f"write the keys of this scope below a line [{scope}]"
        yield Problem(file, message, scope, lines.get(("", scope)))
        return
    known = [command.name for command in commands_of(scope)]
    for name, keys in value.items():
        line = lines.get((scope, name))
        if name not in known:
            yield Problem(file, _no_such("command", name, known), f"[{scope}]", line)
            continue
        for message in _problems_of_value(keys):
            yield Problem(file, message, f"{scope}.{name}", line)


def _problems_of_value(value: object) -> Iterator[str]:
    spellings = value if isinstance(value, list) else [value]
    if value is not False and not all(isinstance(one, str) for one in spellings):
        yield 'write one key sequence in quotes, a list of them, such as ["G", "g e"], or false'
        return
    for spelling in _spellings(value):
        try:
            parse(spelling)
        except UnknownKey as error:
            yield str(error)


def _spellings(value: object) -> list[str]:
    if value is False:
        return []
    return value if isinstance(value, list) else [str(value)]


def _no_such(kind: str, word: str, known: list[str] | tuple[str, ...]) -> str:
    proposal = nearest(word, known)
    listed = ", ".join(known) if len(known) <= _LISTED else "those that spantag keys lists"
    choice = f"did you mean {proposal!r}?" if proposal else f"there are {listed}"
    return f"there is no {kind} {word[:40]!r}; {choice}"


def _lines(text: str) -> _Lines:
    """Return the line that first sets each name of each table, which TOML does not keep."""
    lines: _Lines = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = header[1]
            lines.setdefault(("", table), number)
        elif setting := _SETTING.match(line):
            lines.setdefault((table, setting[1]), number)
    return lines
