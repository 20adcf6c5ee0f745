"""The command about own terms and stops, of a library or of the user."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from store.text import without_surrogates
from tui.cli import output
from tui.cli.context import open_library

if TYPE_CHECKING:
    from store.entities.own import Own


def terms(arguments: argparse.Namespace) -> int:
    """List own terms and stops, or change one; status 1 if there is none to remove."""
    from store import labels
    from store.entities import own

    library = None if arguments.user else open_library(arguments)
    folder = own.library_folder(library.folder) if library else own.user_folder()
    if arguments.add:
        term, label = arguments.add
        scheme = library.labels() if library else labels.load()
        name = labels.find(scheme, label).name
        changed = own.add_term(folder, term, name, arguments.canonical)
        return _told(term, "added" if changed else "there already", json=arguments.json)
    if arguments.stop is not None:
        changed = own.stop(folder, arguments.stop)
        said = "stopped" if changed else "stopped already"
        return _told(arguments.stop, said, json=arguments.json)
    if arguments.remove is not None:
        if own.remove_term(folder, arguments.remove):
            return _told(arguments.remove, "removed", json=arguments.json)
        output.problem(f"{folder} has no term {arguments.remove!r}; see spantag terms")
        return 1
    found = own.read(
        [folder] if arguments.user else own.folders(library.folder if library else None)
    )
    return _list(found, json=arguments.json)


def _told(term: str, what: str, *, json: bool) -> int:
    if json:
        output.record({"text": without_surrogates(term), "done": what})
    else:
        output.line(f"{what}: {term}")
    return 0


def _list(found: Own, *, json: bool) -> int:
    for term in found.terms:
        if json:
            fields = ("text", "label", "canonical", "rule")
            output.record({field: without_surrogates(getattr(term, field)) for field in fields})
        else:
            name = f" = {term.canonical}" if term.canonical else ""
            output.line(f"{term.label:<18}  {term.text}{name}  {term.rule}")
    for fault in found.faults:
        output.problem(str(fault))
    return int(bool(found.faults))
