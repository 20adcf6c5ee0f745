"""TinyDB over atomic, locked files; the only module that knows TinyDB.

Each file is one JSON object of tables, a line a document (`lines`), so that it reads and diffs well
and `TinyDB(path)` opens it. Every document has an `id`; the table `schema` holds the version.

TinyDB reads. Changes go past its tables, because each of its operations goes through all documents
of a table, and the save of one tag must cost about what writing the file does (`Transaction`).
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.json import decode

from store.errors import Damaged, NewerSchema, NotFound, SaveFailed, SpanError
from store.files import read_file, replace_file
from store.lines import (
    Lines,
    Row,
    Rows,
    Table,
    Tables,
    encode,
    line_of,
    lines_in,
    lines_of,
    row_bytes,
)
from store.locks import locked
from store.migrating import SCHEMA, STEPS, kept_as, migrated, replace_old

if TYPE_CHECKING:
    from tinydb import TinyDB

T = TypeVar("T")


def _are_tables(data: Any) -> bool:
    """Tell whether TinyDB could have written this: numbered documents in named tables."""
    return isinstance(data, dict) and all(
        isinstance(rows, dict)
        and all(key.isdecimal() and isinstance(row, dict) for key, row in rows.items())
        for rows in data.values()
    )


def _schema(lines: Lines) -> Row:
    """Return the row that states the version of a file, empty if there is none."""
    line = lines.get("schema", Table()).get("1", b"")
    return decode(row_bytes(line)) if line else {}


class AtomicStorage:
    """A storage for TinyDB that replaces its file whole, and never takes a damaged one for new."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Tables:
        """Return the tables, migrated if a former version of spantag wrote them.

        Raises:
            NotFound: if there is no such file.
            Damaged: if it cannot be read or is not a file of ours.
            NewerSchema: if a later version of spantag wrote it.
        """
        tables, _ = self.parse(self.content())
        return tables

    def content(self) -> bytes:
        """Return the bytes of the file, and raise as `read` does."""
        try:
            return read_file(self._path)
        except FileNotFoundError as error:
            raise NotFound(f"There is no {self._path}") from error
        except OSError as error:
            raise self._damaged(error) from error

    def parse(self, content: bytes) -> tuple[Tables, int]:
        """Return the tables of a file and the schema that it states, and raise as `read` does."""
        import json  # which tells where a damaged file breaks off, and is no part of other reading

        try:
            data = json.loads(content)
        except (ValueError, RecursionError) as error:
            raise self._damaged(error) from error
        if not _are_tables(data):
            raise self._foreign()
        version = self.version(data.get("schema", {}).get("1", {}))
        return migrated(data, version), version

    def version(self, row: Mapping[str, Any]) -> int:
        """Return the schema that a row states, and raise as `read` does if it is none of ours."""
        version = row.get("version")
        if type(version) is not int or version < min(STEPS):
            raise self._foreign()
        if version > SCHEMA:
            raise NewerSchema(
                f"{self._path} was written by a later spantag (schema {version}); update spantag"
            )
        return version

    def _damaged(self, error: Exception) -> Damaged:
        return Damaged(f"{self._path} cannot be read ({error}); it is left as it is")

    def _foreign(self) -> Damaged:
        return Damaged(f"{self._path} is not a file of spantag; it is left as it is")

    def write(self, data: Tables) -> None:
        """Put the tables in the place of the file.

        Raises:
            SaveFailed: if that fails; the old file is then as it was.
        """
        with self.saving():
            replace_file(self._path, encode(lines_of(data)))

    @contextlib.contextmanager
    def saving(self) -> Iterator[None]:
        """Say of what fails within that the file was not saved, and why."""
        try:
            yield
        except PermissionError as error:
            folder = Path(error.filename or self._path).parent
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


