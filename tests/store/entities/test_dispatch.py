"""Rules that are not tried could not have applied."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities import default
from store.entities.clues import lowered, numbers
from store.entities.dispatch import Answers, Dispatch
from store.entities.gazetteer import Tokens
from store.entities.overlap import Proposal
from store.entities.rules import Rule

EXAMPLES = [
    example.replace("«", "").replace("»", "")
    for rule in default().rules
    for example in (*rule.match, *rule.no_match)
]
PIECES = [piece for example in EXAMPLES for piece in example.split(" ")]


def everything(text: str) -> tuple[str, list[Proposal]]:
    """Return a text as patterns see it, and what rules may build on."""
    tokens = Tokens.of(text)
    found = [*default().gazetteer.find(tokens), *numbers(text)]
    return lowered(text, found), found


def tried_everywhere(text: str, found: list[Proposal]) -> list[Proposal]:
    """Return what all rules make of all that they name."""
    return [
        made
        for rule in default().rules
        for each in found
        if each.label in rule.on or each.rule in rule.on
        for made in rule.adjoin(text, [each])
    ]


@pytest.mark.parametrize("start", range(0, len(EXAMPLES), 40))
def test_the_rules_that_apply_are_tried(start: int) -> None:
    text, found = everything(" ".join(EXAMPLES[start : start + 40]))
    made = default().dispatch.made(text, found)
    assert Counter(made) == Counter(tried_everywhere(text, found))


@settings(deadline=None, max_examples=40)
@given(st.randoms(use_true_random=False))
def test_the_rules_that_apply_are_tried_in_any_text(rnd: random.Random) -> None:
    signs = ["", "", "", ",", ".", "\n", "-", "'s", "(", " "]
    text, found = everything(" ".join(rnd.choice(PIECES) + rnd.choice(signs) for _ in range(60)))
    made = default().dispatch.made(text, found)
    assert Counter(made) == Counter(tried_everywhere(text, found))


def test_a_sign_may_begin_a_pattern() -> None:
    rule = Rule("t.n", "Money", "w", "here", pattern=r"\+?\d+", on=("digits",), sign="+")
    text, found = "at +49 and 50", [Proposal(4, 6, "digits", "digits")]
    assert [(p.start, p.end) for p in Dispatch([rule]).made(text, found)] == [(3, 6)]


def test_answers_are_forgotten_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.entities.dispatch.REMEMBERED", 3)
    asked: list[str] = []

    def ask(_rule: Rule, beside: str) -> bool:
        asked.append(beside)
        return True

    answers = Answers([Rule("t.n", "Money", "w", "here")], ask)
    assert [answers[beside] for beside in "abcab"] == [1] * 5
    assert asked == ["a", "b", "c"]
    assert answers["d"] == 1
    assert len(answers) == 1
