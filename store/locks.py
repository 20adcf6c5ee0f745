"""The lock under which files are changed, and the sweeping of what dead processes left behind."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import LibraryError, SaveFailed
from store.files import TEMPORARY, new_mode

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_SECONDS = 5.0
"""How long a change waits for another process before it gives up."""
LOOK_SECONDS = 0.25
"""How often a change that waits looks whether the lock has changed hands."""
ABANDONED_SECONDS = 3600.0
"""The age at which a temporary file is left over even if nothing proves that its writer is dead."""


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the operating system's lock on a file, which is made if missing and never replaced.

    The lock is free as soon as its holder is dead, and no child of the holder inherits it. The file
    says who holds it or held it last, for the error that others get.

    Raises:
        SaveFailed: if nobody else has let go of it for `LOCK_SECONDS`, or it cannot be opened.
    """
    # Imported late: it costs 60 ms, and reading needs no lock.
    from filelock import FileLock

    try:
        mode = new_mode(path.parent)
        lock = FileLock(path, mode=mode, poll_interval=0.005)
        _acquire(lock, path)
    except OSError as error:
        reason = error.strerror or error
        raise SaveFailed(f"Cannot lock {path}: {reason}; check who may write there") from error
    try:
        _sign(path)
        yield
    finally:
        # What was saved is saved; the system lets the lock go when the process ends.
        with contextlib.suppress(OSError):
            lock.release()


def _acquire(lock: BaseFileLock, path: Path) -> None:
    """Wait for a lock as long as it changes hands: a queue is no reason to give up.

    Raises:
        SaveFailed: if one process holds it for longer than `LOCK_SECONDS`.
        OSError: if it cannot be opened.
    """
    from filelock import Timeout

    signed, since = _signed(path), time.monotonic()
    while True:
        try:
            lock.acquire(timeout=min(LOOK_SECONDS, LOCK_SECONDS))
            return
        except Timeout as error:
            before, signed = signed, _signed(path)
            if signed != before:
                since = time.monotonic()
            elif time.monotonic() - since >= LOCK_SECONDS:
                raise SaveFailed(
                    f"{_holder(path)} has been holding {path} for {LOCK_SECONDS:.0f} seconds; "
                    "try again, or close that spantag"
                ) from error


def _signed(path: Path) -> int:
    """Return when a lock was signed last, in nanoseconds: by every holder, once."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _sign(path: Path) -> None:
    """Write into a lock that is held who holds it; a full disk is no reason to give up."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            line = os.fsencode(f"{login_name()} {os.uname().nodename} {os.getpid()}\n")
            os.pwrite(descriptor, line, 0)
            os.ftruncate(descriptor, len(line))
        finally:
            os.close(descriptor)


def _holder(path: Path) -> str:
    """Return who has signed a lock."""
    try:
        with path.open("rb") as file:
            user, host, pid = file.read(400).decode(errors="replace").split()
    except (OSError, ValueError):
        return "Another spantag"
    return f"{user} (on {host}, process {pid})"


def login_name() -> str:
    """Return who is at work on this machine."""
    # Imported late: whoever only reads need not say who he is.
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid{os.getuid()}"


def sweep(lock: Path, folders: Iterable[Path]) -> None:
    """Remove the temporary files that dead processes left in folders written under the lock only.

    Whoever holds the lock is the only one who can be writing there. If it is busy or not to be had,
    they stay until the next time. An export may be written to the library's own folder without the
    lock, so what lies there must be older than `ABANDONED_SECONDS`.
    """
    left = [file for folder in folders for file in _temporaries(folder)]
    left += [file for file in _temporaries(lock.parent) if _is_abandoned(file)]
    if not left:
        return
    with contextlib.suppress(LibraryError, OSError), locked(lock):
        for file in left:
            file.unlink(missing_ok=True)


def _temporaries(folder: Path) -> list[Path]:
    """Return the temporary files of a folder, none if it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return [folder / one.name for one in entries if one.name.startswith(TEMPORARY)]
    except OSError:
        return []


def _is_abandoned(file: Path) -> bool:
    try:
        return time.time() - file.lstat().st_mtime > ABANDONED_SECONDS
    except OSError:
        return False
