"""Files that are never seen half written, private to their owner, and changed under a lock."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from store.errors import LibraryError

FILE_MODE = 0o600
FOLDER_MODE = 0o700
TEMPORARY = ".spantag-"
"""How the name of every temporary file begins."""
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS}
"""What making a hard link fails with on file systems that have none, such as FAT."""
LOCK_SECONDS = 5.0
"""How long a change waits for another process before it gives up."""


def make_folder(path: Path) -> None:
    """Make a folder and its missing parents, for the owner alone whatever the umask."""
    if path.is_dir():
        return
    make_folder(path.parent)
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=FOLDER_MODE)
        path.chmod(FOLDER_MODE)


def sync_folder(path: Path) -> None:
    """Bring a folder's entries to the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_temporary(folder: Path, chunks: Iterable[bytes]) -> Path:
    """Write a new private file of a random name in the folder, and bring it to the disk.

    Raises:
        OSError: if that fails; no file is left behind.
    """
    path = folder / f"{TEMPORARY}{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            # On FAT nobody can; the mode was asked for above.
            with contextlib.suppress(PermissionError):
                os.fchmod(file.fileno(), FILE_MODE)
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def replace_file(path: Path, data: bytes) -> None:
    """Put new content in the place of a file, as `replace_with` does."""
    replace_with(path, [data])


def replace_with(path: Path, chunks: Iterable[bytes]) -> None:
    """Put new content in the place of a file: whole and on the disk, or not at all.

    Raises:
        OSError: if that fails; the old file is then as it was.
    """
    temporary = write_temporary(path.parent, chunks)
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def create_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file that must not exist yet: whole and on the disk, or not at all.

    Raises:
        FileExistsError: if something of that name is there; it is left as it is.
        OSError: if writing fails.
    """
    if os.path.lexists(path):
        raise FileExistsError(path)
    temporary = write_temporary(path.parent, chunks)
    try:
        _claim(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def _claim(temporary: Path, path: Path) -> None:
    """Give a file a name that nothing else has."""
    try:
        # Unlike a rename, a hard link fails if the name was taken in the meantime.
        path.hardlink_to(temporary)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        if os.path.lexists(path):
            raise FileExistsError(path) from error
        temporary.replace(path)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the operating system's lock on a file, which is made if missing and never replaced.

    Raises:
        LibraryError: if another process holds it for longer than `LOCK_SECONDS`, or it cannot
            be opened.
    """
    # Imported late: it costs 60 ms, and reading needs no lock.
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=LOCK_SECONDS, mode=FILE_MODE, poll_interval=0.005)
    try:
        lock.acquire()
    except Timeout as error:
        raise LibraryError(
            f"Another spantag has been holding {path} for {LOCK_SECONDS:.0f} seconds; try again"
        ) from error
    except OSError as error:
        reason = error.strerror or error
        raise LibraryError(f"Cannot lock {path}: {reason}; check who may write there") from error
    try:
        yield
    finally:
        lock.release()
