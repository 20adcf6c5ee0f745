"""Files that are never seen half written, private to their owner, and changed under a lock.

Whatever the umask, a file is for its owner alone, and so is a folder. To share a library, its owner
gives folders and files to a group (`chgrp -R`), lets it write (`chmod -R g+rwX`) and marks the
folders (`chmod g+s`): then a save keeps what the group may do with a file, and new files are for
the group too. Others than the group never get anything.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import os
import secrets
import socket
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import LibraryError

if TYPE_CHECKING:
    from filelock import BaseFileLock

FILE_MODE = 0o600
FOLDER_MODE = 0o700
SHARED = stat.S_ISGID | stat.S_IWGRP
"""How a folder is marked whose new files are for its group too."""
TEMPORARY = ".spantag-"
"""How the name of every temporary file begins."""
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS}
"""What making a hard link fails with on file systems that have none, such as FAT."""
LOCK_SECONDS = 5.0
"""How long a change waits for another process before it gives up."""
ABANDONED_SECONDS = 3600.0
"""The age at which a temporary file is left over even if nothing proves that its writer is dead."""
LOOK_SECONDS = 0.25
"""How often a change that waits looks whether the lock has changed hands."""


def make_folder(path: Path) -> None:
    """Make a folder and its missing parents, for the owner alone unless the parent is shared."""
    if path.is_dir():
        return
    make_folder(path.parent)
    mode = FOLDER_MODE | (stat.S_ISGID | stat.S_IRWXG if is_shared(path.parent) else 0)
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=FOLDER_MODE)
        path.chmod(mode)


def is_shared(folder: Path) -> bool:
    """Tell whether the owner of a folder has marked it as one that a group writes to."""
    return folder.stat().st_mode & SHARED == SHARED


def new_mode(folder: Path) -> int:
    """Return the mode of a new file in a folder."""
    return FILE_MODE | (stat.S_IRGRP | stat.S_IWGRP if is_shared(folder) else 0)


def sync_folder(path: Path) -> None:
    """Bring a folder's entries to the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_temporary(
    folder: Path, chunks: Iterable[bytes], old: os.stat_result | None = None
) -> Path:
    """Write a new file of a random name in the folder, and bring it to the disk.

    It is for whom the old file is that it will replace, but never for others than the group.

    Raises:
        OSError: if that fails; no file is left behind.
    """
    path = folder / f"{TEMPORARY}{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _set_mode(file.fileno(), new_mode(folder), old)
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _set_mode(descriptor: int, mode: int, old: os.stat_result | None) -> None:
    """Give a new file its mode, and the mode and group of the one that it will replace."""
    if old is not None and stat.S_ISREG(old.st_mode):
        mode = FILE_MODE | old.st_mode & stat.S_IRWXG
        if old.st_gid != os.fstat(descriptor).st_gid:
            try:
                os.fchown(descriptor, -1, old.st_gid)
            except PermissionError:  # not a member: another group must not get its rights
                mode = FILE_MODE
    # On FAT nobody can; the mode was asked for when the file was made.
    with contextlib.suppress(PermissionError):
        os.fchmod(descriptor, mode)


def replace_file(path: Path, data: bytes) -> None:
    """Put new content in the place of a file, as `replace_with` does."""
    replace_with(path, [data])


def replace_with(path: Path, chunks: Iterable[bytes]) -> None:
    """Put new content in the place of a file: whole and on the disk, or not at all.

    Raises:
        PermissionError: if the file is marked read-only, which a rename would pass over.
        OSError: if writing fails; the old file is then as it was, unless the error says otherwise.
    """
    with _opened(path) as old:
        status = os.fstat(old) if old is not None else None
        if status is not None and not status.st_mode & stat.S_IWUSR:
            raise PermissionError(errno.EACCES, "it is marked read-only (chmod u+w)", str(path))
        temporary = write_temporary(path.parent, chunks, status)
        try:
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        try:
            sync_folder(path.parent)
        except OSError as error:
            _put_back(path, old, error)
            raise


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int | None]:
    """Open the file that is to be replaced, if it is one that can be read."""
    try:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(path, flags)
    except OSError:
        yield None
        return
    try:
        yield descriptor
    finally:
        with contextlib.suppress(OSError):  # nothing was written through it
            os.close(descriptor)


def _put_back(path: Path, old: int | None, error: OSError) -> None:
    """Undo a rename that may not have reached the disk, so that failing means not saved.

    Raises:
        OSError: if that fails too; it says that the new content is there.
    """
    try:
        if old is None:
            path.unlink()
        else:
            with os.fdopen(os.dup(old), "rb") as file:
                write_temporary(path.parent, file, os.fstat(old)).replace(path)
    except OSError as second:
        reason = "the new content is in place, but the disk did not confirm it"
        raise OSError(error.errno, f"{error.strerror}; {reason}", str(path)) from second


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

    The lock is free as soon as its holder is dead, and no child of the holder inherits it. The file
    says who holds it or held it last, for the error that others get.

    Raises:
        LibraryError: if nobody else has let go of it for `LOCK_SECONDS`, or it cannot be opened.
    """
    # Imported late: it costs 60 ms, and reading needs no lock.
    from filelock import FileLock

    try:
        mode = new_mode(path.parent)
        lock = FileLock(path, mode=mode, poll_interval=0.005)
        _acquire(lock, path)
    except OSError as error:
        reason = error.strerror or error
        raise LibraryError(f"Cannot lock {path}: {reason}; check who may write there") from error
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
        LibraryError: if one process holds it for longer than `LOCK_SECONDS`.
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
                raise LibraryError(
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
            line = os.fsencode(f"{login_name()} {socket.gethostname()} {os.getpid()}\n")
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
    left = [file for folder in folders for file in folder.glob(f"{TEMPORARY}*")]
    left += [file for file in lock.parent.glob(f"{TEMPORARY}*") if _is_abandoned(file)]
    if not left:
        return
    with contextlib.suppress(LibraryError, OSError), locked(lock):
        for file in left:
            file.unlink(missing_ok=True)


def _is_abandoned(file: Path) -> bool:
    try:
        return time.time() - file.lstat().st_mtime > ABANDONED_SECONDS
    except OSError:
        return False
