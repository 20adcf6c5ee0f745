"""The process in which patterns of others run: `python -m store.entities.guard`.

A pattern can take for ever or fill the memory, already while it is compiled, and nothing in its
own process can stop it then. So foreign patterns run here, where the system ends what takes too
long (`SECONDS`, by an alarm) or too much (`MEMORY`), and whoever started this process knows which
pattern it was. The threats: patterns that explode, fuzzy ones, bombs to compile, and patterns that
match everywhere.

It speaks JSON, a line a message. First it hears `{"rules": [...]}`, then any number of
`{"text": ..., "found": [[start, end, label, rule, canonical], ...], "skip": [number, ...]}`.
It says `{"at": number}` before it touches a rule, `{"refused": [number, why]}` of one that is no
good, `{"slow": number}` of one that was given up, and `{"made": [[number, start, end, canonical],
...]}` at the end of each answer, also to the rules.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import regex

from store.entities.overlap import Proposal
from store.entities.rules import Rule
from store.errors import RuleError

SECONDS = 2.0
"""Wall clock that one rule may take for one text or to be compiled; then the process ends."""
MEMORY = 512 * 2**20
"""Bytes of address space of this process."""
PATTERN_LENGTH = 1000
"""Code points of a pattern as it is written; more is a list of names, and those have files."""
FILLED_LENGTH = 20_000
"""Code points of a pattern with its fragments."""
NAME_LENGTH = 300
"""Code points of a canonical name that a pattern makes."""
HITS = 10_000
"""Hits of one rule in one text, after which it is left alone."""
BOUNDLESS = regex.compile(r"(?<!\\)\{[eisd](?:,[eisd])*\}")
"""Fuzzy matching with any number of errors: `(?:name){e}`."""


def refusal(pattern: str, written: int) -> str:
    """Tell why a pattern is not even compiled, empty if nothing speaks against it."""
    if written > PATTERN_LENGTH:
        return f"it is {written} characters long, over {PATTERN_LENGTH}; names go into a .tsv file"
    if len(pattern) > FILLED_LENGTH:
        return f"with its fragments it is longer than {FILLED_LENGTH} characters; shorten it"
    if BOUNDLESS.search(pattern):
        return "it allows any number of errors; write how many, as in {e<=1}"
    return ""


def serve() -> None:
    """Answer until the other side has no more to ask."""
    rules: list[Rule] = []
    bad: set[int] = set()
    for line in sys.stdin:
        asked = json.loads(line)
        made: list[tuple[int, int, int, str]] = []
        if "rules" in asked:
            rules = [Rule(**_values(each)) for each in asked["rules"]]
            bad = set(_compile(rules))
        else:
            found = [Proposal(*each) for each in asked["found"]]
            made = list(_made(rules, bad | set(asked["skip"]), asked["text"], found))
        _say({"made": made})


def _values(written: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a rule, of which JSON makes lists of tuples."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in written.items()}


def _compile(rules: Sequence[Rule]) -> Iterator[int]:
    """Compile all rules; yield the numbers of those that cannot be."""
    for number, rule in enumerate(rules):
        _begin(number)
        try:
            rule.check()
        except RuleError as error:
            why = str(error).removeprefix(f"{rule.where}: ")
        except RecursionError:
            why = "it is nested too deeply; simplify it"
        except MemoryError:
            why = "it takes too much memory; use smaller repeat counts"
        except Exception as error:  # whatever a pattern breaks, the others go on
            why = f"it cannot be compiled ({error}); correct it"
        else:
            continue
        finally:
            _end()
        _say({"refused": [number, why]})
        yield number


def _made(
    rules: Sequence[Rule], skip: set[int], text: str, found: list[Proposal]
) -> Iterator[tuple[int, int, int, str]]:
    """Yield what the rules propose: first those that search, then those that build on others."""
    numbered = [(number, rule) for number, rule in enumerate(rules) if number not in skip]
    for number, rule in sorted(numbered, key=lambda each: bool(each[1].on)):
        on = [each for each in found if each.label in rule.on or each.rule in rule.on]
        if rule.on and not on:
            continue
        _begin(number)
        hits: list[Proposal] = []
        try:
            for proposal in rule.adjoin(text, on) if rule.on else rule.search(text):
                hits.append(proposal)
                if len(hits) == HITS:
                    break
        except TimeoutError:
            _say({"slow": number})
        except MemoryError:
            _say({"refused": [number, "it takes too much memory; simplify it"]})
            hits = []
        finally:
            _end()
        found += [] if rule.on else hits
        yield from ((number, hit.start, hit.end, hit.canonical[:NAME_LENGTH]) for hit in hits)


def _begin(number: int) -> None:
    """Say which rule is touched, and have the process ended if that takes too long."""
    _say({"at": number})
    signal.setitimer(signal.ITIMER_REAL, SECONDS)


def _end() -> None:
    signal.setitimer(signal.ITIMER_REAL, 0)


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Set the limits, and serve."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve()


if __name__ == "__main__":
    main()
