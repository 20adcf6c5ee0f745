"""How help is laid out."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from functools import cache


class Formatter(argparse.HelpFormatter):
    """Lays help out for the terminal.

    One is made for each option of a parser. Left alone, argparse would look up the size of the
    terminal for each, by a module (`shutil`) that takes 4 ms to load.
    """

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)


@cache
def columns() -> int:
    """Return the width of the terminal that help is printed on, 80 if there is none."""
    with suppress(ValueError):
        if (said := int(os.environ.get("COLUMNS", "0"))) > 0:
            return said
    with suppress(OSError, AttributeError, ValueError):  # closed, or no terminal
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    return 80
