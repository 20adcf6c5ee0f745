"""Reading the files of many reports, and of each only what is asked for: a list, or an export.

TinyDB makes rows of a whole file, most of which is the record of its edits. A file that has not the
form expected here is left to it, to know what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from store.fields import TagFields
from store.lines import Row
from store.migrating import SCHEMA
from store.model import Tag

if TYPE_CHECKING:
    from store.reviews import Review

Unread = dict[str, dict[str, msgspec.Raw]]
"""A table of which nothing is wanted but that it is one: rows that are objects."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """A report's file, without its tags and reviews."""

    schema: dict[str, dict[str, Any]]
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


F = TypeVar("F", bound=_File)


def _fast(decoder: msgspec.json.Decoder[F], content: bytes) -> F | None:
    """Return a file of the present schema; None if only row by row can tell what it holds."""
    try:
        content.decode()  # what is passed over is not checked for this
        file = decoder.decode(content)
    except (ValueError, RecursionError):
        return None
    tables: Iterable[Mapping[str, object]] = msgspec.structs.astuple(file)
    good = len(file.report) == 1 and file.schema.get("1", {}).get("version") == SCHEMA
    return file if good and all(map(str.isdecimal, chain.from_iterable(tables))) else None


_listed = msgspec.json.Decoder(ListedFile)
_tagged = msgspec.json.Decoder(TaggedFile)
_decided = msgspec.json.Decoder(DecidedFile)


def counted(content: bytes) -> tuple[Row, int] | None:
    """Return a report's row and how many tags it has; None if it must be read row by row."""
    if not (file := _fast(_listed, content)):
        return None
    (row,) = file.report.values()
    return row, len(file.tags)


def tagged(content: bytes) -> tuple[Row, list[Tag]] | None:
    """Return a report's row and its tags; None if it must be read row by row.

    Raises:
        ValueError: if a time is none.
    """
    if not (file := _fast(_tagged, content)):
        return None
    (row,) = file.report.values()
    return row, [one.tag() for one in file.tags.values()]


def decided(content: bytes) -> tuple[list[Tag], list[Review]] | None:
    """Return a report's tags and reviews; None if it must be read row by row.

    Raises:
        KeyError, TypeError, ValueError: if a review or a time is none.
    """
    if not (file := _fast(_decided, content)):
        return None
    # Imported late: an export, which decides nothing, would have to wait for the history of edits.
    from store.edit_rows import review_of

    return [one.tag() for one in file.tags.values()], list(map(review_of, file.reviews.values()))
