"""Patterns of others cannot freeze, fill or end the app; the threats R1 to R5 and more."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from store.entities import foreign
from store.entities.foreign import Foreign
from store.entities.guard import HITS, PATTERN_LENGTH, refusal
from store.entities.overlap import Proposal
from store.entities.rules import Rule

TEXT = "foo12 " + "a" * 3000 + "b \ud800 \u202e \x1b[31m [/] ا\u064b"
HOSTILE = {
    "explodes": (r"(a|aa)+$", "too long"),
    "explodes_at_a_place": (r"(?:a|a|aa)+c", "too long"),
    "fuzzy": (r"(?b)(?:terrorist.{20}){e<=12}", ""),  # a fast machine may end it in time
    "fuzzy_without_bound": ("(terrorist){e}", "any number"),
    "memory": ("((a{1000}){1000}){1000}", "too much memory"),
    "slow_to_compile": ("(?:(?:ab){65536}){65536}", "too much memory"),
    "huge_count": ("x{99999999}", "memory"),
    "deep": ("(" * 450 + "a" + ")" * 450, "deep"),
    "over_long": ("a|" * 600, "1200 characters"),
    "broken": ("(", "not a valid"),
    "unknown_list": (r"\L<names>", "not a valid"),
}


def rule(name: str, pattern: str, **more: str | tuple[str, ...]) -> Rule:
    """Return a foreign rule."""
    values: dict[str, object] = {"pattern": pattern, "written": len(pattern), **more}
    return Rule(f"own.{name}", "Weapon", "Why.", "here", **values)  # type: ignore[arg-type]


@pytest.fixture
def made() -> Iterator[list[Foreign]]:
    """Collect what a test makes, and end it."""
    kept: list[Foreign] = []
    yield kept
    for each in kept:
        each.close()


def spans(proposals: list[Proposal]) -> list[tuple[int, int, str]]:
    return [(p.start, p.end, p.rule) for p in proposals]


@pytest.mark.parametrize(("name", "told"), [(n, told) for n, (_, told) in HOSTILE.items()])
def test_a_hostile_pattern_is_named_in_time_and_the_others_go_on(
    made: list[Foreign], name: str, told: str
) -> None:
    rules = Foreign([rule("good", r"foo\d+"), rule(name, HOSTILE[name][0]), rule("last", "b ")])
    made.append(rules)
    gaps = [0.0]
    over = threading.Event()

    def tick() -> None:
        last = time.perf_counter()
        while not over.wait(0.005):
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    ticking = threading.Thread(target=tick)
    ticking.start()
    begun = time.perf_counter()
    found = [each for each in spans(rules.search(TEXT, [], Counter())) if each[2] != f"own.{name}"]
    seconds = time.perf_counter() - begun
    over.set()
    ticking.join()
    assert found == [(0, 5, "own.good"), (3006, 3008, "own.last")]
    assert told in rules.faults.get(f"own.{name}", "")
    # The limits are 3 s and 100 ms; a machine that is busy with other tests may be late.
    assert seconds < 10
    assert max(gaps) < 1


def test_what_matches_everywhere_is_cut_and_said(made: list[Foreign]) -> None:
    rules = Foreign([rule("dot", "."), rule("empty", ""), rule("good", "zz")])
    made.append(rules)
    hits: Counter[str] = Counter()
    assert len(rules.search("x" * (HITS + 500), [], hits)) == HITS
    assert spans(rules.search("zz", [], hits)) == [(0, 2, "own.good")]
    assert str(HITS) in rules.faults["own.dot"]
    assert len(rules.search("zz", [], Counter())) == 3


def test_rules_build_on_what_is_found_and_on_each_other(made: list[Foreign]) -> None:
    rules = Foreign(
        [
            rule("after", "", on=("Location", "own.search"), after=" (?P<only>[a-z]+)"),
            rule("search", "[A-Z]{3}", canonical="name"),
        ]
    )
    made.append(rules)
    found = [Proposal(0, 4, "Location", "gazetteer.places"), Proposal(5, 8, "Money", "other")]
    made_of = rules.search("Homs fell. XYZ won.", found, Counter())
    assert spans(made_of) == [
        (11, 14, "own.search"),
        (5, 9, "own.after"),
        (15, 18, "own.after"),
    ]
    assert made_of[0].canonical == "name"


def test_the_process_starts_again_after_it_died(made: list[Foreign]) -> None:
    rules = Foreign([rule("good", "zz")])
    made.append(rules)
    assert rules.search("zz", [], Counter())
    process = rules._process
    assert process is not None
    process.kill()
    process.wait()
    assert rules.search("zz", [], Counter())
    assert rules.faults == {}


def test_without_a_process_the_rules_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(foreign, "_start", fail)
    rules = Foreign([rule("good", "zz")])
    assert rules.search("zz", [], Counter()) == []
    assert "no more processes" in rules.faults["own.good"]


def test_closing_ends_a_search_at_work_and_blames_nobody() -> None:
    rules = Foreign([rule("bomb", HOSTILE["slow_to_compile"][0])])
    closing = threading.Timer(0.3, rules.close)
    closing.start()
    begun = time.perf_counter()
    assert rules.search("zz", [], Counter()) == []
    closing.join()
    assert rules.faults == {} or time.perf_counter() - begun > 2
    assert rules.search("zz", [], Counter()) == []


def test_no_process_is_started_without_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "_start", pytest.fail)
    rules = Foreign([rule("long", "a" * (PATTERN_LENGTH + 1))])
    assert rules.search("zz", [], Counter()) == []
    assert list(rules.faults) == ["own.long"]


@pytest.mark.parametrize("pattern", [r"a\{e}", "a{3}", "(?:a){e<=2}", "x{2,3}"])
def test_what_is_not_refused_unseen(pattern: str) -> None:
    assert refusal(pattern, len(pattern)) == ""
