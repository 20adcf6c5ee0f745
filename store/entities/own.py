"""The analyst's say: own terms, a stop list, and which labels and rules are switched off.

It lies in two folders of the same form, for all libraries of a user and for one library:

- `*.tsv`, gazetteers: `term TAB label [TAB canonical]`; the label `-` makes a stop of a term:
  never highlight this again. The app writes to `terms.tsv`, which is read last.
- `*.toml`, patterns, as in `store/entities/data`.
- `switches.txt`: `off NAME` or `on NAME` of a label, of a rule, or of all rules whose names begin
  with `NAME.`, such as `gazetteer`.

What the library says goes over what the user says, and both over what comes with spantag.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from store.entities import own_files
from store.entities.gazetteer import WORD, Term
from store.entities.overlap import STOP
from store.entities.own_files import Fault
from store.errors import RuleError

TERMS = "terms.tsv"
SWITCHES = "switches.txt"
PRIORITY = 100
"""Of an own term, above all that comes with spantag."""
LONGEST = 300
"""Code points of a term, a canonical name, or the name of a label or rule."""

Stamp = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Own:
    """What an analyst has said, in one folder or in several."""

    terms: tuple[Term, ...] = ()
    """Own terms and stops, one of each spelling."""
    switches: Mapping[str, bool] = field(default_factory=dict)
    """By the name of a label or rule, whether it is on."""
    faults: tuple[Fault, ...] = ()
    """What could not be used."""

    def is_on(self, name: str) -> bool:
        """Tell whether a label or rule is on; nothing said of it, its group counts."""
        group = name.partition(".")[0]
        return self.switches.get(name, self.switches.get(group, True))


def user_folder() -> Path:
    """Return the folder for all libraries of the user; it need not exist."""
    # Imported late: it costs 30 ms.
    from platformdirs import user_config_path

    return user_config_path("spantag", appauthor=False) / "entities"


def library_folder(library: Path) -> Path:
    """Return the folder of a library for what is said in it; it need not exist."""
    return library / "entities"


def folders(library: Path | None = None) -> list[Path]:
    """Return the folders that there are, the user's first; the last one decides."""
    found = [user_folder(), *([library_folder(library)] if library else [])]
    # Unlike Path.is_dir it raises nothing for a folder that nobody may look into.
    return [folder for folder in found if os.path.isdir(folder)]  # noqa: PTH112


def stamp(where: Iterable[Path], more: Iterable[Path] = ()) -> Stamp:
    """Return what changes with every file of the folders, or of some more, for a `stat` a file."""
    paths = list(more)
    for folder in where:
        paths += [*files(folder, "tsv"), *files(folder, "toml"), folder / SWITCHES]
    marks = []
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        marks.append((str(path), status.st_ino, status.st_size, status.st_mtime_ns))
    return tuple(marks)


def read(where: Sequence[Path]) -> Own:
    """Return what the folders say together; of two that contradict, the later counts.

    It raises nothing: what cannot be used is among the faults, and the rest holds.
    """
    terms: dict[str, Term] = {}
    switches: dict[str, bool] = {}
    faults: list[Fault] = []
    for folder in where:
        for path in files(folder, "tsv"):
            found, bad = own_files.read(path, partial(parse_term, rule=_rule(path)))
            terms |= {term.text: term for term in found}
            faults += bad
        said, bad = own_files.read(folder / SWITCHES, parse_switch)
        switches |= dict(said)
        faults += bad
    return Own(tuple(terms.values()), switches, tuple(faults))


def add_term(folder: Path, term: str, label: str, canonical: str = "") -> bool:
    """Make a text a term of a label, in place of what the app wrote of it before.

    Blanks and line ends in it count as single blanks.

    Returns:
        False if it was there already.

    Raises:
        RuleError: if it cannot be a term, or the file cannot be read.
        SaveFailed: if the file cannot be written.
    """
    if label[:1].islower():
        raise RuleError(f"{label}: labels that begin with a small letter are clues; use another")
    line = _line(term, label, canonical)
    text = _parsed(line).text
    return own_files.change(folder / TERMS, partial(_is_of, text), line)


