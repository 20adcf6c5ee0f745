"""TinyDB over atomic, locked files; the only module that knows TinyDB.

Each file is one JSON object of tables, a line a document, so that it reads and diffs well and
`TinyDB(path)` opens it. Every document has an `id`; the table `schema` holds the version.
"""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import Storage

from store.errors import Damaged, NewerSchema, NotFound, SaveFailed, SpanError
from store.files import locked, replace_file

SCHEMA = 1

Row = dict[str, Any]
Tables = Mapping[str, Mapping[str, Row]]


def encode(tables: Tables) -> bytes:
    """Return the JSON of a file's tables, a line a document.

    Raises:
        ValueError: if a value is no finite number or holds a lone surrogate.
    """
    encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    blocks = []
    for name, rows in tables.items():
        lines = ",\n".join(f'"{key}":{encoder.encode(row)}' for key, row in rows.items())
        blocks.append(encoder.encode(name) + (f":{{\n{lines}\n}}" if lines else ":{}"))
    return ("{\n" + ",\n".join(blocks) + "\n}\n").encode()


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
        try:
            data = json.loads(self._path.read_bytes())
        except FileNotFoundError as error:
            raise NotFound(f"There is no {self._path}") from error
        except (OSError, ValueError, RecursionError) as error:
            raise Damaged(f"{self._path} cannot be read ({error}); it is left as it is") from error
        version = self._version(data)
        if version > SCHEMA:
            raise NewerSchema(
                f"{self._path} was written by a later spantag (schema {version}); update spantag"
            )
        return data  # type: ignore[no-any-return]

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
        try:
            replace_file(self._path, encode(data))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise SaveFailed(f"{self._path} could not be written: {reason}") from error


class Transaction:
    """The tables of one file, while it is open."""

    def __init__(self, database: TinyDB) -> None:
        self._database = database

    def rows(self, table: str) -> list[Row]:
        """Return a table's documents in the order in which they were put."""
        return [dict(row) for row in self._database.table(table).all()]

    def put(self, table: str, row: Row) -> None:
        """Insert a document, or change the one of the same id."""
        self._database.table(table).upsert(row, where("id") == row["id"])

    def drop(self, table: str, id_: str | int) -> None:
        """Remove the document of that id, if there is one."""
        self._database.table(table).remove(where("id") == id_)


class Database:
    """One TinyDB file of a library."""

    def __init__(self, path: Path, lock: Path) -> None:
        self.path = path
        self._lock = lock

    def create(self, tables: Mapping[str, list[Row]]) -> None:
        """Write the file for the first time; the caller holds the lock.

        Raises:
            SaveFailed: if that fails.
        """
        numbered = {
            name: {str(number): row for number, row in enumerate(rows, 1)}
            for name, rows in {"schema": [{"id": "schema", "version": SCHEMA}], **tables}.items()
        }
        AtomicStorage(self.path).write(numbered)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open the file to read it, without a lock: a save is never seen half.

        Raises:
            LibraryError: as `AtomicStorage.read`.
        """
        with self._damage_named(), self._opened() as (_, transaction):
            yield transaction

    @contextlib.contextmanager
    def changing(self) -> Iterator[Transaction]:
        """Open the file to change it; one save at the end, none if the block raises.

        Raises:
            LibraryError: as `AtomicStorage.read` and `AtomicStorage.write`.
        """
        with (
            locked(self._lock),
            self._damage_named(),
            self._opened() as (storage, transaction),
        ):
            yield transaction
            storage.flush()  # type: ignore[no-untyped-call]

    @contextlib.contextmanager
    def _opened(self) -> Iterator[tuple[CachingMiddleware, Transaction]]:
        storage = CachingMiddleware(AtomicStorage)  # type: ignore[no-untyped-call]
        storage.WRITE_CACHE_SIZE = sys.maxsize
        yield storage, Transaction(TinyDB(self.path, storage=storage))

    @contextlib.contextmanager
    def _damage_named(self) -> Iterator[None]:
        try:
            yield
        except (KeyError, TypeError, ValueError, OverflowError, SpanError) as error:
            raise Damaged(
                f"{self.path} holds a record that is not one of ours ({error!r}); "
                "it is left as it is"
            ) from error
