"""Where the words of a selection stand in all reports of a library, and tagging them there.

To tag them, or to take that back, is an edit in each report, and one step for the analyst.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from store import labels
from store.errors import Changed, LibraryError, SaveFailed, SpantagError
from store.history import Edit, State
from store.library import Library
from store.model import ReportId, Span, Tag
from store.occurrences import Line, Mode, lines, occurrences, untagged


@dataclass(frozen=True, slots=True)
class Places:
    """Where a phrase stands in one report, or why that cannot be told."""

    report: ReportId
    title: str = ""
    spans: tuple[Span, ...] = ()
    lines: tuple[Line, ...] = ()
    """Of each span, its line and what is beside it there."""
    quotes: tuple[str, ...] = ()
    """Of each span, what it covers: it may be written in another way."""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Stepped:
    """What became of an edit that was taken back, or made again, in all reports of its step."""

    edit: Edit | None
    """What it is in the report where that was asked for; None if it was not possible there."""
    reports: int
    """In how many reports it was done."""
    left: int
    """In how many it was not possible."""
    problem: str
    """Why not in the first of these."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the places of one report."""

    report: ReportId
    tags: tuple[Tag, ...] = ()
    problem: str = ""


def places(
    library: Library,
    quote: str,
    label: str,
    mode: Mode = Mode.WHOLE_WORDS,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Places]:
    """Yield each report in which a phrase stands where the analyst has not tagged it so yet.

    Reports come by their ids; a damaged one in which it stands is named. It reads every text, so it
    is for a worker; once `stop` says so, it ends before the next report.

    Raises:
        LabelError: if the scheme has no such label.
        SpanError: if the quote is no phrase to look for; see `occurrences`.
    """
    name = labels.find(library.labels(), label).name
    occurrences("", quote, mode)  # refused at once, and not in the first report only
    for path in library.text_files():
        if stop():
            return
        found = _in_report(library, path, quote, name, mode)
        if found.spans or found.problem:
            yield found


def _in_report(library: Library, path: Path, quote: str, label: str, mode: Mode) -> Places:
    """Return where a phrase stands in the report of a text's file."""
    id_ = ReportId(path.stem)
    try:
        spans = occurrences(path.read_bytes().decode(), quote, mode)
        if not spans:  # nearly all reports of a library: their own file is not even opened
            return Places(id_)
        report = library.report(id_)
        left = untagged(spans, library.tags(id_), label, library.author)
        beside, quotes = lines(report.text, left), (span.of(report.text) for span in left)
        return Places(id_, report.title, tuple(left), tuple(beside), tuple(quotes))
    except LibraryError as error:
        return Places(id_, problem=error.message)
    except (OSError, UnicodeDecodeError) as error:
        return Places(id_, problem=f"{path} cannot be read: {error}")


def tag_all(
    library: Library, chosen: Iterable[Places], label: str, here: ReportId, *, note: str = ""
) -> Iterator[Done]:
    """Tag places, and yield what became of each report; `undo` in any of them is for all.

    It is so too in the report `here`, in which that was asked for, if none of the places is there.
    What cannot be saved is told, and the other reports go on.
    """
    given = {found.report: found for found in chosen if found.spans}
    group = os.urandom(6).hex() if given.keys() - {here} else ""
    # First, so that what was done before a crash can be taken back here.
    ordered = [given.pop(here, Places(here)), *given.values()]
    for found in ordered if group else ordered[:1]:
        try:
            tagging = library.tagging(found.report)
            tags = tagging.tag_all(found.spans, label, note=note, group=group)
            yield Done(found.report, tuple(tags))
        except SpantagError as error:
            yield Done(found.report, problem=error.message)


def undo(library: Library, id_: ReportId) -> Stepped:
    """Take the analyst's latest edit of a report back, and what is one step with it elsewhere.

    A report in which somebody has changed the same since is left as it is, and told.

    Raises:
        Changed: if that is so in all of them.
    """
    return _step(library, id_, State.UNDONE)


def redo(library: Library, id_: ReportId) -> Stepped:
    """Make the edit again that was undone last, and raise as `undo` does."""
    return _step(library, id_, State.DONE)


def _step(library: Library, id_: ReportId, state: State) -> Stepped:
    tagging, edit = library.tagging(id_), None
    reports, problems = 0, list[LibraryError]()
    if group := tagging.next_group(state):
        for other in _holding(library, group, id_):
            try:
                reports += library.tagging(other).step_of(group, state)
            except SaveFailed:
                raise
            except LibraryError as error:
                problems.append(error)
    try:
        # Last, so that after a crash half-way the same key goes on with the rest.
        edit = tagging.undo() if state is State.UNDONE else tagging.redo()
        reports += edit is not None and edit.size > 0
    except Changed as error:
        if not reports:
            raise
        problems.append(error)
    return Stepped(edit, reports, len(problems), _why(problems))


def _why(problems: list[LibraryError]) -> str:
    if not problems:
        return ""
    return "changed since" if isinstance(problems[0], Changed) else problems[0].message


def _holding(library: Library, group: str, but: ReportId) -> Iterator[ReportId]:
    """Yield the reports that have an edit of a group on record, but for one."""
    wanted = f'"{group}"'.encode()
    for path in sorted((library.folder / "reports").glob("*.json")):
        with suppress(OSError):
            if path.stem != but and wanted in path.read_bytes():
                yield ReportId(path.stem)
