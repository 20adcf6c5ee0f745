"""What the commands print: lines for people, JSON for programs, errors on one line.

Foreign text that goes to a terminal passes `visible`; what goes to a pipe or file stays true to
its source, but in lines for people, where a line break or an escape would break the table.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

AT_ONCE = 100
"""Rows of an export that are written in one piece."""


def line(text: str) -> None:
    """Print one line for people."""
    _write(_visible(text) + "\n")


def text(content: str) -> None:
    """Print a text of several lines; on a terminal its controls are made visible."""
    _write(_visible(content, multiline=True) if sys.stdout.isatty() else content)


def chunks(lines: Iterable[str]) -> None:
    """Print an export as it is, or made visible on a terminal, where LF ends its rows."""
    if sys.stdout.isatty():
        for chunk in lines:
            text(chunk.removesuffix("\r\n") + "\n")
        return
    given = iter(lines)
    while together := list(islice(given, AT_ONCE)):
        _write("".join(together))


def styled(content: str) -> None:
    """Print text that is safe already and may hold our own escape sequences."""
    _write(content)


def record(row: Mapping[str, Any]) -> None:
    """Print one JSON object on a line; on a terminal in ASCII, so that no control gets through."""
    import json

    _write(json.dumps(row, ensure_ascii=sys.stdout.isatty()) + "\n")


def problem(message: str) -> None:
    """Print one line about something that failed, on stderr."""
    sys.stderr.write(f"spantag: {_visible(message)}\n")


def _visible(content: str, *, multiline: bool = False) -> str:
    # Imported late: an export to a file or a pipe is written without it.
    from tui.display import visible

    return visible(content, multiline=multiline)


def _write(content: str) -> None:
    sys.stdout.flush()
    left = memoryview(content.encode("utf-8", "replace"))
    while left:
        # Unbuffered (PYTHONUNBUFFERED), it may take only a part, or nothing for now.
        count = sys.stdout.buffer.write(left)
        if count is None:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        left = left[count:]
    sys.stdout.buffer.flush()
