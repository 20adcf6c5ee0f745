"""The form of a library's files: one JSON object of tables, a line a document.

To parse every row of a report with 1,000 tags and to write it again as JSON takes ten times as long
as writing the file does. So a file that has this form is proved to be JSON without making its rows,
and its lines serve as they are until they are changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Protocol, TypeVar

Row = dict[str, Any]
Tables = dict[str, dict[str, Row]]
"""What TinyDB reads: the rows of each table by their keys, `"1"`, `"2"`, ..."""
Lines = dict[str, dict[str, bytes]]
"""The same rows as they stand in the file: `"1":{"id":"a"}`, without a comma."""

T = TypeVar("T")
KNOWN_LINES = 8_192
"""For about how many lines a parser remembers what they hold: eight reports with 1,000 tags."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_BRACE = ord("{")


class Rows(Protocol):
    """What the tables of one file hold, while it is open."""

    def rows(self, table: str) -> list[Row]:
        """Return a table's documents in the order in which they were put."""


def line_of(key: str, row: Row) -> bytes:
    """Return the line of a row.

    Raises:
        ValueError: if a value is no finite number or holds a lone surrogate.
    """
    return f'"{key}":{_ENCODER.encode(row)}'.encode()


def row_bytes(line: bytes) -> bytes:
    """Return the JSON of the row in a line."""
    return line.partition(b":")[2]


def parser(type_: type[T]) -> Callable[[Iterable[bytes]], list[T]]:
    """Return a function that makes values of the rows in lines, once for lines that are the same.

    The function raises ValueError if a row is not of that type.
    """
    # Imported late, as only a change needs it: it costs 15 ms.
    import msgspec

    decode = msgspec.json.Decoder(type_).decode
    known: dict[bytes, T] = {}

    def parsed(lines: Iterable[bytes]) -> list[T]:
        if len(known) > KNOWN_LINES:
            known.clear()
        return [
            known[line] if line in known else known.setdefault(line, decode(row_bytes(line)))
            for line in lines
        ]

    return parsed


def lines_of(tables: Mapping[str, Mapping[str, Row]]) -> Lines:
    """Return the lines of all rows, and raise as `line_of` does."""
    return {
        name: {key: line_of(key, row) for key, row in rows.items()} for name, rows in tables.items()
    }


def encode(lines: Lines) -> bytes:
    """Return the content of a file."""
    parts: list[bytes] = []
    for name, rows in lines.items():
        heading, body = _ENCODER.encode(name).encode(), list(rows.values())
        if body:
            body[0] = heading + b":{\n" + body[0]
            body[-1] += b"\n}"
        parts += body or [heading + b":{}"]
    parts = parts or [b""]
    parts[0] = b"{\n" + parts[0]
    parts[-1] += b"\n}\n"
    return b",\n".join(parts)  # once, as every copy of a large file counts


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
        name: {key: b"".join((b'"', key.encode(), b'":', row)) for key, row in rows.items()}
        for name, rows in tables.items()
    }
    return lines if _are_rows(lines) and encode(lines) == content else None


@cache
def _raw() -> Callable[[bytes], dict[str, dict[str, bytes]]]:
    """Return what proves that a file is JSON of rows in tables, and leaves the rows as they are."""
    import msgspec

    return msgspec.json.Decoder(dict[str, dict[str, msgspec.Raw]]).decode  # type: ignore[return-value]


def _are_rows(lines: Lines) -> bool:
    """Tell whether every line is an object on one line, under a number."""
    return all(
        key.isdecimal() and line[len(key) + 3] == _BRACE and b"\n" not in line
        for rows in lines.values()
        for key, line in rows.items()
    )
