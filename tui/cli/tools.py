"""The commands that can do without a library: entities, keys, completion."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store.room import Stopped
from tui.cli import INTERRUPTED, output
from tui.cli.context import open_library
from tui.cli.stopping import stoppable

if TYPE_CHECKING:
    from keymaps import Keymap
    from store.model import Entity


def entities(arguments: argparse.Namespace) -> int:
    """Recognise entities in files and folders, with a library's own terms if one is named."""
    with stoppable() as stopped:
        try:
            return _entities(arguments, stopped)
        except Stopped:
            return INTERRUPTED


def _entities(arguments: argparse.Namespace, stopped: Callable[[], bool]) -> int:
    from store import importing
    from store.entities import spacy_pipelines
    from store.entities.of_library import of
    from store.errors import ImportFailed
    from store.labels import load

    library = open_library(arguments) if arguments.library else None
    recogniser = of(library.folder if library else None)
    labels = [label.name for label in (library.labels() if library else load())]
    plugins = spacy_pipelines.plugins() if arguments.plugins else None
    failed = 0
    for found in importing.find_files(arguments.paths):
        if isinstance(found, importing.Skipped):
            output.problem(f"{found.path}: {found.reason}")
            continue
        try:
            text = importing.read(found).text
        except ImportFailed as error:
            output.problem(error.message)
            failed = 1
            continue
        entities = recogniser.find(text, stopped)
        for outcome in plugins.run(text, labels, recogniser.own.is_on) if plugins else ():
            entities = recogniser.with_plugin(text, entities, outcome)
            if outcome.problem:
                output.problem(outcome.problem)
        _print_entities(found, text, entities, json=arguments.json)
    for problem in (*recogniser.problems(), *(plugins.problems if plugins else ())):
        output.problem(problem)
    return failed


def _print_entities(path: Path, text: str, found: Sequence[Entity], *, json: bool) -> None:
    from store.text import without_surrogates

    if not json:
        for entity in found:
            span = entity.span
            mention = span.of(text)
            canonical = f" = {entity.canonical}" if entity.canonical not in ("", mention) else ""
            place = f"{path}:{span.start}:{span.end}"
            output.line(f"{place}  {entity.label:<18}  {mention}{canonical}  {entity.rule}")
        return
    rows = [
        {
            "start": entity.span.start,
            "end": entity.span.end,
            "label": entity.label,
            "text": entity.span.of(text),
            "rule": entity.rule,
            "canonical": entity.canonical,
        }
        for entity in found
    ]
    stem, name = without_surrogates(path.stem), without_surrogates(str(path))
    output.record({"id": stem, "path": name, "entities": rows})


def completion(arguments: argparse.Namespace) -> int:
    """Print the completion script of a shell."""
    # Imported late: it costs 100 ms.
    import shtab

    from tui.cli.parser import build

    output.styled(shtab.complete(build(), shell=arguments.shell) + "\n")
    return 0


def keys(arguments: argparse.Namespace) -> int:
    """Print a keymap, or check one: a line a problem, status 1 if one of them is an error."""
    import keymaps
    from tui.keyboard import Keyboard

    if arguments.check is not None:
        return _check_keys(arguments.check, json=arguments.json)
    try:
        keymap = keymaps.load(Keyboard.of_user().wanted(arguments.keymap))
    except keymaps.KeymapError as error:
        for problem in error.problems:
            _print_problem(str(problem), json=arguments.json)
        return 1
    _print_keys(keymap, json=arguments.json)
    return 0


def _check_keys(file: Path, *, json: bool) -> int:
    from keymaps import examined
    from keymaps.check import Severity, conflicts

    keymap, problems = examined(file)
    found = conflicts(keymap) if keymap is not None else ()
    for problem in (*problems, *found):
        _print_problem(str(problem), json=json)
    if not problems and not found and not json:
        output.line(f"{file}: no problem")
    return int(bool(problems) or any(one.severity is Severity.ERROR for one in found))


def _print_problem(message: str, *, json: bool) -> None:
    if json:
        output.record({"problem": message})
    else:
        output.problem(message)


def _print_keys(keymap: Keymap, *, json: bool) -> None:
    from keymaps import COMMANDS, Dispatcher

    dispatcher = Dispatcher(keymap)
    for command in COMMANDS:
        shown = dispatcher.keys_for(command.id)
        if json:
            output.record({"command": command.id, "keys": shown, "help": command.help})
        else:
            output.line(f"{command.id:<28}  {', '.join(shown):<22}  {command.help}")
