"""The form of a library's files: one JSON object of tables, a line a document.

To parse every row of a report with 1,000 tags and to write it again as JSON takes ten times as long
as writing the file does. So a file that has this form is proved to be JSON without making its rows,
and its lines serve as they are until they are changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

import msgspec

Row = dict[str, Any]
Tables = dict[str, dict[str, Row]]
"""What TinyDB reads: the rows of each table by their keys, `"1"`, `"2"`, ..."""

T = TypeVar("T")

_BRACE = ord("{")


class Rows(Protocol):
    """What the tables of one file hold, while it is open."""

    def rows(self, table: str) -> list[Row]:
        """Return a table's documents in the order in which they were put."""


class Table(dict[str, bytes]):
    """The rows of a table as they stand in the file: `"1":{"id":"a"}` by `1`, without a comma.

    It remembers what was made of its lines, so that one more of them costs what that one costs; a
    line that is changed or removed makes it forget. Lines are put and removed one by one.
    """

    def __init__(self, lines: Mapping[str, bytes] = MappingProxyType({})) -> None:
        super().__init__(lines)
        self._body, self._joined = b"", 0
        self._parsed: dict[Callable[[Iterable[bytes]], list[Any]], list[Any]] = {}

    def __setitem__(self, key: str, line: bytes) -> None:
        if key in self:
            self._forget()
        super().__setitem__(key, line)

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self._forget()

    def _forget(self) -> None:
        self._body, self._joined, self._parsed = b"", 0, {}

    def copy(self) -> Table:
        """Return a table of the same lines, which can be changed without this one."""
        new = Table(self)
        new._body, new._joined = self._body, self._joined
        new._parsed = {parse: list(found) for parse, found in self._parsed.items()}
        return new

    def body(self) -> bytes:
        """Return all lines as they stand in the file."""
        new = list(islice(self.values(), self._joined, None))
        if new:
            self._body = b",\n".join([self._body, *new] if self._joined else new)
            self._joined = len(self)
        return self._body

    def parsed(self, parse: Callable[[Iterable[bytes]], list[T]]) -> Sequence[T]:
        """Return what a parser makes of the lines, and raise as it does."""
        found: list[T] = self._parsed.setdefault(parse, [])
        found += parse(islice(self.values(), len(found), None))
        return found


Lines = dict[str, Table]
"""The tables of a file."""


def line_of(key: str, row: Row) -> bytes:
    """Return the line of a row.

    Raises:
        ValueError: if a value is no finite number or holds a lone surrogate.
    """
    return f'"{key}":{_encoder()(row)}'.encode()


@cache
def _encoder() -> Callable[[Any], str]:
    """Return what makes JSON of a value as a file has it."""
    import json  # which reading does without

    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def row_bytes(line: bytes) -> bytes:
    """Return the JSON of the row in a line."""
    return line.partition(b":")[2]


def parser(type_: type[T]) -> Callable[[Iterable[bytes]], list[T]]:
    """Return a function that makes values of the rows in lines.

    The function raises ValueError if a row is not of that type.
    """

    @cache
    def decoder() -> Callable[[bytes], T]:
        return msgspec.json.Decoder(type_).decode

    def parse(lines: Iterable[bytes]) -> list[T]:
        decode = decoder()
        return [decode(row_bytes(line)) for line in lines]

    return parse


def lines_of(tables: Mapping[str, Mapping[str, Row]]) -> Lines:
    """Return the lines of all rows, and raise as `line_of` does."""
    return {
        name: Table({key: line_of(key, row) for key, row in rows.items()})
        for name, rows in tables.items()
    }


def encode(lines: Lines) -> bytes:
    """Return the content of a file."""
    parts: list[bytes] = []
    for name, table in lines.items():
        parts += [b",\n" if parts else b"{\n", _encoder()(name).encode()]
        parts += [b":{\n", table.body(), b"\n}"] if table else [b":{}"]
    return b"".join([*(parts or [b"{\n"]), b"\n}\n"])  # once, as a copy of a large file counts


def lines_in(content: bytes) -> Lines | None:
    """Return the lines of a file if it is JSON, of rows in tables, and exactly what `encode` makes.

    None says nothing of the file but that its rows must be parsed.
    """
    try:
        content.decode()  # what is left raw is not checked for this
        tables = _raw()(content)
    except (ValueError, RecursionError):
        return None
    lines = {
        name: Table({key: b"".join((b'"', key.encode(), b'":', row)) for key, row in rows.items()})
        for name, rows in tables.items()
    }
    return lines if _are_rows(lines) and encode(lines) == content else None


@cache
def _raw() -> Callable[[bytes], dict[str, dict[str, bytes]]]:
    """Return what proves that a file is JSON of rows in tables, and leaves the rows as they are."""
    return msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]]).decode  # type: ignore[return-value]


def _are_rows(lines: Lines) -> bool:
    """Tell whether every line is an object on one line, under a number."""
    return all(
        key.isdecimal() and line[len(key) + 3] == _BRACE and b"\n" not in line
        for rows in lines.values()
        for key, line in rows.items()
    )
