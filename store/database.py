"""TinyDB over atomic, locked files; the only module that knows TinyDB.

Each file is one JSON object of tables, a line a document, so that it reads and diffs well and
`TinyDB(path)` opens it. Every document has an `id`; the table `schema` holds the version.

TinyDB reads. Changes go past its tables, because each of its operations goes through all documents
of a table, and the save of one tag must cost about what writing the file does (`Transaction`).
"""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import Storage

from store.errors import Damaged, NewerSchema, NotFound, SaveFailed, SpanError
from store.files import replace_file
from store.locks import locked

SCHEMA = 1

Row = dict[str, Any]
T = TypeVar("T")
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class Rows(Protocol):
    """What the tables of one file hold, while it is open."""

    def rows(self, table: str) -> list[Row]:
        """Return a table's documents in the order in which they were put."""

    def records(self, table: str, read: Callable[[Row], T]) -> list[T]:
        """Return what a function makes of each; always the same function for one table."""


class Document:
    """One row of a table, with its line in the file and what was read of it once they are known.

    It is never changed.
    """

    __slots__ = ("_line", "_record", "row")

    def __init__(self, row: Row) -> None:
        self.row = row
        self._line = b""
        self._record: Any = None

    def line(self, key: str) -> bytes:
        """Return the JSON of the row under its key, which is always the same, and a comma.

        Raises:
            ValueError: if a value is no finite number or holds a lone surrogate.
        """
        self._line = self._line or f'"{key}":{_ENCODER.encode(self.row)},\n'.encode()
        return self._line

    def read(self, reader: Callable[[Row], T]) -> T:
        """Return what the reader makes of the row, which it does once."""
        if self._record is None:
            self._record = reader(self.row)
        return self._record  # type: ignore[no-any-return]


Documents = dict[str, dict[str, Document]]


def documents_of(tables: Mapping[str, Mapping[str, Row]]) -> Documents:
    """Return TinyDB's tables as documents."""
    return {
        name: {key: Document(row) for key, row in rows.items()} for name, rows in tables.items()
    }


def encode(tables: Documents) -> bytes:
    """Return the JSON of a file's tables, a line a document.

    Raises:
        ValueError: if a value is no finite number or holds a lone surrogate.
    """
    parts = [b"{\n"]
    for name, rows in tables.items():
        lines = [document.line(key) for key, document in rows.items()] or [b""]
        opening, closing = (b":{\n", b"\n},\n") if rows else (b":{", b"},\n")
        lines[0] = _ENCODER.encode(name).encode() + opening + lines[0]
        lines[-1] = lines[-1].removesuffix(b",\n") + closing
        parts += lines
    parts[-1] = parts[-1].removesuffix(b",\n") + b"\n}\n"
    return b"".join(parts)


def _are_tables(data: Mapping[str, Any]) -> bool:
    """Tell whether TinyDB could have written this: numbered documents in named tables."""
    return all(
        isinstance(rows, dict)
        and all(key.isdecimal() and isinstance(row, dict) for key, row in rows.items())
        for rows in data.values()
    )


class AtomicStorage(Storage):
    """A TinyDB storage that replaces its file whole, and never takes a damaged one for new."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> dict[str, dict[str, Any]]:
        """Return the tables.

        Raises:
            NotFound: if there is no such file.
            Damaged: if it cannot be read or is not a file of ours.
            NewerSchema: if a later version of spantag wrote it.
        """
        return self.parse(self.content())

    def content(self) -> bytes:
        """Return the bytes of the file, and raise as `read` does."""
        try:
            return self._path.read_bytes()
        except FileNotFoundError as error:
            raise NotFound(f"There is no {self._path}") from error
        except OSError as error:
            raise self._damaged(error) from error

    def parse(self, content: bytes) -> dict[str, dict[str, Any]]:
        """Return the tables in the bytes of the file, and raise as `read` does."""
        try:
            data = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise self._damaged(error) from error
        version = self._version(data)
        if version > SCHEMA:
            raise NewerSchema(
                f"{self._path} was written by a later spantag (schema {version}); update spantag"
            )
        return data  # type: ignore[no-any-return]

    def _damaged(self, error: Exception) -> Damaged:
        return Damaged(f"{self._path} cannot be read ({error}); it is left as it is")

    def _version(self, data: Any) -> int:
        try:
            version: Any = data["schema"]["1"]["version"]
            if type(version) is int and _are_tables(data):
                return version
        except (KeyError, TypeError):
            pass
        raise Damaged(f"{self._path} is not a file of spantag; it is left as it is")

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Put the tables in the place of the file.

        Raises:
            SaveFailed: if that fails; the old file is then as it was.
        """
        with self.saving():
            replace_file(self._path, encode(documents_of(data)))

    @contextlib.contextmanager
    def saving(self) -> Iterator[None]:
        """Say of what fails within that the file was not saved, and why."""
        try:
            yield
        except PermissionError as error:
            folder = self._path.parent
            reason = f"{error.strerror}; check who may write to it and to the folder {folder}"
            raise SaveFailed(f"{self._path} could not be written: {reason}") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise SaveFailed(f"{self._path} could not be written: {reason}") from error


