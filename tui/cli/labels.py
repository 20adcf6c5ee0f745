"""The command about the label scheme: print it, write it to a file, take one over."""

from __future__ import annotations

import argparse
from pathlib import Path

from msgspec.structs import asdict

from store.library import Library
from store.scheme import depth
from store.text import without_surrogates
from tui.cli import output
from tui.cli.context import expanded, open_library


def labels(arguments: argparse.Namespace) -> int:
    """Print the label scheme, or write or read a file of it; status 1 if labels clash."""
    library = open_library(arguments)
    if arguments.export is not None:
        return _export(library, expanded(arguments.export), arguments)
    if arguments.take is not None:
        return _import(library, expanded(arguments.take), json=arguments.json)
    found = library.labels()
    for label in found:
        if arguments.json:
            output.record(asdict(label))
        else:
            keys = f"{label.digit or ' '} {label.key or ' '}"
            name = "  " * depth(found, label) + label.name
            output.line(f"{keys}  {name:<18}  {label.description}")
    return 0


def _export(library: Library, path: Path, arguments: argparse.Namespace) -> int:
    from store.scheme_files import write

    found = library.labels()
    write(path, found, overwrite=arguments.overwrite)
    if arguments.json:
        output.record({"path": without_surrogates(str(path)), "labels": len(found)})
    else:
        output.line(f"{len(found)} {'label' if len(found) == 1 else 'labels'} written to {path}")
    return 0


def _import(library: Library, path: Path, *, json: bool) -> int:
    from store.scheme_files import take_over

    became = take_over(library, path)
    for change in became.changes:
        if json:
            output.record({"done": change})
        else:
            output.line(change)
    if not became.changes and not json:
        output.line("nothing to change")
    for clash in became.clashes:
        output.problem(clash)
    return int(bool(became.clashes))
