"""What can be switched off of what is highlighted: labels, rules, gazetteers, own terms; pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from store.entities import own
from store.entities.of_library import OfLibrary
from store.entities.overlap import STOP
from store.entities.recogniser import SHIPPED
from store.entities.tagged import RULE
from store.model import Entity, Label
from tui.reader.flow import place
from tui.screens.ticking import Row

TAGGED = "what analysts tagged in the other reports"


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that is on or off, and what makes it so; an own term that is off is removed."""

    name: str
    change: Callable[[bool], object]
    on: bool = True
    entity: Entity | None = None
    """The suggestion of the open report that was rejected."""


def rejected(text: str, entities: Collection[Entity]) -> list[Row[Switch]]:
    """Return a row for each suggestion of a report that is not shown, since it was rejected."""
    return [
        Row(
            Switch("", lambda _: None, False, one),
            "",
            one.span.of(text),
            f"  {one.label}",
            "rejected",
        )
        for one in sorted(entities, key=place)
    ]


def offered(recogniser: OfLibrary, labels: Sequence[Label], library: Path) -> list[Row[Switch]]:
    """Return a row for each label, kind of terms, rule and own term, in this order.

    Changes are made for the library, but terms of the user are removed from the user's files.
    """
    said = recogniser.own
    whys = {rule.name: (rule.label, rule.why) for rule in reversed(recogniser.rules)}
    names = [(label.name, "label", label.description) for label in labels]
    names += [(RULE, "terms", TAGGED), ("gazetteer", "terms", "all that come with spantag")]
    names += [("variant", "terms", "known names in other spellings")]
    names += [(name, "terms", f"mostly {label}") for name, label in _gazetteers()]
    names += [(name, "rule", f"{label}: {why}") for name, (label, why) in whys.items()]
    switches = [
        Row(
            Switch(name, partial(own.switch, library, name), said.is_on(name)),
            "",
            name,
            f"  {more}",
            kind,
        )
        for name, kind, more in names
    ]
    return [*_terms(recogniser, library), *switches]


def _gazetteers() -> Iterator[tuple[str, str]]:
    """Yield the gazetteers that come with spantag, each with the label of its first term."""
    for path in sorted(SHIPPED.glob("*.tsv")):
        with path.open(encoding="utf-8") as file:
            terms = (line.split("\t") for line in file if line.strip() and line[0] != "#")
            label = next(terms)[1].strip()
        if label[:1].isupper():  # others are clues, which are never shown
            yield f"gazetteer.{path.stem}", label


def _terms(recogniser: OfLibrary, library: Path) -> Iterator[Row[Switch]]:
    """Yield a row for each own term and stop."""
    for term in recogniser.own.terms:
        folder = library if term.rule.startswith("library.") else own.user_folder()

        def change(on: bool, folder: Path = folder, text: str = term.text) -> object:
            return None if on else own.remove_term(folder, text)

        says = "never highlighted" if term.label == STOP else term.label
        whose = "library" if folder == library else "yours"
        yield Row(Switch(term.text, change), "", term.text, f"  {says}", f"term ({whose})")


def changed(rows: Sequence[Row[Switch]], ticked: Collection[Switch]) -> list[Callable[[], object]]:
    """Return what is to be done for the switches to be as they were ticked."""
    on = {id(switch) for switch in ticked}
    return [
        partial(row.value.change, id(row.value) in on)
        for row in rows
        if row.value.on != (id(row.value) in on) and row.value.entity is None
    ]


def reopened(ticked: Collection[Switch]) -> list[Entity]:
    """Return the rejected suggestions that were ticked."""
    return [switch.entity for switch in ticked if switch.entity is not None]