class Reading:
    """The tables of one file, as TinyDB reads them."""

    def __init__(self, database: TinyDB) -> None:
        self._database = database

    def rows(self, table: str) -> list[Row]:
        """Return a table's documents in the order in which they were put."""
        return [dict(row) for row in self._database.table(table).all()]

    def records(self, table: str, read: Callable[[Row], T]) -> list[T]:
        """Return what a function makes of each of a table's documents."""
        return [read(row) for row in self.rows(table)]


class Transaction:
    """The tables of one file, while it is open to be changed.

    Documents are replaced, never changed, and the tables that are changed are copies: so what was
    read and encoded once serves as long as the file holds it.
    """

    def __init__(self, tables: Documents) -> None:
        self.tables = tables
        self.changed = False

    def rows(self, table: str) -> list[Row]:
        """Return a table's documents in the order in which they were put."""
        return [dict(document.row) for document in self.tables.get(table, {}).values()]

    def records(self, table: str, read: Callable[[Row], T]) -> list[T]:
        """Return what a function makes of each; always the same function for one table."""
        return [document.read(read) for document in self.tables.get(table, {}).values()]

    def put(self, table: str, row: Row) -> None:
        """Insert a document, or change the fields of the one of the same id."""
        keys = self._keys(table, row["id"])
        rows = self._changing(table)
        for key in keys or [_free_key(rows)]:
            old = rows[key].row if key in rows else {}
            rows[key] = Document({**old, **row})

    def drop(self, table: str, id_: str | int) -> None:
        """Remove the document of that id, if there is one."""
        if keys := self._keys(table, id_):
            rows = self._changing(table)
            for key in keys:
                del rows[key]

    def _keys(self, table: str, id_: Any) -> list[str]:
        rows = self.tables.get(table, {})
        return [key for key, document in rows.items() if document.row.get("id") == id_]

    def _changing(self, table: str) -> dict[str, Document]:
        self.changed = True
        self.tables = {**self.tables, table: dict(self.tables.get(table, {}))}
        return self.tables[table]


def _free_key(rows: dict[str, Document]) -> str:
    """Return a key above the last one, which costs the same however many there are."""
    last = int(next(reversed(rows), "0"))
    return next(key for key in map(str, itertools.count(last + 1)) if key not in rows)


def numbered(tables: Mapping[str, list[Row]]) -> dict[str, dict[str, Row]]:
    """Return rows as the tables of a new file, of this schema."""
    return {
        name: {str(number): row for number, row in enumerate(rows, 1)}
        for name, rows in {"schema": [{"id": "schema", "version": SCHEMA}], **tables}.items()
    }


def new_content(tables: Mapping[str, list[Row]]) -> bytes:
    """Return the bytes of a new file with these rows."""
    return encode(documents_of(numbered(tables)))


_last: tuple[bytes, Documents] = b"", {}
"""The content of the file that was changed last, and its tables: what a save does not read anew if
the file still holds the very same bytes."""


class Database:
    """One TinyDB file of a library."""

    def __init__(self, path: Path, lock: Path) -> None:
        self.path = path
        self._lock = lock
        self._storage = AtomicStorage(path)

    def create(self, tables: Mapping[str, list[Row]]) -> None:
        """Write the file for the first time; the caller holds the lock.

        Raises:
            SaveFailed: if that fails.
        """
        self._storage.write(numbered(tables))

    @contextlib.contextmanager
    def reading(self) -> Iterator[Rows]:
        """Open the file to read it, without a lock: a save is never seen half.

        Raises:
            LibraryError: as `AtomicStorage.read`.
        """
        # So that the file is read once, however many of its tables are asked for.
        storage = CachingMiddleware(AtomicStorage)  # type: ignore[no-untyped-call]
        with self._damage_named():
            yield Reading(TinyDB(self.path, storage=storage))

    @contextlib.contextmanager
    def changing(self) -> Iterator[Transaction]:
        """Open the file to change it; one save at the end, none if the block raises.

        Raises:
            LibraryError: as `AtomicStorage.read` and `AtomicStorage.write`.
        """
        with locked(self._lock), self._damage_named():
            transaction = Transaction(self._current())
            yield transaction
            if transaction.changed:
                self._save(transaction.tables)

    def _current(self) -> Documents:
        content = self._storage.content()
        known, tables = _last
        return tables if content == known else documents_of(self._storage.parse(content))

    def _save(self, tables: Documents) -> None:
        global _last
        with self._storage.saving():
            content = encode(tables)
            replace_file(self.path, content)
        _last = content, tables

    @contextlib.contextmanager
    def _damage_named(self) -> Iterator[None]:
        try:
            yield
        except (KeyError, TypeError, ValueError, OverflowError, SpanError) as error:
            raise Damaged(
                f"{self.path} holds a record that is not one of ours ({error!r}); "
                "it is left as it is"
            ) from error
