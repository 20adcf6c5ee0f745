"""A library in one file, and back: every file as one save left it, proved by its hash."""

from __future__ import annotations

import io
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from store import copies
from store.copies import FORMAT, MANIFEST, Archive, Folder
from store.errors import LibraryError, SaveFailed
from store.files import (
    FILE_MODE,
    TEMPORARY,
    create_file,
    make_folder,
    replace_with,
    sync_folder,
    write_temporary,
)
from store.migrating import SCHEMA
from store.rows import moment
from store.text import sha256

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: the earliest that a zip file can state, as it says nothing here."""


def backup(folder: Path, file: Path, *, overwrite: bool = False) -> int:
    """Write a library's files and a manifest of them to a private zip file, whole or not at all.

    Others may save meanwhile; each file is as it was at one moment.

    Returns:
        The number of reports, the damaged ones too: a backup keeps what there is.

    Raises:
        LibraryError: if the library cannot be read, or the file is there already and `overwrite`
            is not set, or cannot be written.
    """
    source = Folder(folder)
    parent = file.absolute().parent
    if not parent.is_dir():
        raise SaveFailed(f"There is no folder {parent}; make it, or name another")
    if parent.resolve().is_relative_to(folder.resolve()):
        raise SaveFailed(f"{file} lies inside the library; name a file outside of it")
    names = source.names()
    try:
        (replace_with if overwrite else create_file)(file, _archived(source, names))
    except FileExistsError as error:
        raise SaveFailed(
            f"{file} exists already; name another file, or give --overwrite"
        ) from error
    except OSError as error:
        reason = error.strerror or error
        raise SaveFailed(f"{file} could not be written: {reason}; name another place") from error
    return sum(name.startswith("reports/") for name in names)


class _Sink(io.RawIOBase):
    """What zipfile writes to, and what takes it from there chunk by chunk."""

    def __init__(self) -> None:
        super().__init__()
        self._chunks: list[bytes] = []

    def writable(self) -> bool:
        """Return that it is."""
        return True

    def write(self, data: Any) -> int:
        """Keep bytes until they are taken."""
        self._chunks.append(bytes(data))
        return len(self._chunks[-1])

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        chunks, self._chunks = self._chunks, []
        return b"".join(chunks)


def _archived(source: Folder, names: list[str]) -> Iterator[bytes]:
    """Yield the bytes of the archive, one of the library's files in memory at a time."""
    hashes: dict[str, str] = {}
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in names:
            data = source.read(name)
            hashes[name] = sha256(data)
            archive.writestr(_entry(name), data)
            yield sink.taken()
        created = moment(datetime.now(UTC))
        manifest = {"format": FORMAT, "schema": SCHEMA, "created": created, "files": hashes}
        archive.writestr(_entry(MANIFEST), json.dumps(manifest, indent=0).encode())
    yield sink.taken()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = FILE_MODE << 16
    return entry


def restore(file: Path, folder: Path) -> int:
    """Make a library of a backup in a missing or empty folder, whole or not at all.

    Every file is read and proved before anything is written, and proved again as it is written.

    Returns:
        The number of reports.

    Raises:
        LibraryError: if the backup is damaged, the folder holds something, or it cannot be written.
    """
    _must_be_empty(folder)
    with copies.archive(file) as archive:
        _must_fit(archive, folder)
        for name in archive.names():
            archive.read(name)
        try:
            _place(archive, folder.resolve())
        except OSError as error:
            reason = error.strerror or error
            raise SaveFailed(
                f"{folder} could not be written: {reason}; name another with --library"
            ) from error
        return len(copies.ids(archive))


def _must_be_empty(folder: Path) -> None:
    try:
        free = not os.path.lexists(folder) or not any(folder.iterdir())
    except OSError as error:
        raise LibraryError(
            f"{folder} cannot be used: {error.strerror}; name another with --library"
        ) from error
    if not free:
        raise LibraryError(
            f"{folder} is not empty; name an empty or missing folder with --library, "
            "or use spantag merge to add a backup to this library"
        )


def _must_fit(archive: Archive, folder: Path) -> None:
    """Refuse an archive that would fill the disk."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
    free = shutil.disk_usage(there).free
    if archive.size() > free:
        raise SaveFailed(
            f"{archive.path} holds {archive.size() // 1_000_000} MB, but {there} has "
            f"{free // 1_000_000} MB free; make room, or name another folder with --library"
        )


def _place(archive: Archive, folder: Path) -> None:
    """Unpack beside the folder, and give the result its name when it is on the disk."""
    make_folder(folder.parent)
    staging = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=folder.parent))
    try:
        parts = {Path(name).parent for name in archive.names()} | {Path("reports"), Path("texts")}
        for part in parts:
            make_folder(staging / part)
        for name in archive.names():
            path = staging / name
            write_temporary(path.parent, [archive.read(name)]).rename(path)
        for part in parts:
            sync_folder(staging / part)
        staging.rename(folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    sync_folder(folder.parent)
