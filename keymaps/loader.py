"""Keymap files: TOML in, a complete `Keymap` or a list of problems out.

A table is a scope or a mode, a key of it a command, its value one key sequence, a list of
alternatives, or `false` for none. A file says only what differs from the keymap that it
`inherits`, which is `default` unless it says `inherits = false`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from keymaps.commands import COMMANDS, MODES, SCOPES, commands_of
from keymaps.keys import KeySequence, UnknownKey, nearest, parse, same_as
from keymaps.kinds import Command
from keymaps.langmap import LangmapError, layouts

_SHIPPED: Final = Path(__file__).parent
_LARGEST: Final = 100_000
"""The size in bytes above which a file is no keymap; the shipped ones have some 5000."""

_LISTED: Final = 12
"""How many names an error message lists."""

_HEADER: Final = re.compile(r"\s*\[\s*([\w-]+)\s*]")
_SETTING: Final = re.compile(r"""\s*["']?([\w-]+)["']?\s*[=.]""")

_TABLES: Final = tuple(scope.name for scope in (*SCOPES, *MODES))
_SETTINGS: Final = ("name", "inherits", "counts", "langmap")

_Document = dict[str, Any]
_Lines = dict[tuple[str, str], int]


class Place(Struct, frozen=True):
    """Where something is said: the file and, as far as it is known, the line."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        file = self.file if self.file.isprintable() else repr(self.file)
        return file if self.line is None else f"{file}, line {self.line}"


class Keymap(Struct, frozen=True):
    """Which key sequences ask for which command.

    Every command is in `bindings` by its id, unbound ones with `()`; what a mode has keys for
    also by the mode's name, such as `selected.label_1`. With `counts`, digits that ask for nothing
    say how often to do what follows. `langmap` has the keys of other keyboard layouts, `places`
    where each binding is said, and `remarks` what is odd about how the file itself says them.
    """

    name: str
    bindings: Mapping[str, tuple[KeySequence, ...]]
    counts: bool = False
    langmap: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    file: str = ""
    remarks: tuple[Problem, ...] = ()

    def bound(self, scope: str) -> Iterator[tuple[Command, KeySequence]]:
        """Yield the commands of a scope or mode with each of their sequences, best first."""
        for one in commands_of(scope):
            for sequence in self.bindings.get(f"{scope}.{one.name}", ()):
                if sequence:
                    yield one, sequence


class Problem(Struct, frozen=True):
    """Something wrong in a keymap file: where, as far as it is known, and what to do about it."""

    file: str
    message: str
    key: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = str(Place(self.file, self.line))
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
    return _merged(path, lines, document, _inherited(path, lines, document, (*heirs, path)))


def _merged(path: Path, lines: _Lines, document: _Document, base: Keymap) -> Keymap:
    bindings, places = dict(base.bindings), dict(base.places)
    for table in _TABLES:
        for name, value in document.get(table, {}).items():
            # Two spellings may come to one key.
            bindings[f"{table}.{name}"] = tuple(dict.fromkeys(map(parse, _spellings(value))))
            line = lines.get((table, name), lines.get(("", table)))
            places[f"{table}.{name}"] = Place(str(path), line)
    langmap = document.get("langmap")
    return Keymap(
        document.get("name", path.stem),
        MappingProxyType(bindings),
        document.get("counts", base.counts),
        base.langmap if langmap is None else layouts(langmap, path.parent),
        MappingProxyType(places),
        str(path),
        tuple(_remarks(str(path), lines, document)),
    )


def _inherited(path: Path, lines: _Lines, document: _Document, heirs: tuple[Path, ...]) -> Keymap:
    if (parent := document.get("inherits", "default")) is False:
        return Keymap("", MappingProxyType({command.id: () for command in COMMANDS}))
    here = Problem(str(path), "", "inherits", lines.get(("", "inherits")))
    return _load(_path(parent, path.parent, here), heirs)


def _remarks(file: str, lines: _Lines, document: _Document) -> Iterator[Problem]:
    """Yield what is written otherwise than it arrives."""
    for table in _TABLES:
        for name, value in document.get(table, {}).items():
            for spelling in _spellings(value):
                for written, arrives in same_as(spelling):
                    message = f"terminals send {written} as {arrives}; write {arrives}"
                    yield Problem(file, message, f"{table}.{name}", lines.get((table, name)))


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
    for word, value in document.items():
        line = lines.get(("", word))
        if word in _TABLES:
            yield from _problems_of_table(file, lines, word, value)
        elif word == "name" and not isinstance(value, str):
            yield Problem(file, "write the keymap's name in quotes", word, line)
        elif word == "inherits" and value is not False and not isinstance(value, str):
            yield Problem(file, "write the name of a keymap in quotes, or false", word, line)
        elif word == "counts" and not isinstance(value, bool):
            yield Problem(file, "write true or false", word, line)
        elif word == "langmap":
            yield from _problems_of_langmap(file, line, value)
        elif word not in _SETTINGS:
            kind, known = ("scope", _TABLES) if isinstance(value, dict) else ("setting", _SETTINGS)
            yield Problem(file, _no_such(kind, word, known), "", line)


def _problems_of_langmap(file: str, line: int | None, value: object) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        yield Problem(file, 'write a list of layouts, such as ["arabic"]', "langmap", line)
        return
    try:
        layouts(value, Path(file).parent)
    except LangmapError as error:
        yield Problem(file, str(error), "langmap", line)


def _problems_of_table(file: str, lines: _Lines, scope: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, dict):
        message = f"write the keys of this scope below a line [{scope}]"
        yield Problem(file, message, scope, lines.get(("", scope)))
        return
    known = [command.name for command in commands_of(scope)]
    for name, keys in value.items():
        line = lines.get((scope, name))
        if name not in known:
            yield Problem(file, _no_command(scope, name, known), f"[{scope}]", line)
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


def _no_command(scope: str, name: str, known: list[str]) -> str:
    homes = [f"[{one.scope}]" for one in COMMANDS if one.name == name]
    if homes:
        return f"there is no command {name!r} in [{scope}]; it is in {' and '.join(homes)}"
    return _no_such("command", name, known)


def _no_such(kind: str, word: str, known: Sequence[str]) -> str:
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
