"""Every rule finds what its own examples mark, and nothing where it must not."""

from __future__ import annotations

import pytest

from store.entities import default
from store.entities.gazetteer import Tokens
from store.entities.rules import Rule

RULES = default().rules


def found(rule: Rule, text: str) -> list[str]:
    """Return what the rule proposes in the text."""
    proposals = default().propose(Tokens.of(text))
    return [text[p.start : p.end] for p in proposals if p.rule == rule.name]


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, text) for rule in RULES for text in rule.match],
    ids=lambda v: v.name if isinstance(v, Rule) else v,
)
def test_a_rule_finds_its_example(rule: Rule, example: str) -> None:
    before, rest = example.split("«")
    entity, after = rest.split("»")
    assert entity in found(rule, before + entity + after)


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule, text) for rule in RULES for text in rule.no_match],
    ids=lambda v: v.name if isinstance(v, Rule) else v,
)
def test_a_rule_leaves_its_counterexample_alone(rule: Rule, example: str) -> None:
    assert found(rule, example) == []
