"""Finding the files of an import, and reading their bytes without being caught by odd ones."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from store.errors import ImportFailed
from store.importing.outcome import Skipped
from store.text import without_surrogates

MAX_BYTES = 50_000_000
"""The largest file that is read, in bytes."""

_LINK = "a symbolic link, which is not followed inside folders; name it to import it"
_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
# O_NONBLOCK, so that opening a pipe that nobody writes to returns at once.
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


def shown(path: Path) -> str:
    """Return a path as a string that can be encoded; bytes that are no UTF-8 become U+FFFD."""
    return without_surrogates(str(path))


def file_bytes(path: Path) -> bytes:
    """Return the bytes of a regular file of at most `MAX_BYTES`.

    Raises:
        ImportFailed: if it is none, is larger, or cannot be read.
    """
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise ImportFailed(
                    f"{shown(path)}: {_kind(found.st_mode)}; only files are imported."
                )
            raw = file.read(MAX_BYTES + 1) if found.st_size <= MAX_BYTES else None
    except (OSError, ValueError) as error:
        raise ImportFailed(f"{shown(path)}: {_why(error)}.") from error
    if raw is None or len(raw) > MAX_BYTES:
        raise ImportFailed(
            f"{shown(path)}: larger than {MAX_BYTES // 1_000_000} MB; import it in parts."
        )
    return raw


def find_files(paths: Iterable[Path], suffixes: Collection[str]) -> Iterator[Path | Skipped]:
    """Yield the files that paths stand for: themselves, or what their folders hold, sorted by name.

    Inside folders no link is followed, hidden names are passed over, and whatever else cannot be
    imported is yielded as `Skipped`. A path that is named may be a link, and may not exist:
    reading it tells.

    Args:
        paths: files and folders.
        suffixes: endings of files to import from folders, in lower case, with the dot.
    """
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for names too long
            yield from _inside(path, suffixes)
        else:
            yield path


def _inside(folder: Path, suffixes: Collection[str]) -> Iterator[Path | Skipped]:
    """Yield the files of a folder and its folders, depth first, in the order of names."""
    waiting: list[Path | os.DirEntry[str]] = [folder]
    while waiting:
        here = waiting.pop()
        if isinstance(here, os.DirEntry) and not here.is_dir(follow_symlinks=False):
            yield _file(here, suffixes)
            continue
        try:
            with os.scandir(here) as found:
                entries = [entry for entry in found if not entry.name.startswith(".")]
        except OSError as error:
            yield Skipped(Path(here), _why(error))
        else:
            waiting += sorted(entries, key=lambda entry: entry.name, reverse=True)


def _file(entry: os.DirEntry[str], suffixes: Collection[str]) -> Path | Skipped:
    """Judge one thing in a folder by its kind and its suffix."""
    path = Path(entry.path)
    if entry.is_symlink():
        return Skipped(path, _LINK)
    if path.suffix.lower() not in suffixes:
        return Skipped(path, f"not one of {', '.join(sorted(suffixes))}")
    if not entry.is_file(follow_symlinks=False):
        return Skipped(path, "a pipe, socket or device; only files are imported")
    return path


def _kind(mode: int) -> str:
    return next((name for is_kind, name in _KINDS if is_kind(mode)), "no regular file")


def _why(error: OSError | ValueError) -> str:
    """Say in words why the system refused a path, and what to do."""
    reasons = {
        errno.ENOENT: "there is no such file; check the path",
        errno.EACCES: "you may not read it; ask its owner for the permission",
        errno.EPERM: "you may not read it; ask its owner for the permission",
        errno.EISDIR: "a folder; only files are imported",
        errno.ELOOP: "its links lead in a circle; name the file itself",
        errno.ENXIO: "a socket or an unused device; only files are imported",
        errno.ENAMETOOLONG: "the name is too long; shorten it",
    }
    number = error.errno if isinstance(error, OSError) else None
    if number is None:
        return "that cannot be the name of a file; check the path"
    return reasons.get(number, f"{os.strerror(number)}; copy it elsewhere and try again")