class Transaction:
    """The tables of one file, while it is open to be changed: rows are parsed when asked for."""

    def __init__(self, lines: Lines, saving: Callable[[], AbstractContextManager[None]]) -> None:
        self.lines = lines
        self._changed: set[str] = set()
        self._saving = saving

    @property
    def changed(self) -> bool:
        """Whether there is anything to save."""
        return bool(self._changed)

    def rows(self, table: str) -> list[Row]:
        """Return a table's documents in the order in which they were put."""
        return [decode(row_bytes(line)) for line in self.lines.get(table, {}).values()]

    def rows_of(self, table: str, ids: Collection[str | int]) -> list[Row]:
        """Return the documents of these ids, in the order in which they were put."""
        return [decode(row_bytes(self.lines[table][key])) for key, _ in self._keys(table, ids)]

    def parsed(self, table: str, parse: Callable[[Iterable[bytes]], list[T]]) -> Sequence[T]:
        """Return what a parser makes of the lines of a table."""
        return self.lines.get(table, Table()).parsed(parse)

    def add(self, table: str, row: Row) -> None:
        """Insert a document whose id is new."""
        lines = self._changing(table)
        key = _free_key(lines)
        lines[key] = self._line(key, row)

    def put(self, table: str, *rows: Row) -> None:
        """Insert documents, or change the fields of those of the same ids."""
        new = {row["id"]: row for row in rows}
        found = self._keys(table, new)
        lines = self._changing(table) if found else {}
        for key, id_ in found:
            lines[key] = self._line(key, {**decode(row_bytes(lines[key])), **new[id_]})
        known = {id_ for _, id_ in found}
        for id_, row in new.items():
            if id_ not in known:
                self.add(table, row)

    def drop(self, table: str, *ids: str | int) -> None:
        """Remove the documents of these ids, as far as there are any."""
        if found := self._keys(table, set(ids)):
            lines = self._changing(table)
            for key, _ in found:
                del lines[key]

    def _keys(self, table: str, ids: Collection[str | int]) -> list[tuple[str, str | int]]:
        """Return the keys of the documents of some ids, with these, in one look at the table."""
        if not ids:
            return []
        # Imported late, as only a change needs it.
        from store.fields import ids as parse

        found = zip(self.lines.get(table, {}), self.parsed(table, parse), strict=True)
        return [(key, row.id) for key, row in found if row.id in ids]

    def _line(self, key: str, row: Row) -> bytes:
        with self._saving():
            return line_of(key, row)

    def _changing(self, table: str) -> Table:
        """Return a copy of a table, as what the file held may serve the next transaction."""
        if table not in self._changed:
            self._changed.add(table)
            self.lines = {**self.lines, table: self.lines.get(table, Table()).copy()}
        return self.lines[table]


def _free_key(rows: dict[str, bytes]) -> str:
    """Return a key above the last one, which costs the same however many there are."""
    last = int(next(reversed(rows), "0"))
    return next(key for key in map(str, itertools.count(last + 1)) if key not in rows)


def numbered(tables: Mapping[str, list[Row]]) -> Tables:
    """Return rows as the tables of a new file, of this schema."""
    return {
        name: {str(number): row for number, row in enumerate(rows, 1)}
        for name, rows in {"schema": [{"id": "schema", "version": SCHEMA}], **tables}.items()
    }


def new_content(tables: Mapping[str, list[Row]]) -> bytes:
    """Return the bytes of a new file with these rows."""
    return encode(lines_of(numbered(tables)))


KEPT_FILES = 4
"""Of how many files the lines are kept: a report with 1,000 tags takes 3 MB."""
_kept: dict[Path, tuple[bytes, Lines]] = {}
"""The content of the files that were changed last, and their lines: what a save does not read anew
if the file still holds the very same bytes."""


def _keep(path: Path, content: bytes, lines: Lines) -> None:
    _kept.pop(path, None)
    _kept[path] = content, lines
    while len(_kept) > KEPT_FILES:
        del _kept[next(iter(_kept))]


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

    def content(self) -> bytes:
        """Return the bytes of the file, by which one knows it again.

        Raises:
            LibraryError: if it cannot be read.
        """
        return self._storage.content()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Rows]:
        """Open the file to read it, without a lock: a save is never seen half.

        Raises:
            LibraryError: as `AtomicStorage.read`.
        """
        # Imported late: the list of reports is there without it.
        from tinydb import TinyDB
        from tinydb.middlewares import CachingMiddleware

        # So that the file is read once, however many of its tables are asked for.
        storage = CachingMiddleware(AtomicStorage)  # type: ignore[no-untyped-call]
        with self.damage_named():
            yield Reading(TinyDB(self.path, storage=storage))

    @contextlib.contextmanager
    def changing(self) -> Iterator[Transaction]:
        """Open the file to change it; one save at the end, none if the block raises.

        Raises:
            LibraryError: as `AtomicStorage.read` and `AtomicStorage.write`.
        """
        with locked(self._lock), self.damage_named():
            old = self._storage.content()
            lines, version = self._lines(old)
            transaction = Transaction(lines, self._storage.saving)
            yield transaction
            if transaction.changed:
                self._save(transaction.lines, old, version)

    def _lines(self, content: bytes) -> tuple[Lines, int]:
        """Return the lines of the present schema, and the schema that the file states."""
        if (kept := _kept.get(self.path)) and kept[0] == content:
            return kept[1], SCHEMA
        lines = lines_in(content)
        if lines is not None and self._storage.version(_schema(lines)) == SCHEMA:
            return lines, SCHEMA
        tables, version = self._storage.parse(content)
        return lines_of(tables), version

    def _save(self, lines: Lines, old: bytes, version: int) -> None:
        with self._storage.saving():
            content = encode(lines)
            if version == SCHEMA:
                replace_file(self.path, content)
            else:
                kept = kept_as(self.path, self._lock.parent, version)
                replace_old(self.path, old, content, kept)
        _keep(self.path, content, lines)

    @contextlib.contextmanager
    def damage_named(self) -> Iterator[None]:
        """Say of a row that turns out within to be none of ours that the file is damaged."""
        try:
            yield
        except (KeyError, TypeError, ValueError, OverflowError, SpanError) as error:
            raise Damaged(
                f"{self.path} holds a record that is not one of ours ({error!r}); "
                "it is left as it is"
            ) from error
