"""Whether two names are spellings of one, and by which rules.

Names are read as words without articles (see `names`), each word is compared by its sounds (see
`sounds`). Short words must be nearly alike. In `data/variants/`, names that no rule leads to
each other are in `aliases.tsv`, those they must keep apart in `false_friends.tsv`; names that have
one spelling are in `fixed_names.txt`, ordinary words that are none in `plain_words.txt`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from store.entities.folding import DATA, flat
from store.entities.names import Reading, plain, readings
from store.entities.sounds import NEVER, difference, limit, sounds
from store.errors import RuleError

TOGETHER = 0.3
"""How much more a word may differ that stands among others of the name."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two names are one; `rules` names what makes them so, `cost` is how far apart they are."""

    rules: tuple[str, ...]
    cost: float = 0.0


def same(a: str, b: str) -> Match | None:
    """Return how two names are spellings of one, or nothing if they are not."""
    if close := spelt_alike(a, b):
        return close
    group = aliases().get(plain(a), ())
    if plain(b) in map(plain, group):
        return Match(("alias",))
    if blocked(a, b):
        return None
    found = [m for other in group if (m := spelt_alike(other, b))]
    found += [m for other in aliases().get(plain(b), ()) if (m := spelt_alike(a, other))]
    best = min(found, key=lambda m: m.cost, default=None)
    return best and Match(("alias", *best.rules), best.cost)


@lru_cache(maxsize=16384)
def spelt_alike(a: str, b: str) -> Match | None:
    """Return how two names are spellings of one by their sounds, without the table of aliases."""
    written = _written(a, b)
    if plain(a) == plain(b):
        return Match(written)
    if blocked(a, b):
        return None
    if not (keys(a) and keys(b)):
        return None
    best: Match | None = None
    for one, other in product(readings(a), readings(b)):
        cost, rules = compare(one, other)
        rules = (*written, *sorted(one.rules ^ other.rules), *rules)
        if cost < NEVER and (best is None or cost < best.cost):
            best = Match(tuple(dict.fromkeys(rules)), round(cost, 2))
    return best


def key(word: str) -> str:
    """Return the phonetic skeleton of a name: the classes of its consonants, without vowels."""
    return next(iter(keys(word)), "")


@lru_cache(maxsize=16384)
def keys(name: str) -> tuple[str, ...]:
    """Return all skeletons of a name, the plain reading first; variants share at least one."""
    return tuple(dict.fromkeys(key for reading in readings(name) for key in reading.skeletons()))


def blocked(a: str, b: str) -> bool:
    """Tell whether two names are kept apart: false friends, or one has no other spelling."""
    return _foes(_joined(a), _joined(b)) or fixed(plain(a)) or fixed(plain(b))


def fixed(name: str) -> bool:
    """Tell whether a plain name is an ordinary word or one that is written one way only."""
    return name in fixed_names() or all(word in plain_words() for word in name.split())


def _foes(a: str, b: str) -> bool:
    return a != b and b in false_friends().get(a, ())


def compare(a: Reading, b: Reading) -> tuple[float, tuple[str, ...]]:
    """Return what two readings differ in, `NEVER` if too much."""
    one, other = a.sounds, b.sounds
    allowed = limit(one, other)
    if len(a.words) == len(b.words) == 1:
        return (NEVER, ()) if _apart(*a.words, *b.words) else difference(one, other, allowed)
    if len(a.words) == len(b.words):
        return _word_by_word(a, b, allowed)
    if not plain_words().isdisjoint(a.words + b.words):
        return NEVER, ()
    cost, rules = difference(one, other, allowed)
    return cost, ("words written together", *rules)


def _word_by_word(a: Reading, b: Reading, allowed: float) -> tuple[float, tuple[str, ...]]:
    """Return what two readings of as many words differ in, `NEVER` if one word does too much."""
    total, found = 0.0, list[str]()
    for one, other in zip(a.words, b.words, strict=True):
        heard = sounds(one), sounds(other)
        cost, rules = difference(*heard, limit(*heard) + TOGETHER)
        total, found = total + cost, [*found, *rules]
        if total > allowed or _apart(one, other):
            return NEVER, ()
    return total, tuple(found)


def _apart(a: str, b: str) -> bool:
    """Tell whether two words of names are kept apart: false friends, or one is ordinary."""
    return a != b and (_foes(a, b) or a in plain_words() or b in plain_words())


def _written(a: str, b: str) -> tuple[str, ...]:
    """Return in which signs, other than letters, two names differ."""
    rules = []
    if a != b and a.casefold() == b.casefold():
        rules.append("case")
    folded = flat(a), flat(b)
    if folded != (a.casefold(), b.casefold()):
        rules.append("letters folded")
    for rule, signs in (("hyphen", "-"), ("apostrophe", "'")):
        if folded[0].count(signs) != folded[1].count(signs):
            rules.append(rule)
    if folded[0].isascii() != folded[1].isascii():
        rules.append("script")
    return tuple(rules)


@lru_cache(maxsize=16384)
def _joined(name: str) -> str:
    """Return the letters of a name, its articles left out."""
    return " ".join(readings(name)[0].words).replace("'", "")


@cache
def aliases() -> dict[str, tuple[str, ...]]:
    """Return, for each plain name of the table, all names of the same thing as they are written."""
    groups = read_groups(DATA / "aliases.tsv")
    return {plain(name): tuple(group) for group in groups for name in group}


@cache
def false_friends() -> dict[str, frozenset[str]]:
    """Return, for each name of the table, the names that it is not."""
    foes: dict[str, frozenset[str]] = {}
    for group in read_groups(DATA / "false_friends.tsv"):
        names = frozenset(map(_joined, group))
        for name in names:
            foes[name] = foes.get(name, frozenset()) | names
    return foes


@cache
def fixed_names() -> frozenset[str]:
    """Return the names of `fixed_names.txt`, plain."""
    lines = read_lines(DATA / "fixed_names.txt")
    return frozenset(plain(name) for line in lines for name in line.split(","))


@cache
def plain_words() -> frozenset[str]:
    """Return the ordinary words of `plain_words.txt`, folded."""
    lines = read_lines(DATA / "plain_words.txt")
    return frozenset(flat(word) for line in lines for word in line.split())


def read_groups(path: Path) -> list[list[str]]:
    """Return the lines of a file, each the names between tabs.

    Raises:
        RuleError: if it cannot be read as UTF-8, or a line holds one name only.
    """
    groups = [
        [name.strip() for name in line.split("\t") if name.strip()] for line in read_lines(path)
    ]
    if lonely := next((group for group in groups if len(group) < 2), None):
        raise RuleError(f"{path}: {lonely[0]!r} stands alone; write at least two names, with tabs")
    return groups


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file that are not empty; `#` starts a comment line.

    Raises:
        RuleError: if it cannot be read as UTF-8.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"{path} cannot be read as UTF-8 ({error}); mend or restore it") from error
    return [line for line in lines if line.strip() and not line.startswith("#")]
