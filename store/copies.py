"""Another copy of a library, to read from: its folder, or a backup of it.

A copy may be hostile. Its names must match exactly, every size is bounded, only regular files are
opened, no link is followed, and nothing of a backup is believed that its manifest does not prove.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from store.database import Database
from store.edit_rows import edit_of, review_of
from store.errors import Damaged, LibraryError, NewerSchema, NotFound
from store.history import Edit
from store.migrating import SCHEMA
from store.model import Label, Report, ReportId, Tag
from store.reviews import Review
from store.rows import label_of, report_of, sorted_tags
from store.text import report_id, sha256, text_hash

FORMAT = "spantag backup"
LIBRARY = "library.json"
MANIFEST = "manifest.json"
LARGEST = 256_000_000
"""The largest file of a library, in bytes: five times the largest report that is imported."""
LARGEST_MANIFEST = 64_000_000
"""Room for the names and hashes of 600,000 files, in bytes."""

_NAME = re.compile(
    r"library\.json|reports/[0-9a-f]{16}\.json|texts/[0-9a-f]{16}\.txt"
    r"|entities/(?:\w[\w ()+.-]{0,100}\.(?:tsv|toml)|switches\.txt)"
)
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_ENCRYPTED = 1
_ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(OverflowError, RuntimeError, ValueError),
)
"""What zipfile raises for archives that are damaged, encrypted or beyond it."""


class Copy(Protocol):
    """The files of a library, by their names inside its folder."""

    path: Path
    created: str
    """When a backup was made, as it is stored; empty for a folder, which is as it is now."""

    def names(self) -> list[str]:
        """Return the names of its files: reports, texts, own terms, then `library.json`."""

    def read(self, name: str) -> bytes:
        """Return a file.

        Raises:
            NotFound: if there is none of that name.
            LibraryError: if it is not what it must be.
        """


@dataclass(frozen=True, slots=True)
class Copied:
    """A report as a copy has it."""

    data: bytes
    """Its file, as it is."""
    report: Report
    tags: list[Tag]
    edits: list[Edit]
    reviews: list[Review]


class Folder:
    """The folder of a library, read file by file while others may save."""

    created = ""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not os.path.lexists(path / LIBRARY):
            raise NotFound(
                f"{path} is no library of spantag, as it has no {LIBRARY}; "
                "name the folder of one, or a backup"
            )

    def names(self) -> list[str]:
        """Return the names of its files; a report's text was there before the report."""
        parts = ("reports", "texts", "entities")
        found = [*(name for part in parts for name in self._names(part)), LIBRARY]
        return [name for name in found if _NAME.fullmatch(name)]

    def _names(self, folder: str) -> list[str]:
        try:
            return sorted(f"{folder}/{path.name}" for path in (self.path / folder).iterdir())
        except FileNotFoundError:  # an empty folder does not survive git
            return []
        except OSError as error:
            raise LibraryError(
                f"{self.path / folder} cannot be read: {error.strerror}; ask its owner"
            ) from error

    def read(self, name: str) -> bytes:
        """Return a file, whole as one save left it; see `Copy`."""
        path = self.path / name
        try:
            with regular_file(path, os.O_NOFOLLOW) as file:
                data = file.read(LARGEST + 1)
        except FileNotFoundError as error:
            raise NotFound(f"There is no {path}") from error
        except OSError as error:
            raise Damaged(f"{path} cannot be read: {error.strerror or error}") from error
        if len(data) > LARGEST:
            raise Damaged(f"{path} is larger than {LARGEST // 1_000_000} MB; no report is")
        return data