def stop(folder: Path, text: str) -> bool:
    """Never highlight a text again, whatever the label; raises and returns as `add_term`."""
    return add_term(folder, text, STOP)


def remove_term(folder: Path, term: str) -> bool:
    """Take a term or a stop out of every file of the folder.

    Returns:
        False if there is none.

    Raises:
        RuleError: if a file cannot be read.
        SaveFailed: if a file cannot be written.
    """
    drop = partial(_is_of, " ".join(term.split()))
    return sum(own_files.change(path, drop) for path in files(folder, "tsv")) > 0


def switched(folder: Path) -> Mapping[str, bool]:
    """Return which labels and rules a folder says are on or off."""
    return read([folder]).switches


def switch(folder: Path, name: str, on: bool) -> bool:
    """Switch a label or rule on or off; False if the folder said so already.

    Raises:
        RuleError: if it cannot be a name, or the file cannot be read.
        SaveFailed: if the file cannot be written.
    """
    line = f"{'on' if on else 'off'} {' '.join(name.split())}"
    try:
        said, _ = parse_switch(own_files.checked(line))
    except ValueError as error:
        raise RuleError(f"{name[:40]!r} cannot be a label or rule: {error}") from error
    return own_files.change(folder / SWITCHES, partial(_is_about, said), line)


def parse_term(line: str, rule: str = "") -> Term:
    """Return the term of a line.

    Raises:
        ValueError: if it is none.
    """
    parts = [part.strip() for part in line.split("\t")]
    if not 2 <= len(parts) <= 3 or not all(parts[:2]):
        raise ValueError("write `term TAB label` or `term TAB label TAB canonical name`")
    if len(line) > LONGEST and max(map(len, parts)) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST} characters; shorten it")
    if not (parts[0][0].isalnum() or WORD.search(parts[0])):
        raise ValueError("the term holds no letter or digit; remove the line")
    return Term(parts[0], parts[1], rule, "".join(parts[2:]), PRIORITY)


def parse_switch(line: str) -> tuple[str, bool]:
    """Return the name of a line, and whether it is on.

    Raises:
        ValueError: if it says neither.
    """
    word, _, name = line.strip().partition(" ")
    name = name.strip()
    if word not in ("on", "off") or not name or "\t" in name or len(name) > LONGEST:
        raise ValueError("write `off NAME` or `on NAME`, of a label or a rule")
    return name, word == "on"


def _line(term: str, label: str, canonical: str) -> str:
    """Return the line of a term; a blank before `#` keeps it from being a comment."""
    text = " ".join(term.split())
    text = f" {text}" if text.startswith("#") else text
    parts = [text, *(" ".join(part.split()) for part in (label, canonical))]
    return "\t".join(parts).rstrip("\t")


def _parsed(line: str) -> Term:
    try:
        return parse_term(own_files.checked(line))
    except ValueError as error:
        # The text may hold what would break the message.
        raise RuleError(f"{line[:40]!r} cannot be a term: {error}") from error


def _is_of(text: str, line: str) -> bool:
    """Tell whether a line is of a term."""
    try:
        return text in line and parse_term(line).text == text
    except ValueError:
        return False


def _is_about(name: str, line: str) -> bool:
    """Tell whether a line of switches is about a name."""
    try:
        return parse_switch(line)[0] == name
    except ValueError:
        return False


def _rule(path: Path) -> str:
    """Return the rule of the terms of a file, which says whose they are."""
    whose = "user" if path.parent == user_folder() else "library"
    return f"{whose}.{path.stem}"


def files(folder: Path, suffix: str) -> list[Path]:
    """Return the files of a folder with that suffix by name, but that of the app last."""
    try:
        found = [path for path in folder.iterdir() if path.name.endswith(f".{suffix}")]
    except OSError:
        return []
    visible = (path for path in found if not path.name.startswith("."))
    return sorted(visible, key=lambda path: (path.name == TERMS, path.name))
