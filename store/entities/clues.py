"""Clues that are found by their form, and the text as patterns see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from store.entities.overlap import Proposal

DIGITS = "digits"
"""The clue at every word that begins with a digit."""
DESIGNATION = "designation"
"""The clue at a capital from which only letters, `-` and `/` lead to a digit: "F/A-18", "M113"."""
PLAIN = "plain"
"""The clue of words that are capitalised without being names."""
ATTACHED = frozenset("-–/.'’&")
"""What joins a word to the next: "A" in "A-10" is not the article."""
FIGURES = re.compile(r"\d+")
REST = re.compile(r"\w+")
LEADS = re.compile(r"(?<!\w)[A-Z](?=[A-Za-z/-]*$)")
LONGEST = 16
"""Code points of the letters before the digits of a designation."""


def numbers(text: str) -> Iterator[Proposal]:
    """Yield the clues that digits give: `digits` and `designation`."""
    for match in FIGURES.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else " "
        if not (before.isalnum() or before == "_"):
            word = REST.match(text, end)
            yield Proposal(start, word.end() if word else end, DIGITS, DIGITS)
        if before.isalpha() or before in "-/":
            for lead in LEADS.finditer(text, max(0, start - LONGEST), start):
                yield Proposal(lead.start(), end, DESIGNATION, DESIGNATION)


def lowered(text: str, proposals: Iterable[Proposal]) -> str:
    """Return the text as patterns see it: words marked `plain` begin with a small letter.

    So a pattern for names passes over "The" at the beginning of a sentence. No offset changes.
    """
    places = {p[0] for p in proposals if p[2] == PLAIN and text[p[1] : p[1] + 1] not in ATTACHED}
    pieces: list[str] = []
    done = 0
    for place in sorted(places):
        small = text[place].lower()
        pieces += (text[done:place], small if len(small) == 1 else text[place])
        done = place + 1
    return "".join((*pieces, text[done:]))
