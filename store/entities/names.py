"""How a name is read: folded, in Latin letters, its words without articles.

The words and parts of words that names are made of are in `data/variants/words.toml`, the letters
of other alphabets in `romanised.toml`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product

import regex

from store.entities.folding import DATA, flat, letters, read_toml
from store.entities.sounds import Sounds, sounds

MOST_READINGS = 8
"""Ways to read one name that are tried; more are spellings that nobody writes."""
CEDILLA = regex.compile("[şšșŞŠȘ]")
POSSESSIVE = regex.compile("'s?$")
OTHER = regex.compile(r"[^a-z'$\s]")
SUN = regex.compile(r"^[aeou](?=([dnrstz]|sh|th|dh)\1)")
"""An article written as part of a word, which doubles its first letter: "Ezzor"."""
ATTACHED = regex.compile(r"^[ae]l(?=[^aeiouyl'].{3,})")
"""An article written as part of the first word: "Alraqqa"."""
CONSTRUCT = regex.compile(r"(?<=...[ae])t$")
"""The -t that joins the feminine ending to a word that follows: "Jabhat", "Wilayat"."""
US = regex.compile(r"\bU\.?S\b\.?")
"""The United States, which are no article."""
INNER_H = regex.compile(r"(?<=[aeiouy])h$")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: its words, folded, in Latin letters and without articles."""

    words: tuple[str, ...]
    sounds: Sounds
    """The sounds of the words as if written together."""
    rules: frozenset[str] = frozenset()

    @classmethod
    def of(cls, words: tuple[str, ...], rules: frozenset[str]) -> Reading:
        """Read the words."""
        whole = sounds(words[0])
        for word in words[1:]:
            whole = whole.then(sounds(word))
        return cls(words, whole, rules)

    def skeletons(self) -> Iterator[str]:
        """Yield the skeletons of the words as if written together."""
        return (key for key in self.sounds.skeletons() if key)


@lru_cache(maxsize=16384)
def readings(name: str) -> tuple[Reading, ...]:
    """Return the ways to read a name; the first changes least."""
    words, rules = _without_articles(_words(name))
    choices = [list(_choices(word, i, len(words))) for i, word in enumerate(words)]
    found = []
    for choice in islice(product(*choices), MOST_READINGS):
        parts = tuple(part for text, _ in choice for part in text.split())
        more = {rule for _, rule in choice if rule}
        found.append(Reading.of(parts or ("",), frozenset(rules | more)))
    return tuple(found)


def _words(name: str) -> list[str]:
    """Return the words of a name, folded and in Latin letters."""
    name = US.sub("USA", name)
    latin = name.lower()
    if not name.isascii():
        marked = CEDILLA.split(unicodedata.normalize("NFC", name))
        latin = "$".join(map(flat, marked)).translate(_latin())
    letters = OTHER.sub("", POSSESSIVE.sub("", latin.replace("-", " ")))
    return [word for word in letters.split() if word.strip("'")]


def _without_articles(words: Sequence[str]) -> tuple[list[str], set[str]]:
    """Return the words that are no articles, each as one form of it, and the rules applied."""
    table = _tables()
    kept: list[str] = []
    rules: set[str] = set()
    for i, word in enumerate(words):
        bare, following = word.strip("'"), words[i + 1] if i + 1 < len(words) else ""
        if following and table.is_article(bare, following.lstrip("'")):
            rules.add(f"article {bare}-")
        elif kept and following and bare in table.linking:
            rules.add(f"{table.linking[bare]} -{bare}-")
        else:
            kept.append(one := table.alike.get(bare, word))
            if one != word:
                rules.add(f"{bare} for {one}")
    return kept, rules


def _choices(word: str, place: int, count: int) -> Iterator[tuple[str, str]]:
    """Yield the ways to read one word of a name, with the rule that says so."""
    if "x" in word:
        yield from _choices(word.replace("x", "ks"), place, count)
        for text, rule in _choices(word.replace("x", "kh"), place, count):
            yield text, rule or "x for kh"
        return
    word, rule = _with_usual_parts(word)
    if place and word == "allah":
        word = "lah"
    yield word, rule
    if place and SUN.match(word):
        yield word[1:], "article attached"
    if match := ATTACHED.match(word):
        yield word[match.end() :], "article attached"
    if place + 1 < count:
        if CONSTRUCT.search(word):
            yield word[:-1], "ending -at/-a"
        elif INNER_H.search(word):
            # Written together with what follows, the h is heard: "Salahuddin".
            yield word + "'", ""


def _with_usual_parts(word: str) -> tuple[str, str]:
    """Return a word with the parts that stand in several forms in one, and the rule for it."""
    rules: list[str] = []
    table = _tables()
    for pattern, form in table.inside if table.any_inside.search(word) else ():
        if (match := pattern.search(word)) and match[0] != form:
            word = word[: match.start()] + form + word[match.end() :]
            rules.append(f"{match[0]} for {form.strip()}")
    return word, ", ".join(rules)


@dataclass(frozen=True, slots=True)
class Tables:
    """What `words.toml` says."""

    always: frozenset[str]
    sun: dict[str, tuple[str, ...]]
    linking: dict[str, str]
    """What a word that says nothing within a name is, such as `izafat`."""
    alike: dict[str, str]
    inside: tuple[tuple[regex.Pattern[str], str], ...]
    any_inside: regex.Pattern[str]

    def is_article(self, word: str, following: str) -> bool:
        """Tell whether a word is an article before another."""
        return word in self.always or following.startswith(self.sun.get(word, ("\0",)))


@cache
def _tables() -> Tables:
    """Read `words.toml` once."""
    raw = read_toml(DATA / "words.toml")
    articles = {word: tuple(before.split()) for word, before in raw["articles"].items()}
    alike = {form: one for one, forms in raw["alike"].items() for form in forms.split()}
    inside = tuple((regex.compile(pattern), form) for pattern, form in raw["inside"].items())
    linking = {word: kind for kind, words in raw["linking"].items() for word in words.split()}
    any_inside = regex.compile("|".join(raw["inside"]))
    always = frozenset(articles.pop("any"))
    return Tables(always, articles, linking, alike, inside, any_inside)


@cache
def _latin() -> dict[int, str]:
    """Return Latin letters for those of other alphabets."""
    return {
        ord(letter): to
        for group in read_toml(DATA / "romanised.toml").values()
        for letter, to in group.items()
    }


@lru_cache(maxsize=16384)
def written(name: str) -> str:
    """Return a name in small letters with one kind of apostrophe, and spaces for hyphens.

    Two names of which this is equal are one to a gazetteer, and no variants.
    """
    return " ".join(name.casefold().translate(_signs()).replace("-", " ").split())


@lru_cache(maxsize=16384)
def plain(name: str) -> str:
    """Return a name folded, with spaces for hyphens, without apostrophes."""
    folded = name.lower() if name.isascii() else flat(name)
    if "'" in folded:
        folded = POSSESSIVE.sub("", folded).replace("'", "")
    return " ".join(folded.replace("-", " ").split())


@cache
def _signs() -> dict[int, str]:
    """Return one sign for each kind of apostrophe and hyphen."""
    return {ord(sign): to for sign, to in letters().items() if to in ("'", "-")}
