"""What a report says of its own names: acronyms it defines, and names it shortens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from store.entities.gazetteer import WORD, Term
from store.entities.overlap import Proposal
from store.model import Entity

RULE = "document."
ACRONYM = regex.compile(r"\s*\(\s*[\"“']?([A-Z][A-Za-z0-9&./-]{0,8}[A-Z0-9])[\"”']?\s*\)")
LEARNED = frozenset({"Organisation", "Person", "Location", "Weapon", "MilitaryPlatform"})
WEAK = -5
"""The priority of what is only inferred from elsewhere in the text."""
SPREAD = frozenset({"Organisation", "Person", "Location"})
LOOK_BACK = 120
"""Code points before an acronym among which its name is sought."""
SMALL = frozenset(["of", "the", "and", "for", "in", "on", "to", "al", "de", "s"])
NAMED = regex.compile(r"(?!.*\b(?:of|for|to)\b).* .*")
NAME_END = regex.compile(r"((?:\b[AaEe]l[- ])?\p{Lu}[\p{L}\p{M}'’‘-]{2,})$")


def define(text: str, entities: Iterable[Entity]) -> Iterator[Proposal]:
    """Yield names that no rule knows but that their initials, in brackets after them, make sure.

    "Free Lions of Hama (FLH)" is an organisation, as nearly all names with an acronym are.
    """
    known = {entity.span.end for entity in entities}
    for match in ACRONYM.finditer(text):
        if match.start() in known or match.end(1) in known:
            continue
        words = list(WORD.finditer(text, max(0, match.start() - LOOK_BACK), match.start()))
        for first in range(len(words) - 1, -1, -1):
            initials = [word[0][0] for word in words[first:] if word[0] not in SMALL]
            if len(initials) > len(match[1]) or not any(map(str.isupper, initials)):
                break
            if "".join(initials).upper() == match[1] and initials[0].isupper():
                start = words[first].start()
                yield Proposal(start, match.start(), "Organisation", RULE + "defined", "", WEAK)
                break


def learn(text: str, entities: Iterable[Entity]) -> list[Term]:
    """Return the terms that the text itself explains, for a second look at it.

    Acronyms that follow a name in brackets, names found by a rule (they may stand elsewhere
    without the context that gave them away), and the last names of persons. Of two that are
    spelt alike the first counts.
    """
    terms: dict[tuple[str, str], Term] = {}
    for entity in entities:
        for term in _explained(text, entity):
            terms.setdefault((term.text, term.label), term)
    return list(terms.values())


def _explained(text: str, entity: Entity) -> Iterator[Term]:
    """Yield the terms that one entity explains."""
    mention = entity.span.of(text)
    label, name = entity.label, entity.canonical or " ".join(mention.split())
    match = ACRONYM.match(text, entity.span.end) if label in LEARNED else None
    if match and fits(match[1], mention):
        yield Term(match[1], label, RULE + "acronym", name)
    if spreads(entity, mention):
        yield Term(" ".join(mention.split()), label, RULE + "again", name, WEAK)
    if label == "Person" and (last := last_name(mention)):
        yield Term(last, label, RULE + "last_name", name, WEAK)
        if last.lower().startswith(("al-", "el-")):
            yield Term(last[3:], label, RULE + "last_name", name, WEAK)


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
