"""Repairing a library: what a hash proves is put back, and nothing is deleted.

A damaged file is moved aside as `<name>.damaged-<time>` in its folder before another takes its
place. A report comes from the newest copy that has it, else from its text; what can still be read
of its tags is kept in both cases.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from store import copies, salvage
from store.copies import Copied, Copy
from store.database import Database
from store.edit_rows import edit_of, edit_row, review_of, review_row
from store.errors import Damaged, LibraryError, NotFound, SpantagError
from store.files import NO_LINKS, TEMPORARY, create_file, make_folder, sync_folder
from store.importing import files
from store.library import Library
from store.locks import locked
from store.merging import compare
from store.merging import tags as tags_in_words
from store.model import Report, ReportId
from store.rows import report_of, report_row, sorted_tags, tag_row
from store.salvage import Found
from store.text import decode, report_id, sha256, text_hash

_ID = re.compile("[0-9a-f]{16}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the account of a repair."""

    report: str
    """The id of the report, or `library.json`."""
    message: str
    done: bool = True
    """Whether it was repaired; if not, its files are as they were."""


def repair(library: Library, given: Sequence[Copy] = ()) -> Iterator[Step]:
    """Put back what can be proved, report by report; yield each step once it is on the disk.

    Args:
        library: the library, of whose files any may be damaged or missing.
        given: backups and folders to restore from; a folder counts as newer than any backup.
    """
    newest = sorted(given, key=lambda copy: (not copy.created, copy.created), reverse=True)
    yield from _told(copies.LIBRARY, lambda: _scheme(library, newest))
    for id_ in _ids(library):
        mended = _Report(library, newest, id_)
        if not mended.is_sound():
            yield from _told(id_, mended.steps)


def _told(name: str, steps: Callable[[], Iterator[Step]]) -> list[Step]:
    """Return steps, with an error as the last one, which was not done."""
    done: list[Step] = []
    try:
        done.extend(steps())
    except SpantagError as error:
        done.append(Step(name, error.message, done=False))
    except OSError as error:
        reason = f"{error.filename or name}: {error.strerror or error}"
        done.append(Step(name, f"{reason}; nothing was done about it", done=False))
    return done


def _ids(library: Library) -> list[ReportId]:
    """Return the ids of all reports of which a library has the file or the text, sorted."""
    found = [*library.folder.glob("reports/*.json"), *library.folder.glob("texts/*.txt")]
    return sorted({ReportId(path.stem) for path in found if _ID.fullmatch(path.stem)})


def _scheme(library: Library, given: Sequence[Copy]) -> Iterator[Step]:
    """Restore the file of labels."""
    path = library.folder / copies.LIBRARY
    with locked(library.folder / ".lock"):
        try:
            library.labels()
            return
        except (Damaged, NotFound):
            fault = _fault(path)
            _must_be_readable(path)
        found = _first(given, lambda copy: (copies.labels_in(copy), copy.read(copies.LIBRARY)))
        if not found:
            raise Damaged(f"{path} {fault}; it needs a backup, given by --from BACKUP")
        copy, (_, data) = found
        kept = _put(path, lambda fresh: create_file(fresh, [data]))
        yield Step(copies.LIBRARY, f"{path} {fault}; restored from {copy.path}{kept}")


def _first(given: Sequence[Copy], read: Callable[[Copy], T]) -> tuple[Copy, T] | None:
    """Return what the newest copy that can gives, and that copy."""
    for copy in given:
        try:
            return copy, read(copy)
        except LibraryError:
            continue
    return None


