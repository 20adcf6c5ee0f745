"""Entities that were found before, kept on the disk of a library, and how names sound.

`<library>/cache/entities/<recogniser>-<text>.json`: derived, safe to delete, never a fact. What is
damaged, of another shape, or does not fit the text counts as not there, and so does a folder that
cannot be read or written. Beyond `LARGEST` bytes in all, what was not used for longest goes.

`skeletons.json` in the user's cache holds what `VariantIndex` works out of the shipped terms.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from store.errors import LibraryError, SpanError
from store.files import make_folder, replace_with
from store.model import Entity, Span

LARGEST = 50_000_000
"""Bytes of all files together."""
LARGEST_FILE = 20_000_000
"""Bytes of one file; what would be larger is found anew."""
SEAL = 65
"""Bytes of a hash and the line end before it, at the end of a file."""
SHORT = 32
"""Hexadecimal digits of a hash in a file's name: 128 bits."""


CHUNK = 1_000
"""Entities that are written at a time."""
PIECE = 100_000
"""Code points that are hashed at a time: a copy of a whole text would take the most memory."""
UNUSABLE = (AttributeError, OSError, ValueError, TypeError, LookupError, RecursionError, SpanError)
"""What reading a file can raise that is damaged, or holds something else."""


class EntityCache:
    """The cached entities of one library; threads and processes may share it."""

    def __init__(self, library: Path) -> None:
        self.folder = library / "cache" / "entities"

    def get(self, fingerprint: str, text: str) -> list[Entity] | None:
        """Return what a recogniser found in a text before, `None` if that is not known.

        Args:
            fingerprint: of the recogniser, with all that its findings depend on.
            text: the canonical text.
        """
        path = self._path(fingerprint, text)
        try:
            found = _parsed(_content(path), len(text))
        except UNUSABLE:
            return None
        # What was used lately is kept longest.
        with contextlib.suppress(OSError):
            os.utime(path)
        return found

    def put(self, fingerprint: str, text: str, entities: Sequence[Entity]) -> None:
        """Keep what a recogniser found in a text; if that fails, it is found anew next time."""
        with contextlib.suppress(OSError):
            make_folder(self.folder)
            replace_with(self._path(fingerprint, text), _sealed(_written(entities)))
            self._trim()

    def _path(self, fingerprint: str, text: str) -> Path:
        by = hashlib.sha256(fingerprint.encode()).hexdigest()
        return self.folder / f"{by[:SHORT]}-{_digest(text)[:SHORT]}.json"

    def _trim(self) -> None:
        """Remove what was not used for longest, until the rest takes little enough."""
        files = [(path.stat(), path) for path in self.folder.iterdir()]
        left = sum(status.st_size for status, _ in files)
        for status, path in sorted(files, key=lambda each: each[0].st_mtime_ns):
            if left <= LARGEST:
                return
            path.unlink(missing_ok=True)
            left -= status.st_size


def _digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal digits."""
    digest = hashlib.sha256()
    for start in range(0, len(text), PIECE):
        digest.update(text[start : start + PIECE].encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        OSError: if it cannot be read.
        ValueError: if it is too large, or no ordinary file.
    """
    # Libraries are shared: a pipe or a link in the place of a file must not be followed.
    flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_FILE:
            raise ValueError("no file of ours")
        return file.read(LARGEST_FILE)


def _written(entities: Iterable[Entity]) -> Iterator[bytes]:
    """Yield entities as the content of a file: rows of start, length and numbers of strings.

    Lists of 200,000 rows would take 250 MB, their JSON takes 5: it is made piece by piece.
    """
    names: dict[str, int] = {}

    def row(entity: Entity) -> str:
        said = entity.label, entity.rule, entity.canonical
        label, rule, canonical = (names.setdefault(name, len(names)) for name in said)
        return f"[{entity.span.start},{len(entity.span)},{label},{rule},{canonical}]"

    rest = iter(entities)
    before = '{"rows":['
    while rows := ",".join(map(row, islice(rest, CHUNK))):
        yield (before + rows).encode()
        before = ","
    yield f'{before.rstrip(",")}],"names":{json.dumps(list(names))}}}'.encode()


def _parsed(data: bytes, length: int) -> list[Entity]:
    """Return the entities that a file tells of a text.

    Raises:
        ValueError, TypeError, LookupError, SpanError: if it is damaged or does not fit the text.
    """
    held: dict[str, Any] = json.loads(_unsealed(data))
    names, rows = held["names"], held["rows"]
    if not all(isinstance(name, str) for name in names):
        raise TypeError("a name is no text")
    if not all(type(number) is int and number >= 0 for row in rows for number in row):
        raise TypeError("a place is no number")
    found = [
        Entity(Span(start, start + size), names[label], names[rule], names[canonical])
        for start, size, label, rule, canonical in rows
    ]
    if any(entity.span.end > length for entity in found):
        raise ValueError("an entity lies beyond the text")
    return found


def kept_skeletons(mark: str) -> dict[str, list[str]]:
    """Return the skeletons of names that were kept under a mark, none if they were not."""
    try:
        held = json.loads(_unsealed(_content(_skeletons_file()))) if mark else {}
        if held.get("mark") != mark:
            return {}
        found: dict[str, list[str]] = held["skeletons"]
        if all(isinstance(one, str) for kept in found.values() for one in kept):
            return found
    except UNUSABLE:
        pass
    return {}


def keep_skeletons(mark: str, skeletons: Mapping[str, Sequence[str]]) -> None:
    """Keep the skeletons of names under a mark, in place of others; if that fails, none are."""
    path = _skeletons_file()
    if mark:
        with contextlib.suppress(OSError, LibraryError):
            make_folder(path.parent)
            content = json.dumps({"mark": mark, "skeletons": skeletons}, separators=(",", ":"))
            replace_with(path, _sealed([content.encode()]))


def _skeletons_file() -> Path:
    # Imported late: it costs 30 ms.
    from platformdirs import user_cache_path

    return user_cache_path("spantag", appauthor=False) / "skeletons.json"


def _sealed(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a content, and its hash behind it.

    Raises:
        OSError: where it becomes too large.
    """
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        if size > LARGEST_FILE - SEAL:
            raise OSError(errno.EFBIG, "too large to be kept")
        yield piece
    yield f"\n{digest.hexdigest()}".encode()


def _unsealed(data: bytes) -> bytes:
    """Return the JSON before its hash.

    Raises:
        ValueError: if it is damaged.
    """
    body, digest = data[:-SEAL], data[-SEAL:]
    if f"\n{hashlib.sha256(body).hexdigest()}".encode() != digest:
        raise ValueError("the file is damaged")
    return body
