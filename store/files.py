"""Files that are never seen half written, and private to their owner.

Whatever the umask, a file is for its owner alone, and so is a folder. To share a library, its owner
gives folders and files to a group (`chgrp -R`), lets it write (`chmod -R g+rwX`) and marks the
folders (`chmod g+s`): then a save keeps what the group may do with a file, and new files are for
the group too. Others than the group never get anything.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

MORE = 1 << 16
"""Bytes to read at a time of a file that is longer than it said."""
FILE_MODE = 0o600
FOLDER_MODE = 0o700
SHARED = stat.S_ISGID | stat.S_IWGRP
"""How a folder is marked whose new files are for its group too."""
TEMPORARY = ".spantag-"
"""How the name of every temporary file begins."""
NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS}
"""What making a hard link fails with on file systems that have none, such as FAT."""


def read_file(path: Path | str) -> bytes:
    """Return what a file holds, in half the time of `Path.read_bytes`: an export reads hundreds.

    Raises:
        OSError: if it cannot be read.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        whole = os.read(descriptor, os.fstat(descriptor).st_size + 1)
        more = list(iter(lambda: os.read(descriptor, MORE), b""))  # mostly there is none
    finally:
        os.close(descriptor)
    return b"".join([whole, *more])


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
    sync_file(path, os.O_DIRECTORY)


def sync_file(path: Path, flags: int = os.O_NOFOLLOW) -> None:
    """Bring a file to the disk, whoever wrote it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_temporary(
    folder: Path,
    chunks: Iterable[bytes],
    old: os.stat_result | None = None,
    *,
    wait: bool = True,
) -> Path:
    """Write a new file of a random name in the folder, and bring it to the disk, or begin to.

    It is for whom the old file is that it will replace, but never for others than the group.

    Raises:
        OSError: if that fails; no file is left behind.
    """
    path = folder / f"{TEMPORARY}{os.urandom(8).hex()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _set_mode(file.fileno(), new_mode(folder), old)
            file.writelines(chunks)
            file.flush()
            (os.fsync if wait else _start_sync)(file.fileno())
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


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Put files in their places in a folder: all are on the disk before the first has its name.

    The disk is sent all of them before any is waited for, so that they are there together.

    Raises:
        OSError: if writing one fails, with its name; the others are there whole, or not at all.
    """
    written: list[tuple[Path, Path]] = []
    try:
        for name, data in contents.items():
            with _named(path := folder / name):
                written.append((path, write_temporary(folder, [data], wait=False)))
        for path, temporary in written:
            with _named(path):
                sync_file(temporary)
        for path, temporary in written:
            with _named(path):
                temporary.replace(path)
    except BaseException:
        for _, temporary in written:
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(folder)


def _start_sync(descriptor: int) -> None:
    """Let the system begin to write a file to the disk, where it takes the hint.

    PostgreSQL does so before a checkpoint (`pg_flush_data`); 64 small files are then there in three
    quarters of the time.
    """
    if hasattr(os, "posix_fadvise"):  # not on macOS
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Say of what fails within which file it was for."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


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
