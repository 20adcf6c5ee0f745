"""Changing single values in the text of a TOML file; the rest of it, with its comments, stays."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from typing import Any, Final

Value = str | bool | tuple[str, ...] | None
"""What a name is set to; None takes it out of the file."""

_HEADER: Final = re.compile(r"\s*\[+\s*([^\]]*?)\s*\]")


def edited(text: str, changes: Mapping[tuple[str, str], Value]) -> str:
    """Return the text of a file in which names of tables, or of none (`""`), have other values.

    Raises:
        ValueError: if the text is no TOML.
    """
    wanted: dict[str, Any] = tomllib.loads(text)
    new = text
    for (table, name), value in changes.items():
        home = wanted.get(table, {}) if table else wanted
        home.pop(name, None)
        if value is not None:
            home[name] = list(value) if isinstance(value, tuple) else value
            wanted |= {table: home} if table else {}
        new = _with_line(new, table, name, value)
    if _parsed(new) == wanted:
        return new
    # Written otherwise than a line a value: the comments go, but not a value.
    import tomli_w

    return tomli_w.dumps(wanted)


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except ValueError:
        return None


def _with_line(text: str, table: str, name: str, value: Value) -> str:
    lines = text.split("\n")
    start, end = _extent(lines, table)
    if start is None:
        return text if value is None else f"{text.rstrip()}\n\n[{table}]\n{_line(name, value)}\n"
    for number in range(start, end):
        if name in (_parsed(lines[number]) or {}):
            kept = [] if value is None else [_line(name, value) + _comment(lines[number])]
            return "\n".join([*lines[:number], *kept, *lines[number + 1 :]])
    while not table and start < end and lines[start].startswith("#"):
        start += 1
    added = [] if value is None else [_line(name, value)]
    return "\n".join([*lines[:start], *added, *lines[start:]])


def _extent(lines: list[str], table: str) -> tuple[int | None, int]:
    """Return the first line of a table's values, None if it is not there, and the next table's."""
    headers = [
        (number, one[1]) for number, line in enumerate(lines) if (one := _HEADER.match(line))
    ]
    starts = [(-1, ""), *headers]
    for (number, name), (end, _) in zip(starts, [*headers, (len(lines), "")], strict=True):
        if name == table:
            return number + 1, end
    return None, len(lines)


def _line(name: str, value: Value) -> str:
    if isinstance(value, tuple):
        shown = f"[{', '.join(map(_quoted, value))}]"
    else:
        shown = _quoted(value) if isinstance(value, str) else str(value).lower()
    return f"{name} = {shown}"


def _quoted(value: str) -> str:
    # But for DEL, which no key is, what JSON writes as a string is one in TOML too.
    return json.dumps(value, ensure_ascii=False)


def _comment(line: str) -> str:
    """Return the comment at the end of a line that sets a value, with the blanks before it."""
    whole = _parsed(line)
    for place, char in enumerate(line):
        if char == "#" and _parsed(line[:place]) == whole:
            value = line[:place].rstrip()
            return line[len(value) :]
    return ""
