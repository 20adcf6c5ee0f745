"""Reading files of a library, and of each only what is asked for: a list, or an export.

TinyDB makes rows of a whole file, most of which is the record of its edits. A file that has not the
form expected here is left to it, to know what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from store.fields import TagFields
from store.lines import Row
from store.migrating import SCHEMA
from store.model import Label, Tag
from store.rows import label_of, tag_of

if TYPE_CHECKING:
    from store.database import Database
    from store.reviews import Review


class _Object(msgspec.Struct, gc=False):
    """A row of which nothing is wanted but that it is one; its fields are checked and left out."""


Unread = dict[str, _Object]
"""A table of such rows."""


class _Stated(msgspec.Struct, forbid_unknown_fields=True):
    """A file that states its schema."""

    schema: dict[str, dict[str, Any]]


class SchemeFile(_Stated):
    """The file of labels."""

    labels: dict[str, Row]


class _File(_Stated):
    """A report's file, without its tags and reviews."""

    report: dict[str, Row]
    edits: Unread


class ListedFile(_File):
    """What a line of the list reads of it."""

    tags: Unread
    reviews: Unread


class TaggedFile(_File):
    """What an export reads of it."""

    tags: dict[str, TagFields]
    reviews: Unread


class DecidedFile(_File):
    """What the reader reads of it after each edit."""

    tags: dict[str, TagFields]
    reviews: dict[str, Row]


S = TypeVar("S", bound=_Stated)
F = TypeVar("F", bound=_File)


def _stated(kind: type[S], content: bytes) -> S | None:
    """Return a file of the present schema; None if only row by row can tell what it holds."""
    try:
        content.decode()  # what is passed over is not checked for this
        file = _decoder(kind).decode(content)
    except (ValueError, RecursionError):
        return None
    tables: Iterable[Mapping[str, object]] = msgspec.structs.astuple(file)
    good = file.schema.get("1", {}).get("version") == SCHEMA
    return file if good and all(map(str.isdecimal, chain.from_iterable(tables))) else None


def _fast(kind: type[F], content: bytes) -> F | None:
    """Return a report's file as `_stated` does."""
    file = _stated(kind, content)
    return file if file and len(file.report) == 1 else None


@cache  # made for what is read: to make one takes half a millisecond
def _decoder(file: type[S]) -> msgspec.json.Decoder[S]:
    return msgspec.json.Decoder(file)


def labels(database: Database, content: bytes) -> tuple[Label, ...]:
    """Return the labels in a file of labels that holds this, without TinyDB if it is sound.

    Raises:
        LibraryError: if it is damaged.
    """
    with database.damage_named():
        if file := _stated(SchemeFile, content):
            return tuple(map(label_of, file.labels.values()))
        with database.reading() as tables:
            return tuple(map(label_of, tables.rows("labels")))


def counted(content: bytes) -> tuple[Row, int] | None:
    """Return a report's row and how many tags it has; None if it must be read row by row."""
    if not (file := _fast(ListedFile, content)):
        return None
    (row,) = file.report.values()
    return row, len(file.tags)


def tagged(content: bytes) -> tuple[Row, list[Tag]] | None:
    """Return a report's row and its tags; None if it must be read row by row.

    Raises:
        ValueError: if a time is none.
    """
    if not (file := _fast(TaggedFile, content)):
        return None
    (row,) = file.report.values()
    return row, [one.tag() for one in file.tags.values()]


def row_by_row(database: Database) -> tuple[Row, list[Tag]]:
    """Return what `tagged` does of any file, with TinyDB.

    Raises:
        LibraryError, KeyError, TypeError, ValueError: if a row is none of ours.
    """
    with database.reading() as tables:
        (row,) = tables.rows("report")
        return row, list(map(tag_of, tables.rows("tags")))


def decided(content: bytes) -> tuple[list[Tag], list[Review]] | None:
    """Return a report's tags and reviews; None if it must be read row by row.

    Raises:
        KeyError, TypeError, ValueError: if a review or a time is none.
    """
    if not (file := _fast(DecidedFile, content)):
        return None
    # Imported late: an export, which decides nothing, would have to wait for the history of edits.
    from store.edit_rows import review_of

    return [one.tag() for one in file.tags.values()], list(map(review_of, file.reviews.values()))
