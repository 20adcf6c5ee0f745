"""Another process that edits a report when told to, and dies or fails at any step of it if asked.

It reads a JSON object a line (`folder`, `author`, `report`, `method`, `arguments`, `trouble`,
`step`), makes the edit in a child of its own, and prints what came of it: `done`, `failed` or
`killed`. Steps are what a save asks of the system: to open, rename, remove, lock, sync.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from store.errors import LibraryError
from store.library import Library
from store.model import ReportId, Span

STEPS = {"open", "os.rename", "os.remove", "fcntl.flock", "sync"}


def make(folder: Path, author: str, report: str, method: str, arguments: list[Any]) -> None:
    """Make one edit of a report; spans come as lists of two."""
    given = [Span(*argument) if isinstance(argument, list) else argument for argument in arguments]
    getattr(Library.open(folder, author).tagging(ReportId(report)), method)(*given)


def trip(trouble: str, step: int, folder: Path) -> None:
    """Let this process meet its trouble at the step of that number, counted from 0."""
    left = [step]

    def take(event: str, given: tuple[object, ...]) -> None:
        if event not in STEPS or (event == "open" and not str(given[0]).startswith(str(folder))):
            return  # such as to open a module that is imported late
        left[0] -= 1
        if left[0] != -1:
            return
        if trouble == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    os.fsync = lambda _: sys.audit("sync")  # type: ignore[assignment]
    if trouble:
        sys.addaudithook(take)


def outcome(told: dict[str, Any]) -> str:
    """Make one edit in a child, and return what came of it."""
    trouble, step, folder = told.pop("trouble"), told.pop("step"), Path(told.pop("folder"))
    child = os.fork()
    if not child:
        try:
            trip(trouble, step, folder)
            make(folder, **told)
        except LibraryError:
            os._exit(1)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(2)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {0: "done", 1: "failed", -signal.SIGKILL: "killed"}.get(status, f"broken ({status})")


def load() -> None:
    """Have what is imported late imported here, once, and not in each child."""
    with TemporaryDirectory() as folder, contextlib.suppress(LibraryError):
        Library.open(Path(folder), create=True).tagging(ReportId("none")).undo()


def main() -> None:
    """Make the edits that are asked for on standard input."""
    load()
    for line in sys.stdin:
        sys.stdout.write(f"{outcome(json.loads(line))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
