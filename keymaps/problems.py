"""What is wrong, or odd, in a keymap file by itself: where it is, and what to do about it; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from keymaps.commands import COMMANDS, MODES, SCOPES, commands_of
from keymaps.keys import KeySequence, UnknownKey, capitals, display, nearest, parse, same_as
from keymaps.langmap import LangmapError, layouts

TABLES: Final = tuple(scope.name for scope in (*SCOPES, *MODES))
_SETTINGS: Final = ("name", "inherits", "counts", "langmap", "lost")

_LISTED: Final = 12
"""How many names an error message lists."""

_BINDINGS: Final = frozenset(
    f"{table}.{one.name}" for table in TABLES for one in commands_of(table)
)

Document = dict[str, Any]
Lost = frozenset[tuple[str, KeySequence]]
Lines = dict[tuple[str, str], int]
"""The lines of a file on which the names of its tables, or of none (`""`), are set."""


class Place(Struct, frozen=True):
    """Where something is said: the file and, as far as it is known, the line."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        file = self.file if self.file.isprintable() else repr(self.file)
        return file if self.line is None else f"{file}, line {self.line}"


class Problem(Struct, frozen=True):
    """Something wrong in a keymap file: where, as far as it is known, and what to do about it."""

    file: str
    message: str
    key: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = str(Place(self.file, self.line))
        return ": ".join(part for part in (where, self.key, self.message) if part)


def problems(file: str, lines: Lines, document: Document) -> Iterator[Problem]:
    """Yield all that is wrong in a file by itself, in its order."""
    for word, value in document.items():
        line = lines.get(("", word))
        if word in TABLES:
            yield from _problems_of_table(file, lines, word, value)
        elif word == "name" and not isinstance(value, str):
            yield Problem(file, "write the keymap's name in quotes", word, line)
        elif word == "inherits" and value is not False and not isinstance(value, str):
            yield Problem(file, "write the name of a keymap in quotes, or false", word, line)
        elif word == "counts" and not _counts(value):
            yield Problem(file, "write true or false, or the key before digits", word, line)
        elif word == "langmap":
            yield from _problems_of_langmap(file, line, value)
        elif word == "lost":
            yield from _problems_of_lost(file, line, value)
        elif word not in _SETTINGS:
            kind, known = ("scope", TABLES) if isinstance(value, dict) else ("setting", _SETTINGS)
            yield Problem(file, no_such(kind, word, known), "", line)


def line_of(lines: Lines, table: str, name: str) -> int | None:
    """Return the line that sets a name of a table: that of the table if it is written inline."""
    return lines.get((table, name), lines.get(("", table)))


def _counts(value: object) -> bool:
    """Tell whether a value says whether, or after which key, digits are counts."""
    try:
        return isinstance(value, bool) or (isinstance(value, str) and len(parse(value)) == 1)
    except UnknownKey:
        return False


def _problems_of_langmap(file: str, line: int | None, value: object) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        yield Problem(file, 'write a list of layouts, such as ["arabic"]', "langmap", line)
        return
    try:
        layouts(value, Path(file).parent)
    except LangmapError as error:
        yield Problem(file, str(error), "langmap", line)


def _problems_of_lost(file: str, line: int | None, value: object) -> Iterator[Problem]:
    try:
        lost({"lost": value})
    except ValueError:
        message = "only the screen of keys writes this, for its F6; take the line out"
        yield Problem(file, message, "lost", line)


def lost(document: Document) -> Lost:
    """Return the keys that bindings of a file lost to others, `text.relabel r`, not by a wish.

    Raises:
        ValueError: if the file says that in another way.
    """
    found = document.get("lost", [])
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError("no list of texts")
    parts = [one.partition(" ") for one in found]
    if unknown := {binding for binding, _, _ in parts}.difference(_BINDINGS):
        raise ValueError(f"no commands: {unknown}")
    return frozenset((binding, parse(spelling)) for binding, _, spelling in parts)


def _problems_of_table(file: str, lines: Lines, scope: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, dict):
        message = f"write the keys of this scope below a line [{scope}]"
        yield Problem(file, message, scope, lines.get(("", scope)))
        return
    known = [command.name for command in commands_of(scope)]
    for name, keys in value.items():
        line = line_of(lines, scope, name)
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
    for spelling in spellings_of(value):
        try:
            parse(spelling)
        except UnknownKey as error:
            yield str(error)


def spellings_of(value: object) -> list[str]:
    """Return the key sequences of a value, as they are written."""
    if value is False:
        return []
    return value if isinstance(value, list) else [str(value)]


def _no_command(scope: str, name: str, known: list[str]) -> str:
    homes = [f"[{one.scope}]" for one in COMMANDS if one.name == name]
    if homes:
        return f"there is no command {name!r} in [{scope}]; it is in {' and '.join(homes)}"
    return no_such("command", name, known)


def no_such(kind: str, word: str, known: Sequence[str]) -> str:
    """Return how to say that a name is none of those that are known."""
    proposal = nearest(word, known)
    listed = ", ".join(known) if len(known) <= _LISTED else "those that spantag keys lists"
    choice = f"did you mean {proposal!r}?" if proposal else f"there are {listed}"
    return f"there is no {kind} {word[:40]!r}; {choice}"


def sound(file: str, document: Document) -> Document:
    """Return what of a file has no problem; a command whose keys are wrong has none."""
    kept: Document = {}
    for word, value in document.items():
        if word in TABLES and isinstance(value, dict):
            known = [command.name for command in commands_of(word)]
            kept[word] = {
                name: False if any(_problems_of_value(keys)) else keys
                for name, keys in value.items()
                if name in known
            }
        elif not any(problems(file, {}, {word: value})):
            kept[word] = value
    return kept


def remarks(file: str, lines: Lines, document: Document) -> Iterator[Problem]:
    """Yield what is written otherwise than it arrives, or twice."""
    for table in TABLES:
        for name, value in document.get(table, {}).items():
            line = line_of(lines, table, name)
            for message in _remarks_on(spellings_of(value)):
                yield Problem(file, message, f"{table}.{name}", line)


def _remarks_on(spellings: Sequence[str]) -> Iterator[str]:
    for spelling in spellings:
        for written, arrives in same_as(spelling):
            yield f"terminals send {written} as {arrives}; write {arrives}"
        for written, read, shifted in capitals(spelling):
            yield f"{written} is read as {read}, without Shift; write that, or {shifted}"
    bound = [*map(parse, spellings)]
    for sequence in dict.fromkeys(bound):
        if (times := bound.count(sequence)) > 1:
            yield f"{display(sequence)} is bound {times} times in this list; write it once"
