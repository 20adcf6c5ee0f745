"""`Library`: the folder with the analyst's reports and tags, as the app and the commands see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from store import opening, scheme, summaries
from store.database import Database, new_content
from store.errors import Damaged, LibraryError, NotFound, SaveFailed
from store.files import make_folder, read_file, replace_file, replace_files
from store.lines import Row
from store.locks import locked, login_name
from store.model import Entity, Label, Report, ReportId, Status, Summary, Tag
from store.rows import first_rows, in_text_order, report_of, sorted_tags
from store.summaries import Unreadable
from store.text import text_hash, without_surrogates

if TYPE_CHECKING:
    from store.history import Edit
    from store.importing.outcome import Outcome
    from store.labelling import Labelling, LabelUses
    from store.reviewing import Reviewing
    from store.reviews import Review, Suggestions


def now() -> datetime:
    """Return the time of an edit: UTC, in whole seconds, as it is stored."""
    return datetime.now(UTC).replace(microsecond=0)


class Library:
    """A library folder; every method reads or changes its files, nothing is taken from memory."""

    def __init__(self, folder: Path, author: str = "") -> None:
        self.folder = folder
        self._author = author
        self._reports = folder / "reports"
        self._texts = folder / "texts"
        self._lock = folder / ".lock"
        self._database = Database(folder / "library.json", self._lock)
        self._scheme: tuple[bytes, scheme.Scheme] = b"", ()
        """What the file of labels held when it was last read, and the labels in it."""

    @classmethod
    def open(cls, folder: Path, author: str = "", *, create: bool = False) -> Library:
        """Open the library in a folder, or make one there if it is missing or empty.

        Raises:
            LibraryError: if the folder holds something else, or nothing and `create` is not set.
        """
        if not opening.is_library(folder, create=create):
            opening.make(folder)
        return cls(folder, author)

    def labels(self) -> tuple[Label, ...]:
        """Return the label scheme in its order, each label right below its parent."""
        content = self._database.content()
        if content != self._scheme[0]:  # every edit asks, and a scheme hardly ever changes
            # Imported late: the list of reports is there without any label.
            from store import skimming

            self._scheme = content, scheme.nested(skimming.labels(self._database, content))
        return self._scheme[1]

    @cached_property
    def author(self) -> str:
        """Who tags here: the name that was given, or else that of the login."""
        return without_surrogates(self._author or login_name())

    @cached_property
    def labelling(self) -> Labelling:
        """What changes the labels and takes that back."""
        from store.bearing import bears  # an export changes no label
        from store.labelling import Labelling

        used, borne = (lambda: self.label_uses().tags), (lambda name: bears(self.folder, name))
        return Labelling(self._database, used, borne)

    def change_labels(self, change: Callable[[scheme.Scheme], scheme.Scheme]) -> None:
        """Change the label scheme, as `Labelling.change` does, and raise as it does."""
        self.labelling.change(change)

    def label_uses(self) -> LabelUses:
        """Return how many tags bear each label, by the names of today; it reads every report.

        Raises:
            LibraryError: if a report cannot be read.
        """
        from store.labelling import LabelUses

        labels = self.labels()
        return LabelUses.of(self._tags(line.id, labels) for line in self.listed())

    def listed(self) -> list[Summary | Unreadable]:
        """Return a line for every report, the damaged ones too, in no order."""
        cache = self.folder / "cache" / "reports.json"
        try:
            return list(summaries.listed(self._reports, self._lock, cache))
        except OSError as error:
            raise LibraryError(f"{self._reports} cannot be read: {error.strerror}") from error

    def summaries(self) -> list[Summary]:
        """Return a line for every report that can be read, oldest import first."""
        return summaries.in_order(line for line in self.listed() if isinstance(line, Summary))

    def summary(self, id_: ReportId) -> Summary:
        """Return the line of one report.

        Raises:
            LibraryError: if there is none, or its file is damaged.
        """
        return summaries.read(self._of(id_))

    def resolve(self, beginning: str) -> ReportId:
        """Return the id of the one report whose id begins so.

        Raises:
            NotFound: if there is none, or more than one.
        """
        names = sorted(path.stem for path in self._reports.glob("*.json"))
        found = [name for name in names if name.startswith(beginning.lower())]
        if len(found) == 1 and beginning:
            return ReportId(found[0])
        if not found or not beginning:
            raise NotFound(f"No report begins with {beginning or 'nothing'}; see spantag list")
        shown = ", ".join(found[:3]) + (", ..." if len(found) > 3 else "")
        raise NotFound(f"{len(found)} reports begin with {beginning}: {shown}; give more of the id")

    def report(self, id_: ReportId) -> Report:
        """Return a report with its text.

        Raises:
            LibraryError: if there is none, or one of its files is damaged.
        """
        with self._of(id_).reading() as tables:
            (row,) = tables.rows("report")
            return self._report(row, id_)

    def _report(self, row: Row, id_: ReportId) -> Report:
        report = report_of(row, self._text(id_))
        if text_hash(report.text) != report.text_sha256:
            raise Damaged(
                f"{self._text_path(id_)} was changed after the import, so its tags cannot be "
                "placed; put the original back"
            )
        return report

    def tags(self, id_: ReportId) -> list[Tag]:
        """Return a report's tags in the order of the text, wider ones first."""
        return self._tags(id_, self.labels())

    def _tags(self, id_: ReportId, labels: Sequence[Label]) -> list[Tag]:
        with self._of(id_).reading() as tables:
            return scheme.renamed(sorted_tags(tables), labels)

    def edits(self, id_: ReportId) -> list[Edit]:
        """Return the edits of a report that are on record, oldest first."""
        from store.edit_rows import edit_of  # not before somebody asks, as the others

        with self._of(id_).reading() as tables:
            return sorted(map(edit_of, tables.rows("edits")), key=lambda edit: edit.number)

    def reviews(self, id_: ReportId) -> list[Review]:
        """Return what analysts said of a report's suggestions, under the names of labels now."""
        from store.edit_rows import review_of

        with self._of(id_).reading() as tables:
            return self._now(map(review_of, tables.rows("reviews")))

    def _now(self, reviews: Iterable[Review]) -> list[Review]:
        names = scheme.current_names(self.labels())
        return [replace(one, label=names.get(one.label, one.label)) for one in reviews]

    def decided(self, id_: ReportId) -> tuple[list[Tag], list[Review]]:
        """Return a report's tags and reviews, as `tags` and `reviews` do, from one quick look."""
        from store.skimming import decided

        database = self._of(id_)
        with database.damage_named():
            if (found := decided(database.content())) is None:
                return self.tags(id_), self.reviews(id_)
            tags, reviews = found
            return scheme.renamed(in_text_order(tags), self.labels()), self._now(reviews)

    def suggestions(self, id_: ReportId, entities: Sequence[Entity]) -> Suggestions:
        """Return which entities of a report nobody has decided on yet."""
        from store.reviews import suggestions

        return suggestions(self._text(id_), entities, self.tags(id_), self.reviews(id_))

    def stamp(self, id_: ReportId | None = None) -> tuple[int, ...]:
        """Return what changes with every save of a report, or of any report, and of the labels.

        It costs two `stat`. A save renames a file, which changes the folder's time.
        """
        path = self._reports if id_ is None else self._of(id_).path
        try:
            found = [path.stat(), self._database.path.stat()]
        except OSError:
            return ()
        return tuple(n for one in found for n in (one.st_ino, one.st_size, one.st_mtime_ns))

    def tagged(
        self,
        ids: Iterable[ReportId],
        failed: Callable[[ReportId, LibraryError], None] | None = None,
    ) -> Iterator[tuple[Report, list[Tag]]]:
        """Yield each report with its tags, one in memory at a time.

        Raises:
            LibraryError: if one is damaged, unless there is somebody to tell.
        """
        names = scheme.current_names(self.labels())
        for id_ in ids:
            try:
                report, tags = self._with_tags(id_)
            except LibraryError as error:
                if failed is None:
                    raise
                failed(id_, error)
            else:
                yield report, scheme.with_names(tags, names)

    def _with_tags(self, id_: ReportId) -> tuple[Report, list[Tag]]:
        # Imported late, as only what goes through many reports gains by it.
        from store.skimming import row_by_row, tagged

        database = self._of(id_)
        with database.damage_named():
            row, tags = tagged(database.content()) or row_by_row(database)
            return self._report(row, id_), in_text_order(tags)

    def tagging(self, id_: ReportId) -> Reviewing:
        """Return what edits the tags and details of one report, in the analyst's name."""
        # Imported late: reading a library needs none of it.
        from store.reviewing import Reviewing

        return Reviewing(self._of(id_), id_, lambda: self._text(id_), self.labels, self.author, now)

    def begin(self, id_: ReportId) -> None:
        """Record that a report was opened, if it was unread; undo passes over that."""
        with self._of(id_).changing() as tables:
            (row,) = tables.rows("report")
            if row["status"] == Status.UNREAD:
                tables.put("report", {"id": row["id"], "status": str(Status.READING)})

    def set_status(self, id_: ReportId, status: Status) -> None:
        """Record how far the analyst is with a report, as an edit."""
        self.tagging(id_).correct(lambda old: replace(old, status=status))

    def correct(self, id_: ReportId, *, title: str, source: str, published: date | None) -> None:
        """Correct what the import made of a report's title, source and date, as an edit."""
        self.tagging(id_).correct(
            lambda old: replace(old, title=title, source=source, published=published)
        )

    def add(self, report: Report) -> bool:
        """Keep a report; False if its text is in the library already, which then stays as it is.

        Raises:
            LibraryError: if it cannot be saved.
        """
        return self.add_all([report])[0]

    def add_all(self, reports: Sequence[Report]) -> list[bool]:
        """Keep reports, as `add` does, and tell of each whether it was new.

        Raises:
            LibraryError: if one cannot be saved; each of the others is there whole, or not at all.
        """
        if not self._missing(reports):  # to import a folder again waits for nobody
            return [False] * len(reports)
        with locked(self._lock):
            missing = self._missing(reports)
            try:
                make_folder(self._reports)
                make_folder(self._texts)
                texts = {f"{id_}.txt": one.text.encode() for id_, one in missing.items()}
                replace_files(self._texts, texts)
                files = {
                    f"{id_}.json": new_content(first_rows(one)) for id_, one in missing.items()
                }
                replace_files(self._reports, files)
            except OSError as error:
                where = error.filename or self.folder
                raise SaveFailed(f"{where} could not be written: {error.strerror}") from error
        return [missing.pop(report.id, None) is not None for report in reports]

    def _missing(self, reports: Iterable[Report]) -> dict[ReportId, Report]:
        """Return the reports that the library does not have; of two with one text, the first."""
        missing: dict[ReportId, Report] = {}
        for report in reports:
            if not self._of(report.id).path.exists():
                missing.setdefault(report.id, report)
        return missing

    def adopt(self, other: Library, id_: ReportId) -> bool:
        """Take a report of another library over, with its tags and edits; False if it is here.

        Raises:
            LibraryError: if it cannot be read there, or saved here.
        """
        if not self.add(other.report(id_)):
            return False
        with locked(self._lock):
            try:
                replace_file(self._of(id_).path, other._of(id_).path.read_bytes())
            except OSError as error:
                raise SaveFailed(f"{id_} could not be copied: {error.strerror}") from error
        return True

    def import_paths(
        self, paths: Iterable[Path], stopped: Callable[[], bool] = lambda: False
    ) -> Iterator[Outcome]:
        """Import files and folders; yield what became of each file, in batches as they are done.

        It ends before the next batch once `stopped` says so; what it leaves is whole reports.
        """
        # Imported late: reading a library needs none of it.
        from store.importing.batches import import_batches

        return import_batches(paths, self.add_all, stopped)

    def _of(self, id_: ReportId) -> Database:
        return Database(self._reports / f"{id_}.json", self._lock)

    def _text_path(self, id_: ReportId) -> str:
        return f"{self._texts}/{id_}.txt"  # no `Path`: an export reads hundreds

    def _text(self, id_: ReportId) -> str:
        path = self._text_path(id_)
        try:
            return read_file(path).decode()
        except (OSError, UnicodeDecodeError) as error:
            raise Damaged(f"{path} cannot be read ({error}); put it back from a copy") from error

    def text_files(self) -> list[Path]:
        """Return the files of canonical texts, sorted."""
        return sorted(self._texts.glob("*.txt"))
