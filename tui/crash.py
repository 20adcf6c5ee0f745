"""What is left of a crash: one line on the terminal, and a log without a word of a report."""

from __future__ import annotations

import os
import platform
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from textual.app import App
from textual.driver import Driver

from store.files import make_folder
from tui.cli import output


class Panic(Exception):
    """The app ended itself without an exception, as Textual does when it cannot read keys."""


class DiscreetApp(App[None], inherit_bindings=False):
    """An app that shows nothing when it crashes: Textual would show variables, and so text."""

    def __init__(
        self, *, driver_class: type[Driver] | None = None, ansi_color: bool | None = None
    ) -> None:
        super().__init__(driver_class=driver_class, ansi_color=ansi_color)
        self.error_console.quiet = True

    def _fatal_error(self) -> None:
        # Textual would take a second to write down, for nobody, what the variables hold.
        self.panic()


def run(app: DiscreetApp) -> BaseException | None:
    """Run an app, and return the exception that ended it; None if it was left as usual."""
    try:
        app.run()
    except Exception as error:
        return error
    # Textual has no public name for it; only after exit() is there a status of 0.
    return app._exception or (Panic() if app.return_code is None else None)


def report(error: BaseException) -> int:
    """Write the log, print one line that names it, and return the exit status, 1."""
    name = type(error).__name__
    try:
        place = f"what happened is in {write_log(error)}"
    except OSError as problem:
        place = f"no log could be written: {problem.strerror}: {problem.filename}"
    output.problem(f"stopped by an error of its own ({name}), saved tags are safe; {place}")
    return 1


def write_log(error: BaseException) -> Path:
    """Write `crash-<time>.log` (mode 0600) in the user's state folder, and return its path.

    Raises:
        OSError: if it cannot be written.
    """
    # Imported late: it costs 30 ms, and crashes are few.
    from platformdirs import user_state_path

    folder = user_state_path("spantag", appauthor=False)
    make_folder(folder)
    now = datetime.now(UTC)
    path = folder / f"crash-{now:%Y%m%dT%H%M%S.%fZ}.log"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    lines = (*_circumstances(now), *account(error))
    with os.fdopen(os.open(path, flags, 0o600), "w", encoding="utf-8", errors="replace") as file:
        os.fchmod(file.fileno(), 0o600)
        file.writelines(f"{line}\n" for line in lines)
    return path


def account(error: BaseException) -> Iterator[str]:
    """Yield the lines of a traceback: types of exceptions, and file, line and function of frames.

    Messages and source lines are left out as well as variables: a message may quote what was read.
    """
    seen = set[int]()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield f"{type(each).__module__}.{type(each).__qualname__}"
        for frame in traceback.StackSummary.extract(
            traceback.walk_tb(each.__traceback__), lookup_lines=False
        ):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        # A worker's failure comes wrapped, and not by `raise from`.
        wrapped = getattr(each, "error", None)
        each = wrapped if isinstance(wrapped, BaseException) else each.__cause__ or each.__context__


def _circumstances(now: datetime) -> Iterator[str]:
    # Imported late: it costs 20 ms.
    from importlib.metadata import version

    yield f"{now.isoformat()}"
    yield f"spantag {version('spantag')}, Textual {version('textual')}"
    yield f"Python {platform.python_version()}, {platform.platform()}"
