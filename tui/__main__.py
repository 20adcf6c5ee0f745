"""The command `spantag`."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from store.errors import SpantagError
from tui.cli import INTERRUPTED, output
from tui.cli.parser import parse

APP = "app"
"""The module of the commands that open the app."""
YOUNG = 50_000
"""Objects after which a command looks for cycles: Python's 700 costs as much as a third of it."""


def run() -> NoReturn:
    """Run the command of this process, and leave by the shortest way.

    To take everything down costs Python nearly as much as its start, and the system does it anyway.
    """
    gc.disable()  # what a start makes stays; the app and the commands collect what comes then
    try:
        status = main()
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else int(left.code is not None)
    if status == INTERRUPTED:
        _interrupt_no_more()
    if "threading" in sys.modules:  # there may be others to wait for, or whose end somebody awaits
        sys.exit(status)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _interrupt_no_more() -> None:
    """Let a second Ctrl-C end nothing: on the way out Python would answer it with a traceback."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 something failed, 2 wrong usage."""
    _replace_closed_streams()
    try:
        parsed = parse(sys.argv[1:] if arguments is None else arguments)
        status = _version() if parsed.version else _command(parsed.run)(parsed)
        sys.stdout.flush()
    except SpantagError as error:
        output.problem(error.message)
        return 1
    except BrokenPipeError:
        _forget_output()  # the reader of a pipe has left
        return 1
    except OSError as error:
        # Every error of a library is a SpantagError: this is about the output, such as a full disk.
        output.problem(f"the output could not be written: {error.strerror or error}")
        _forget_output()
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _replace_closed_streams() -> None:
    """Give a program that was started with `>&-` somewhere to print to."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115


def _version() -> int:
    # Imported late: it costs 20 ms.
    from importlib.metadata import version

    output.line(f"spantag {version('spantag')}")
    return 0


def _forget_output() -> None:
    """Let what is still to be written vanish, so that the flush at exit does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _command(run: str) -> Callable[..., int]:
    _load_msgspec()
    module, name = run.split(":")
    if module != APP:  # which collects from its first frame on, as Python does by itself
        gc.set_threshold(YOUNG)
        gc.enable()
    function: Callable[..., int] = getattr(importlib.import_module(f"tui.cli.{module}"), name)
    return function


def _load_msgspec() -> None:
    """Import msgspec without `typing_extensions`, which costs as much as Python's own start.

    It asks for that first, and makes do with `typing`, which has all of it from Python 3.11 on.
    """
    if "typing_extensions" in sys.modules:
        return
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]
    try:
        importlib.import_module("msgspec")
    finally:
        del sys.modules["typing_extensions"]


if __name__ == "__main__":
    run()
