"""Own patterns, read so that one that cannot be used is named and the others go on.

They are in `*.toml` files of the folders of `store.entities.own`, in the form of those that come
with spantag, whose fragments they may use. One of the same file name and name as another rule takes
its place. They are never run in this process (`store.entities.foreign`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from store.entities import own
from store.entities.own_files import Fault, content
from store.entities.recogniser import SHIPPED
from store.entities.rules import Rule, build, read_rules
from store.errors import RuleError

MOST = 1_000
"""How many rules are taken from one file."""


def read(folders: Iterable[Path]) -> tuple[dict[str, Rule], list[Fault]]:
    """Return the rules of the folders by their names, later ones over earlier ones, and faults."""
    rules: dict[str, Rule] = {}
    faults: list[Fault] = []
    shared: dict[str, str] = {}
    for path in (path for folder in folders for path in own.files(folder, "toml")):
        shared = shared or _shipped_fragments()
        try:
            content(path)  # an ordinary file of a bearable size
            fragments, tables = read_rules(path)
        except RuleError as error:
            faults.append(_fault(path, error))
            continue
        for table in tables[:MOST]:
            try:
                rule = _built(table, path, {**shared, **fragments})
            except RuleError as error:
                faults.append(_fault(path, error))
            else:
                rules[rule.name] = rule
        if len(tables) > MOST:
            faults.append(Fault(path, 0, f"only the first {MOST:,} rules are used; split it"))
    return rules, faults


def _built(table: Mapping[str, Any], path: Path, fragments: Mapping[str, str]) -> Rule:
    """Return the rule of a table.

    Raises:
        RuleError: if it is none.
    """
    for key, value in table.items():
        if isinstance(value, list) and not all(isinstance(one, str) for one in value):
            raise RuleError(
                f"{path}, rule {table.get('name', '(unnamed)')!r}: {key!r} must be texts"
            )
    return build(table, path, fragments, guarded=True)


def _fault(path: Path, error: RuleError) -> Fault:
    """Return an error, which names the file, as a fault of that file."""
    return Fault(path, 0, error.message.removeprefix(str(path)).lstrip(" :,"))


def _shipped_fragments() -> dict[str, str]:
    """Return the fragments that come with spantag for all rules."""
    fragments, _ = read_rules(SHIPPED / "fragments.toml")
    return fragments
