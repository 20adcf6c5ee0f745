"""The commands that keep a library safe: backup, restore, merge, check."""

from __future__ import annotations

import argparse
from collections import Counter
from contextlib import ExitStack

from store import backup as archives
from store import copies, merging, repair
from store.errors import LibraryError
from store.library import Library
from store.merging import Step, What
from store.text import without_surrogates
from tui.cli import output, reports
from tui.cli.context import expanded, library_folder, open_library


def backup(arguments: argparse.Namespace) -> int:
    """Write the library to one file."""
    library = open_library(arguments)
    file = expanded(arguments.file)
    count = archives.backup(library.folder, file, overwrite=arguments.overwrite)
    _print_count(count, "backed up to", str(file), json=arguments.json)
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Make a library of a backup."""
    folder = library_folder(arguments)
    count = archives.restore(expanded(arguments.file), folder)
    _print_count(count, "restored to", str(folder), json=arguments.json)
    return 0


def _print_count(count: int, done: str, path: str, *, json: bool) -> None:
    if json:
        output.record({"reports": count, "path": without_surrogates(path)})
    else:
        output.line(f"{_number(count, 'report')} {done} {path}")


def merge(arguments: argparse.Namespace) -> int:
    """Add another library's reports and tags; a line a step, and a summary."""
    library = open_library(arguments)
    counts: Counter[What] = Counter()
    tags = 0
    with copies.opened(expanded(arguments.other)) as copy:
        for step in merging.merge(library, copy):
            counts[step.what] += 1
            tags += step.count if step.what in (What.REPORT, What.TAGS) else 0
            _print_step(step, json=arguments.json)
    if not arguments.json:
        output.line(
            f"{_number(counts[What.REPORT], 'report')}, {_number(tags, 'tag')} and "
            f"{_number(counts[What.LABEL], 'label')} added, "
            f"{_number(counts[What.CONFLICT], 'conflict')}, {counts[What.REFUSED]} refused"
        )
    return 1 if counts[What.REFUSED] else 0


def _print_step(step: Step, *, json: bool) -> None:
    if step.what is What.REFUSED:
        output.problem(f"{step.report}: {step.message}")
    if json:
        output.record(
            {
                "what": str(step.what),
                "report": step.report,
                "message": step.message,
                "count": step.count,
            }
        )
    elif step.what is not What.REFUSED:
        name = f"{step.report}: " if step.report else ""
        output.line(f"{name}{step.what}: {step.message}")


def check(arguments: argparse.Namespace) -> int:
    """Verify the library; with `--repair`, put back first what can be proved."""
    if arguments.copies and not arguments.repair:
        raise LibraryError("--from names what to restore from; give --repair too")
    failed = _repair(arguments) if arguments.repair else 0
    return max(failed, reports.check(arguments))


def _repair(arguments: argparse.Namespace) -> int:
    failed = 0
    library = _to_repair(arguments)
    with ExitStack() as opened:
        given = [opened.enter_context(copies.opened(expanded(path))) for path in arguments.copies]
        for step in repair.repair(library, given):
            failed |= not step.done
            if arguments.json:
                output.record({"report": step.report, "step": step.message, "done": step.done})
            elif step.done:
                output.line(f"{step.report}: {step.message}")
            if not step.done:
                output.problem(f"{step.report}: {step.message}")
    return int(failed)


def _to_repair(arguments: argparse.Namespace) -> Library:
    """Return the library, even if it has lost its `library.json`."""
    folder = library_folder(arguments)
    if (folder / "reports").is_dir() and (folder / "texts").is_dir():
        return Library(folder, arguments.author or "")
    return open_library(arguments)


def _number(count: int, word: str) -> str:
    return f"{count} {word if count == 1 else word + 's'}"
