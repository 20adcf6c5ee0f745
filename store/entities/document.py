"""What a report says of its own names: acronyms it defines, and names it shortens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from store.entities.gazetteer import Term
from store.model import Entity

RULE = "document."
ACRONYM = regex.compile(r"\s*\(\s*[\"“']?([A-Z][A-Za-z0-9&./-]{0,8}[A-Z0-9])[\"”']?\s*\)")
LEARNED = frozenset({"Organisation", "Person", "Location", "Weapon", "MilitaryPlatform"})
WEAK = -5
"""The priority of what is only inferred from elsewhere in the text."""
SPREAD = frozenset({"Organisation", "Person", "Location"})
NAMED = regex.compile(r"(?!.*\b(?:of|for|to)\b).* .*")
NAME_END = regex.compile(r"((?:\b[AaEe]l[- ])?\p{Lu}[\p{L}\p{M}'’‘-]{2,})$")


def learn(text: str, entities: Iterable[Entity]) -> Iterator[Term]:
    """Yield the terms that the text itself explains, for a second look at it.

    Acronyms that follow a name in brackets, names found by a rule (they may stand elsewhere
    without the context that gave them away), and the last names of persons.
    """
    for entity in entities:
        mention = entity.span.of(text)
        name = entity.canonical or " ".join(mention.split())
        match = ACRONYM.match(text, entity.span.end) if entity.label in LEARNED else None
        if match and fits(match[1], mention):
            yield Term(match[1], entity.label, RULE + "acronym", name)
        if spreads(entity, mention):
            yield Term(" ".join(mention.split()), entity.label, RULE + "again", name, WEAK)
        if entity.label == "Person" and (last := last_name(mention)):
            yield Term(last, "Person", RULE + "last_name", name, WEAK)


def last_name(mention: str) -> str:
    """Return the last name in the mention of a person, empty if it names an office only."""
    last = NAME_END.search(mention)
    return last[1] if last and NAMED.fullmatch(mention) else ""


def spreads(entity: Entity, mention: str) -> bool:
    """Tell whether other mentions of this name mean the same: names that a rule found."""
    named = len(mention) > 3 and any(map(str.isupper, mention))
    return named and entity.label in SPREAD and not entity.rule.startswith("gazetteer.")


def fits(acronym: str, name: str) -> bool:
    """Tell whether the letters of an acronym occur in this order in a name, the first first."""
    letters = [c for c in acronym.casefold() if c.isalnum()]
    folded = name.casefold()
    place = 0
    for letter in letters:
        place = folded.find(letter, place) + 1
        if not place:
            return False
    return any(word.startswith(letters[0]) for word in folded.split())
