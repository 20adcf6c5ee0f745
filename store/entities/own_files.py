"""Files of lines that an analyst edits by hand and the app edits for them.

A line is one statement, `#` begins a comment. What cannot be used is named with its line, and the
rest goes on; a change leaves every other line byte for byte as it is, the unusable ones too.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import regex

from store.errors import RuleError, SaveFailed
from store.files import make_folder, replace_file
from store.locks import locked, sweep

LARGEST = 16_000_000
"""Bytes above which a file is not read: a hundred times what 5,000 terms take."""
FAULTS = 20
"""How many unusable lines of one file are named; the others are counted."""
UNSEEN = regex.compile(r"[[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]--[\t\n]]", regex.V1)
"""Controls, what turns the direction of a line, and bytes that are no characters."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that cannot be used, counted from 1, or (0) a file that cannot be read, and why."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.path}, line {self.line}" if self.line else str(self.path)
        return f"{place}: {self.reason}"


def content(path: Path) -> bytes:
    """Return the bytes of a file; none if it does not exist.

    Raises:
        RuleError: if it cannot be read, is too large, or no ordinary file; it names the file.
    """
    try:
        # A pipe that nobody writes to would be waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise RuleError(f"{path} is no ordinary file; remove it")
            if status.st_size > LARGEST:
                raise RuleError(f"{path} is larger than {LARGEST:,} bytes; split it")
            return file.read()
    except FileNotFoundError:
        return b""
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise RuleError(f"{path} cannot be read ({reason}); mend or remove it") from error


def read(path: Path, parse: Callable[[str], T]) -> tuple[list[T], list[Fault]]:
    """Return what a function makes of each line of a file, and the lines that it refuses.

    `parse` raises ValueError to refuse one, with the reason.
    """
    try:
        data = content(path)
    except RuleError as error:
        return [], [Fault(path, 0, error.message.removeprefix(f"{path} "))]
    text = data.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n")
    check = checked if UNSEEN.search(text) else str  # once for all, as nearly all files are clean
    made: list[T] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            made.append(parse(check(line)))
        except ValueError as error:
            faults.append(Fault(path, number, str(error)))
    if more := faults[FAULTS:]:
        faults[FAULTS:] = [Fault(path, more[0].line, f"and {len(more)} more lines from here on")]
    return made, faults


def checked(line: str) -> str:
    """Return a line as it is.

    Raises:
        ValueError: if it holds what nobody sees, or bytes that are not UTF-8.
    """
    found = UNSEEN.search(line)
    if found and "\ud800" <= found[0] <= "\udfff":
        raise ValueError("it is not UTF-8; save the file as UTF-8")
    if found:
        raise ValueError(f"it holds the invisible character U+{ord(found[0]):04X}; leave it out")
    return line


def change(path: Path, drop: Callable[[str], bool], added: str = "") -> bool:
    """Take the lines out of a file that a function chooses, and put another at its end.

    Returns:
        Whether that changes the file; it is then on the disk.

    Raises:
        RuleError: if the file cannot be read, so that nothing of it is lost.
        SaveFailed: if it cannot be written; it is then as it was.
    """
    folder = path.parent
    lock = folder / ".lock"
    try:
        make_folder(folder)
        sweep(lock, [folder])
        with locked(lock):
            old = content(path)
            lines = list(_ended(old))
            new = [line for line in lines if not _drops(line, drop)]
            new += [added.encode() + b"\n"] if added else []
            if sorted(new) == sorted(lines):
                return False
            replace_file(path, b"".join(new))
    except OSError as error:
        reason = error.strerror or error
        raise SaveFailed(f"{path} could not be written: {reason}; check who may") from error
    return True


def _ended(data: bytes) -> Iterator[bytes]:
    """Yield the lines of a file, the last one too with its line end."""
    for raw in data.removesuffix(b"\n").split(b"\n") if data else ():
        yield raw + b"\n"


def _drops(raw: bytes, drop: Callable[[str], bool]) -> bool:
    """Tell whether a line goes: neither a comment nor what is not UTF-8 does."""
    try:
        line = raw.removeprefix(b"\xef\xbb\xbf").rstrip(b"\r\n").decode()
    except UnicodeDecodeError:
        return False
    return not line.startswith("#") and drop(line)
