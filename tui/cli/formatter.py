"""How help is laid out, and how wrong usage is told."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from tui.cli import output

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

# It would look for translations of its own words in forty places, and load `locale` to do so.
argparse._ = lambda text: text  # type: ignore[attr-defined]


class Formatter(argparse.HelpFormatter):
    """Lays help out for the terminal.

    One is made for each option of a parser. Left alone, argparse would look up the size of the
    terminal for each, by a module (`shutil`) that takes 4 ms to load.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)


class Parser(argparse.ArgumentParser):
    """A parser that takes no abbreviations and tells wrong usage on one visible line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False, formatter_class=Formatter)

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Print the help; unlike argparse, fail if it cannot be written."""
        output.text(self.format_help())

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and where to look, and exit with status 2."""
        output.problem(f"{message}; see {self.prog} --help")
        self.exit(2)


@cache
def columns() -> int:
    """Return the width of the terminal that help is printed on, 80 if there is none."""
    with suppress(ValueError):
        if (said := int(os.environ.get("COLUMNS", "0"))) > 0:
            return said
    with suppress(OSError, AttributeError, ValueError):  # closed, or no terminal
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    return 80
