"""A recogniser with what an analyst says laid over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from store.entities.foreign import Foreign
from store.entities.gazetteer import PLAIN_WORD, WORD, Gazetteer, Term, Tokens
from store.entities.overlap import STOP, Proposal
from store.entities.own import Own
from store.entities.recogniser import Recogniser, pages_of
from store.entities.spellings import NAMES, Spellings
from store.entities.tagged import RULE
from store.model import Entity


class Lexicon:
    """Terms by their words: quick to make anew, and to tell which can stand in a text at all."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: defaultdict[str, list[tuple[Term, frozenset[str]]]] = defaultdict(list)
        for term in terms:
            text = term.text.casefold()
            words = (PLAIN_WORD if text.isascii() else WORD).findall(text)
            # Of the words of a name the longest is in the fewest other names.
            self._terms[max(words, key=len, default="")].append((term, frozenset(words)))

    def __bool__(self) -> bool:
        return bool(self._terms)

    def near(self, vocabulary: Iterable[str]) -> list[Term]:
        """Return the terms all of whose words are in a text, in the order of being told of."""
        if not self:
            return []
        words = {word.casefold() for word in set(vocabulary)}
        # A term in small letters stands for its plural too.
        words |= {word[:-1] for word in words if word.endswith("s")}
        return [
            term
            for word in sorted(words & self._terms.keys())
            for term, needed in self._terms[word]
            if needed <= words
        ]


class Over(Gazetteer):
    """A gazetteer without what is switched off, and own terms over it."""

    def __init__(self, base: Gazetteer, own: Own, lexicons: Sequence[Lexicon]) -> None:
        super().__init__(())
        self._base = base
        self._own = own
        self._lexicons = lexicons

    def find(self, tokens: Tokens) -> list[Proposal]:
        """Return every occurrence of every term; an own one ends a shipped stop of its span.

        Where a tag and what is shipped say the same, the latter stays: it may know a canonical
        name.
        """
        near = [term for lexicon in self._lexicons for term in lexicon.near(tokens.words)]
        own = list(Gazetteer(near).find(tokens))
        wanted = {(found.start, found.end) for found in own if found.label != STOP}
        base = [
            found
            for found in self._base.find(tokens)
            if found.label != STOP or (found.start, found.end) not in wanted
        ]
        said = {found[:3] for found in base}
        own = [found for found in own if found.rule != RULE or found[:3] not in said]
        is_on = {rule: self._own.is_on(rule) for rule in {found.rule for found in (*own, *base)}}
        return [found for found in (*own, *base) if is_on[found.rule]]


class Wanted(Spellings):
    """Spellings of the terms that are on."""

    def __init__(self, base: Spellings, own: Own) -> None:
        super().__init__(())
        self._base = base
        self._own = own

    def prepare(self) -> None:
        """Make them ready."""
        self._base.prepare()

    def knows(self, name: str) -> bool:
        """Tell whether a name is that of a term, on or off."""
        return self._base.knows(name)

    def find(self, text: str, is_on: Callable[[str], bool] = lambda _: True) -> list[Proposal]:
        """Return where terms stand in a text in another spelling, unless they are off."""
        return self._base.find(text, lambda rule: self._own.is_on(rule) and is_on(rule))

    def canonical(self, name: str, label: str) -> str:
        """Return the one name for all spellings of a known name."""
        return self._base.canonical(name, label)


@dataclass(frozen=True)
class Layered:
    """Finds mentions as an analyst wants them; immutable, so that threads may share it."""

    recogniser: Recogniser
    own: Own
    lexicons: tuple[Lexicon, ...]
    mark: str
    """What changes with all that decides what is found, but the terms in `lexicons`."""
    spellings: tuple[Spellings, ...] = ()
    """Of the terms in `lexicons`."""

    @classmethod
    def of(
        cls,
        base: Recogniser,
        own: Own,
        tagged: Iterable[Term] = (),
        foreign: Foreign | None = None,
    ) -> Layered:
        """Lay own terms, patterns and switches, and terms made of tags, over a recogniser.

        `foreign` runs the own patterns, which take the place of rules of the same name.
        """
        patterns = foreign.rules if foreign else ()
        replaced = {rule.name for rule in patterns}
        rules = [rule for rule in base.rules if own.is_on(rule.name) and rule.name not in replaced]
        tagged = tuple(tagged)
        lexicons = Lexicon(own.terms), Lexicon(tagged)
        # An own label may be one of names; what it is of is not known.
        labels = NAMES | {term.label for term in (*own.terms, *tagged)} - base.labels - {STOP}
        spellings = (*base.spellings, Spellings(own.terms, labels), Spellings(tagged, labels))
        recogniser = replace(
            base,
            rules=tuple(rules),
            gazetteer=Over(base.gazetteer, own, lexicons),
            foreign=foreign,
            spellings=tuple(Wanted(each, own) for each in spellings),
            fingerprint="",
        )
        said = f"{base.fingerprint} {sorted(own.switches.items())} {patterns}"
        return cls(recogniser, own, lexicons, said, recogniser.spellings[len(base.spellings) :])

    def fingerprint(self, text: str) -> str:
        """Return what changes with all that decides what is found in a text, in hex digits.

        What is told of other texts only does not change it, so that a new tag leaves what is known
        of nearly all reports as it is.
        """
        words: set[str] = set()
        for page in pages_of(text) if any(self.lexicons) else ():
            words.update(Tokens.of(page.text).words)  # of 10 MB at once they would take 250 MB
        near = [lexicon.near(words) for lexicon in self.lexicons]
        spelt = []
        for spellings in self.spellings:
            spellings.prepare()
            spelt += spellings.find(text)
        return sha256(f"{self.mark}{near}{spelt}".encode("utf-8", "surrogatepass")).hexdigest()

    def find(self, text: str, stop: Callable[[], bool] = lambda: False) -> list[Entity]:
        """Return the entities of a text that are not switched off, by (start, -end, label).

        Raises:
            Stopped: as `Recogniser.find` does.
        """
        return self.wanted(self.recogniser.find(text, stop))

    def find_near(self, text: str, offset: int) -> list[Entity]:
        """Return those that begin near an offset, at once; see `Recogniser.find_near`."""
        return self.wanted(self.recogniser.find_near(text, offset))

    def wanted(self, entities: Iterable[Entity]) -> list[Entity]:
        """Return the entities whose label and rule are on."""
        if not self.own.switches:
            return list(entities)
        is_on = self.own.is_on
        return [one for one in entities if is_on(one.label) and is_on(one.rule)]