class _Report:
    """A report of which a file is not what it must be."""

    def __init__(self, library: Library, given: Sequence[Copy], id_: ReportId) -> None:
        self._library = library
        self._given = given
        self._id = id_
        self._lock = library.folder / ".lock"
        self._path = library.folder / "reports" / f"{id_}.json"
        self._text_path = library.folder / "texts" / f"{id_}.txt"

    def is_sound(self) -> bool:
        """Tell whether both of its files can be read and are of one text."""
        try:
            self._library.edits(self._id)
            self._library.reviews(self._id)
            self._library.tags(self._id)
            return self._library.report(self._id).id == self._id
        except SpantagError:
            return False

    def steps(self) -> Iterator[Step]:
        """Repair the text, then the report's file, under the lock."""
        with locked(self._lock):
            held = self._held()
            if held and self._text_there(held) is None and self._text_there(None) is not None:
                held = None  # the text proves itself by the id: it is the report's file that errs
            proved = self._text_there(held)
            if proved is None:
                proved, source = self._text_elsewhere(held)
                fault = _fault(self._text_path, "was changed")
                data = proved.encode()
                kept = _put(self._text_path, lambda fresh: create_file(fresh, [data]))
                yield self._step(f"{self._text_path} {fault}; put back from {source}{kept}")
            if held is None:
                yield self._restored(proved)

    def _step(self, message: str) -> Step:
        return Step(self._id, message)

    def _held(self) -> Report | None:
        """Return what the report's file says, with an empty text; None if it is damaged."""
        try:
            _must_be_readable(self._path)
            with Database(self._path, self._lock).reading() as tables:
                (row,) = tables.rows("report")
                report = report_of(row, "")
                sorted_tags(tables)
                list(map(edit_of, tables.rows("edits")))
                list(map(review_of, tables.rows("reviews")))
        except (Damaged, NotFound):
            return None
        return report if report_id(report.text_sha256) == report.id == self._id else None

    def _is_it(self, digest: str, held: Report | None) -> bool:
        """Tell whether a hash is that of the text that was imported."""
        return digest == held.text_sha256 if held else report_id(digest) == self._id

    def _text_there(self, held: Report | None) -> str | None:
        """Return the text of the library if it is the one that was imported."""
        try:
            with copies.regular_file(self._text_path) as file:
                data = file.read()
            return data.decode() if self._is_it(sha256(data), held) else None
        except (FileNotFoundError, UnicodeDecodeError):
            return None

    def _text_elsewhere(self, held: Report | None) -> tuple[str, str]:
        """Return the text that was imported, and whence.

        Raises:
            Damaged: if neither a copy nor the file that was imported has it.
        """
        for copy in self._given:
            found = _first([copy], lambda copy: copies.text_in(copy, self._id))
            if found and self._is_it(text_hash(found[1]), held):
                return found[1], str(copy.path)
        if held and (text := _origin_text(held)) is not None:
            return text, held.origin
        where = f"{held.origin} is not it any more" if held else "what it was is not known"
        raise Damaged(
            f"{self._text_path} {_fault(self._text_path, 'was changed')}, and {where}; "
            "it needs a backup, given by --from BACKUP"
        )

    def _restored(self, text: str) -> Step:
        """Put a report's file in place: from a copy, else from the text."""
        fault = _fault(self._path)
        readable = self._readable(text)
        found = _first(self._given, lambda copy: copies.report_in(copy, self._id, text))
        if found:
            copy, copied = found
            message = f"restored from {copy.path}, {tags_in_words(len(copied.tags))}"
            kept, more = self._put_copied(copied, readable)
            message += f", and {more} more that could still be read" if more else ""
        else:
            report = readable.report or salvage.rebuilt(self._id, text, self._text_path)
            message = salvage.account(readable)
            kept = self._put_tables(report, readable)
        return self._step(f"{self._path} {fault}; {message}{kept}")

    def _readable(self, text: str) -> Found:
        try:
            with copies.regular_file(self._path) as file:
                return salvage.readable(file.read(), self._id, text)
        except FileNotFoundError:
            return Found(None, [], [], [])

    def _put_copied(self, copied: Copied, readable: Found) -> tuple[str, int]:
        """Put a copied report in place with the readable tags that it lacks; say how many."""
        more = compare(copied.report, copied.tags, copied.edits, readable.tags).added
        if not more:
            return _put(self._path, lambda fresh: create_file(fresh, [copied.data])), 0
        whole = Found(copied.report, [*copied.tags, *more], copied.edits, copied.reviews)
        return self._put_tables(copied.report, whole), len(more)

    def _put_tables(self, report: Report, found: Found) -> str:
        tables = {
            "report": [report_row(report)],
            "tags": [tag_row(tag) for tag in found.tags],
            "edits": [edit_row(edit) for edit in found.edits],
            "reviews": [review_row(review) for review in found.reviews],
        }
        return _put(self._path, lambda fresh: Database(fresh, self._lock).create(tables))


def _origin_text(report: Report) -> str | None:
    """Return the canonical text of the file that was imported, if it still is that text."""
    forced = report.decoding.method == "forced"
    try:
        raw = files.file_bytes(Path(report.origin))
        text, _ = decode(raw, report.decoding.encoding if forced else None)
    except SpantagError:
        return None
    return text if text_hash(text) == report.text_sha256 else None


def _must_be_readable(path: Path) -> None:
    """Raise OSError if a file is there but the system does not give it: that is no damage."""
    if os.path.lexists(path):
        copies.regular_file(path).close()


def _fault(path: Path, otherwise: str = "was damaged") -> str:
    return otherwise if os.path.lexists(path) else "was missing"


def _put(path: Path, write: Callable[[Path], None]) -> str:
    """Move what is damaged aside and put what `write` makes in its place; the caller locks.

    Returns:
        Words that say where the damaged file is now; empty if there was none.

    Raises:
        OSError, LibraryError: if writing fails; the damaged file is then where it was.
    """
    make_folder(path.parent)
    fresh = path.with_name(f"{TEMPORARY}{os.urandom(8).hex()}")
    try:
        write(fresh)
        kept = _keep_aside(path) if os.path.lexists(path) else ""
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(path.parent)
    return kept


def _keep_aside(path: Path) -> str:
    """Give a damaged file another name, and leave it its own until that is taken over."""
    name = f"{path.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    names = itertools.chain([name], (f"{name}.{number}" for number in itertools.count(2)))
    aside = next(path.with_name(n) for n in names if not os.path.lexists(path.with_name(n)))
    if path.is_symlink():
        path.rename(aside)
    else:
        _link(path, aside)
    return f"; the damaged file is kept as {aside}"


def _link(path: Path, aside: Path) -> None:
    try:
        # Unlike after a rename, a kill leaves no moment without a file.
        aside.hardlink_to(path)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        path.rename(aside)
