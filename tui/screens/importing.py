"""Importing: a path to type or pick, a progress bar, and what became of each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input
from textual.worker import Worker, get_current_worker

from store.errors import SpantagError
from store.importing import find_files
from store.importing.outcome import Kind, Outcome
from store.library import Library
from tui.cells import counted, cut
from tui.messages import Failed
from tui.screens import hints, paths
from tui.screens.dialogs import ListDialog
from tui.screens.hints import Said
from tui.screens.messages import FileImported, ImportEnded
from tui.widgets.bars import TitleBar
from tui.widgets.entry import Entry
from tui.widgets.rows import Cells, RowList

BAR = 20
"""Cells of the progress bar."""


class ImportFiles(ListDialog[bool]):
    """Type or pick a file or folder, and import it."""

    def __init__(self, library: Library) -> None:
        super().__init__("Import a file (.txt, .md) or a folder")
        self._library = library
        self._worker: Worker[None] | None = None
        self._outcomes: list[Outcome] = []
        self._listed: str | None = None
        self._total = 0
        self._ended = False

    def body(self) -> ComposeResult:
        """Yield the field, and the list of entries or outcomes."""
        yield Entry(f"{Path.cwd()}/", placeholder="/path/to/reports/")
        yield RowList[paths.Entry](draw_entry, id="entries", led=True)
        yield RowList[Outcome](draw_outcome, id="outcomes", led=True)

    def on_mount(self) -> None:
        """Show what lies in the current folder."""
        super().on_mount()
        self.outcomes.display = False
        self.field.cursor_position = len(self.field.value)
        self._show_entries()

    @property
    def field(self) -> Entry:
        """Where the path is typed."""
        return self.query_one(Entry)

    @property
    def entries(self) -> RowList[paths.Entry]:
        """What lies at the typed path."""
        return self.query_one("#entries", RowList)

    @property
    def outcomes(self) -> RowList[Outcome]:
        """What became of the files."""
        return self.query_one("#outcomes", RowList)

    @property
    def rows(self) -> RowList[paths.Entry] | RowList[Outcome]:
        """The list that keys move in: entries, then outcomes."""
        return self.outcomes if self._worker else self.entries

    def hints(self) -> Sequence[str]:
        """Return the commands for the key bar: once it has begun one can stop it, then close."""
        if self._worker is None:
            return hints.COMPLETING
        return hints.LOOKING if self._ended else hints.STOPPING

    def words(self) -> Mapping[str, Said]:
        """Return what the keys mean once it has begun."""
        return {**hints.STOPS, **hints.CLOSES} if self._worker else {}

    @on(Input.Changed)
    def _show_entries(self) -> None:
        if (typed := self.field.text) != self._listed:
            self._listed = typed
            self.entries.show(paths.listed(typed), empty=["Nothing to import here."])

    def _entry(self) -> paths.Entry | None:
        # Enter can overtake the news of the last letters.
        self._show_entries()
        return self.entries.current

    def action_complete(self) -> None:
        """Take the row over into the field."""
        if self._worker is None and (entry := self._entry()) is not None:
            self.field.put(paths.completed(entry))

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.action_accept()

    def action_accept(self) -> None:
        """Go into the folder, or import the file or folder; at the end, close."""
        if self._ended:
            self.dismiss(True)
        elif self._worker is None and (entry := self._entry()) is not None:
            if entry.kind == "folder":
                self.action_complete()
            else:
                self._start(entry.path)

    def action_cancel(self) -> None:
        """Close; an import that runs ends after the files it is at."""
        if self._worker is None or self._ended:
            self.dismiss(self._ended)
        else:
            self._worker.cancel()

    def _start(self, path: Path) -> None:
        self.query_one("#title", TitleBar).show(f"Importing {path}")
        self.field.display = False
        self.entries.display = False
        self.outcomes.display = True
        self._worker = self._import(path)
        self.refresh_hints()

    @work(thread=True, exit_on_error=False, group="import")
    def _import(self, path: Path) -> None:
        worker = get_current_worker()
        try:
            self._total = sum(1 for _ in find_files([path]))
            for outcome in self._library.import_paths([path], lambda: worker.is_cancelled):
                self.post_message(FileImported(outcome))
        except SpantagError as error:
            self.post_message(Failed(error))
        finally:
            self.post_message(ImportEnded())

    @on(FileImported)
    def _file_imported(self, event: FileImported) -> None:
        self._outcomes.append(event.outcome)
        self.tell(progress(len(self._outcomes), self._total))

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        self.tell(event.error.message, error=True)

    @on(ImportEnded)
    def _import_ended(self) -> None:
        self._ended = True
        self.refresh_hints()
        counts = Counter(outcome.kind for outcome in self._outcomes)
        self.query_one("#title", TitleBar).show(summary(counts))
        worst_first = [Kind.FAILED, Kind.SKIPPED, Kind.DUPLICATE, Kind.IMPORTED]
        self.outcomes.show(sorted(self._outcomes, key=lambda o: worst_first.index(o.kind)))
        left = self._total - len(self._outcomes)
        self.tell(f"Stopped, {counted(left, 'file')} not looked at" if left > 0 else "")


def draw_entry(entry: paths.Entry, width: int) -> Cells:
    """Return the cells of something to import."""
    return ((cut(f" {entry.words}", width), "" if entry.kind == "file" else "key"),)


def draw_outcome(outcome: Outcome, width: int) -> Cells:
    """Return the cells of what became of a file; a failure's line names the file itself."""
    failed = outcome.kind is Kind.FAILED
    text = outcome.detail if failed else f"{outcome.path.name}: {outcome.detail}"
    return ((cut(f" {text}", width), "mark" if failed else ""),)


def progress(done: int, total: int) -> str:
    """Return a progress bar with its figures."""
    filled = BAR * done // max(total, done, 1)
    return f"{'█' * filled}{'░' * (BAR - filled)} {done:,} of {max(total, done):,}"


def summary(counts: Counter[Kind]) -> str:
    """Return what became of all files, in words."""
    parts = [f"{counts[Kind.IMPORTED]:,} imported"]
    if counts[Kind.DUPLICATE]:
        parts.append(counted(counts[Kind.DUPLICATE], "duplicate"))
    parts += [f"{counts[kind]:,} {kind}" for kind in (Kind.SKIPPED, Kind.FAILED) if counts[kind]]
    return ", ".join(parts)
