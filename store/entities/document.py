"""What a report says of its own names: acronyms it defines, and names it shortens."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import regex

from store.entities.gazetteer import WORD, Term
from store.entities.overlap import Proposal

RULE = "document."
INSIDE = r"\(\s*[\"“']?([A-Z][A-Za-z0-9&./-]{0,8}[A-Z0-9])[\"”']?\s*\)"
BRACKET = re.compile(INSIDE)
ACRONYM = re.compile(rf"\s*{INSIDE}")
LEARNED = frozenset({"Organisation", "Person", "Location", "Weapon", "MilitaryPlatform"})
KNOWN = ("gazetteer.", "variant.")
"""The rules of what is found everywhere anyway."""
WEAK = -5
"""The priority of what is only inferred from elsewhere in the text."""
SPREAD = frozenset({"Organisation", "Person", "Location"})
LOOK_BACK = 120
"""Code points before an acronym among which its name is sought."""
SMALL = frozenset(["of", "the", "and", "for", "in", "on", "to", "al", "de", "s"])
NAMED = regex.compile(r"(?!.*\b(?:of|for|to)\b).* .*")
NAME_END = regex.compile(r"((?:\b[AaEe]l[- ])?\p{Lu}[\p{L}\p{M}'’‘-]{2,})$")


def define(text: str, winners: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield names that no rule knows but that their initials, in brackets after them, make sure.

    "Free Lions of Hama (FLH)" is an organisation, as nearly all names with an acronym are, also
    where Hama, or the acronym, is known: what is known explains the brackets only if it fits them.
    """
    known: defaultdict[int, list[Proposal]] | None = None
    for end, match in _brackets(text):
        if known is None:
            known = defaultdict(list)
            for winner in winners:
                known[winner[1]].append(winner)
        if any(fits(match[1], text[start:stop]) for start, stop, *_ in known[end]):
            continue
        if any(label != "Organisation" for _, _, label, *_ in known[match.end(1)]):
            continue
        words = list(WORD.finditer(text, max(0, end - LOOK_BACK), end))
        for first in range(len(words) - 1, -1, -1):
            initials = [word[0][0] for word in words[first:] if word[0] not in SMALL]
            if len(initials) > len(match[1]) or not any(map(str.isupper, initials)):
                break
            if "".join(initials).upper() == match[1] and initials[0].isupper():
                start = words[first].start()
                yield Proposal(start, end, "Organisation", RULE + "defined", "", WEAK)
                break


def _brackets(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield where a name would end, and the acronym that stands in brackets after it."""
    for match in BRACKET.finditer(text):
        low = max(0, match.start() - LOOK_BACK)
        yield low + len(text[low : match.start()].rstrip()), match


def learn(text: str, winners: Iterable[Proposal]) -> dict[tuple[str, str], Term]:
    """Return the terms that the text itself explains, for a second look at it.

    Acronyms that follow a name in brackets, names found by a rule (they may stand elsewhere
    without the context that gave them away), and the last names of persons. Of two that are
    spelt alike the first counts; the key is spelling and label.
    """
    terms: dict[tuple[str, str], Term] = {}
    heard: set[tuple[str, ...]] = set()
    bracketed = {end for end, _ in _brackets(text)}
    for start, end, label, rule, canonical, _ in winners:
        if label not in LEARNED:
            continue
        spread = label in SPREAD and not rule.startswith(KNOWN)
        if not (spread or label == "Person" or end in bracketed):
            continue
        mention = text[start:end]
        explained: list[Term] = []
        if end in bracketed:
            explained += _acronym(text, end, label, canonical or " ".join(mention.split()), mention)
        if (said := (mention, label, canonical, "spread" * spread)) not in heard:
            heard.add(said)
            explained += _names(mention, label, canonical or " ".join(mention.split()), spread)
        for term in explained:
            terms.setdefault((term.text, term.label), term)
    return terms


def _acronym(text: str, end: int, label: str, name: str, mention: str) -> Iterator[Term]:
    """Yield the acronym that stands in brackets after a mention."""
    if (match := ACRONYM.match(text, end)) and fits(match[1], mention):
        yield Term(match[1], label, RULE + "acronym", name)


def _names(mention: str, label: str, name: str, spread: bool) -> Iterator[Term]:
    """Yield what else a mention makes known: itself, if a rule found it, and a last name."""
    if spread and len(mention) > 3 and any(map(str.isupper, mention)):
        yield Term(" ".join(mention.split()), label, RULE + "again", name, WEAK)
    if label == "Person" and (last := last_name(mention)):
        yield Term(last, label, RULE + "last_name", name, WEAK)
        if last.lower().startswith(("al-", "el-")):
            yield Term(last[3:], label, RULE + "last_name", name, WEAK)


def last_name(mention: str) -> str:
    """Return the last name in the mention of a person, empty if it names an office only."""
    last = NAME_END.search(mention)
    return last[1] if last and NAMED.fullmatch(mention) else ""


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