class Archive:
    """A backup: a zip file with a manifest of what it holds."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(file)
        except _ZIP_ERRORS as error:
            raise Damaged(f"{path} is no backup of spantag: {error}; name another") from error
        self._entries = {entry.orig_filename: entry for entry in self._zip.infolist()}
        for entry in self._zip.infolist():
            if fault := _fault(entry):
                raise self._damaged(f"{entry.orig_filename!r} {fault}")
        if len(self._entries) < len(self._zip.infolist()):
            raise self._damaged("a name stands in it twice")
        self.created, self._hashes = self._manifest()

    def names(self) -> list[str]:
        """Return the names of its files, as the manifest orders them."""
        return list(self._hashes)

    def size(self) -> int:
        """Return what its files take when they are restored, in bytes."""
        return sum(entry.file_size for entry in self._entries.values())

    def read(self, name: str) -> bytes:
        """Return a file whose hash is that of the manifest; see `Copy`."""
        if name not in self._hashes:
            raise NotFound(f"{self.path} holds no {name}")
        data = self._content(name)
        if sha256(data) != self._hashes[name]:
            raise self._damaged(f"{name} is not what the manifest says (SHA-256 differs)")
        return data

    def _content(self, name: str) -> bytes:
        entry = self._entries[name]
        try:
            with self._zip.open(entry) as file:
                # Never more than was declared, whatever the compressed data says.
                data = file.read(entry.file_size)
        except _ZIP_ERRORS as error:
            raise self._damaged(f"{name} cannot be read ({error})") from error
        return data

    def _manifest(self) -> tuple[str, dict[str, str]]:
        if MANIFEST not in self._entries:
            raise self._damaged(f"it has no {MANIFEST}")
        try:
            manifest: Any = json.loads(self._content(MANIFEST))
            if manifest["format"] != FORMAT or type(manifest["schema"]) is not int:
                raise ValueError("of another format")
            created, hashes = str(manifest["created"]), dict(manifest["files"])
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise self._damaged(f"{MANIFEST} is not one of ours ({error})") from error
        if manifest["schema"] > SCHEMA:
            raise NewerSchema(f"{self.path} was made by a later spantag; update spantag")
        if set(hashes) != set(self._entries) - {MANIFEST} or LIBRARY not in hashes:
            raise self._damaged("it does not hold the files that its manifest names")
        return created, hashes

    def _damaged(self, what: str) -> Damaged:
        return Damaged(f"{self.path} cannot be used: {what}; use another backup")


def _fault(entry: zipfile.ZipInfo) -> str:
    """Say why an entry cannot be one of a backup; empty if it can."""
    limit = LARGEST_MANIFEST if entry.orig_filename == MANIFEST else LARGEST
    if entry.orig_filename != MANIFEST and not _NAME.fullmatch(entry.orig_filename):
        return "is not the name of a library's file"
    if entry.file_size > limit:
        return f"would be larger than {limit // 1_000_000} MB"
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is compressed in a way that is not used here"
    return ""


@contextlib.contextmanager
def archive(path: Path) -> Iterator[Archive]:
    """Open a backup.

    Raises:
        LibraryError: if it cannot be read or is none.
    """
    try:
        file = regular_file(path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise LibraryError(f"{path} cannot be read: {reason}; name a backup file") from error
    with file:
        yield Archive(path, file)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Copy]:
    """Open the folder of a library, or a backup of one.

    Raises:
        LibraryError: if it cannot be read or is neither.
    """
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for names too long
        yield Folder(path)
        return
    with archive(path) as copy:
        yield copy


def regular_file(path: Path, flags: int = 0) -> BinaryIO:
    """Open a regular file; a pipe that nobody writes to is not waited for.

    Raises:
        OSError: if it is no regular file, or cannot be opened.
    """
    descriptor = os.open(path, _FLAGS | flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "no regular file", str(path))
    return os.fdopen(descriptor, "rb")


def ids(copy: Copy) -> list[ReportId]:
    """Return the ids of a copy's reports, sorted."""
    names = (name.removeprefix("reports/") for name in copy.names() if name.startswith("reports/"))
    return [ReportId(name.removesuffix(".json")) for name in sorted(names)]


def text_in(copy: Copy, id_: ReportId) -> str:
    """Return the canonical text of a report.

    Raises:
        LibraryError: if it is not there, or not the text from whose hash the id was made.
    """
    data = copy.read(f"texts/{id_}.txt")
    if report_id(sha256(data)) != id_:
        raise Damaged(f"{copy.path}: texts/{id_}.txt was changed; its hash does not match")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Damaged(f"{copy.path}: texts/{id_}.txt is not UTF-8") from error


def report_in(copy: Copy, id_: ReportId, text: str) -> Copied:
    """Return a report as a copy has it.

    Raises:
        LibraryError: if it is not there, damaged, or of another text than this one.
    """
    name = f"reports/{id_}.json"
    data = copy.read(name)
    with _tables_of(copy, name, data) as database, database.reading() as tables:
        (row,) = tables.rows("report")
        report = report_of(row, text)
        tags, edits = sorted_tags(tables), [edit_of(row) for row in tables.rows("edits")]
        reviews = [review_of(row) for row in tables.rows("reviews")]
    if report.id != id_ or report.text_sha256 != text_hash(text):
        raise Damaged(f"{copy.path}: {name} is of another text; its hash does not match")
    return Copied(data, report, tags, edits, reviews)


def _must_be_savable(copy: Copy, name: str, data: bytes) -> None:
    """Refuse what JSON can say and a file of ours cannot, such as a lone surrogate."""
    try:
        json.dumps(json.loads(data), ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise Damaged(f"{copy.path}: {name} cannot be read ({error})") from error


def labels_in(copy: Copy) -> list[Label]:
    """Return the label scheme of a copy, in its order.

    Raises:
        LibraryError: if it cannot be read.
    """
    with (
        _tables_of(copy, LIBRARY, copy.read(LIBRARY)) as database,
        database.reading() as tables,
    ):
        return [label_of(row) for row in tables.rows("labels")]


@contextlib.contextmanager
def _tables_of(copy: Copy, name: str, data: bytes) -> Iterator[Database]:
    """Lay a file of a copy where the database can read it, and name the copy in its errors."""
    _must_be_savable(copy, name, data)
    with tempfile.TemporaryDirectory(prefix="spantag-") as scratch:
        path = Path(scratch) / "copied.json"
        path.write_bytes(data)
        try:
            yield Database(path, Path(scratch) / ".lock")
        except LibraryError as error:
            said = error.message.replace(str(path), f"{copy.path}: {name}")
            raise type(error)(said) from error
