"""Loading rules and gazetteers, from the shipped folder and a user's own."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from store.entities import Recogniser
from store.entities.gazetteer import Term
from store.entities.recogniser import SHIPPED, load_rules
from store.entities.rules import build
from store.errors import RuleError

RULE = """
[fragments]
digit = '[0-9]'
[[rule]]
name = "ticket"
label = "DocumentReference"
why = "Tickets of our own system."
pattern = 'TICK-(?P<entity>{{digit}}+)'
match = ["see TICK-«17»"]
no_match = ["TICK-x"]
"""


def folder(path: Path, **files: str) -> Path:
    """Write files (`name__suffix`) into a folder."""
    path.mkdir(exist_ok=True)
    for name, text in files.items():
        (path / name.replace("__", ".")).write_text(text, "utf-8")
    return path


def found(recogniser: Recogniser, text: str) -> list[tuple[str, str]]:
    """Return the mentions with their labels."""
    return [(e.span.of(text), e.label) for e in recogniser.find(text)]


def test_a_folder_of_ones_own(tmp_path: Path) -> None:
    terms = "Blue Tower\tLocation\tHQ\nblue\t-\n"
    recogniser = Recogniser.load([folder(tmp_path, own__toml=RULE, own__tsv=terms)])
    assert recogniser.labels == {"DocumentReference", "Location"}
    assert found(recogniser, "TICK-17 in Blue Tower") == [
        ("17", "DocumentReference"),
        ("Blue Tower", "Location"),
    ]


def test_a_later_folder_replaces_rules_and_adds_terms(tmp_path: Path) -> None:
    first = folder(tmp_path / "a", own__toml=RULE, own__tsv="Alpha\tPerson\n")
    second = folder(
        tmp_path / "b", own__toml=RULE.replace("TICK", "CASE"), own__tsv="Beta\tPerson\n"
    )
    recogniser = Recogniser.load([first, second])
    mentions = found(recogniser, "Alpha Beta TICK-1 CASE-2")
    assert mentions == [("Alpha", "Person"), ("Beta", "Person"), ("2", "DocumentReference")]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('why = "Tickets of our own system."\n', "", "'why'"),
        ("{{digit}}", "{{digits}}", "digits"),
        ("[0-9]'", "[0-9]'\nother = 3", "fragments"),
        ('label = "D', 'labels = 1\nlabel = "D', "labels"),
        ('label = "DocumentReference"', "label = 3", "label"),
        ("[[rule]]", "[[rules]]", "rules"),
        ("pattern = 'TICK-(?P<entity>{{digit}}+)'", "on = ['x']", "before"),
        ("[0-9]", "{{digit}}", "digit"),
        ("[fragments]", "[fragments", "TOML"),
    ],
)
def test_a_bad_rule_file_says_what_to_do(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = folder(tmp_path, own__toml=RULE.replace(old, new))
    with pytest.raises(RuleError, match=rf"own\.toml.*{told}"):
        load_rules([path])


def test_fragments_that_grow_beyond_measure_are_refused(tmp_path: Path) -> None:
    doubled = "{0} = '{{{{{1}}}}}{{{{{1}}}}}'\n"
    bomb = "".join(doubled.format(*pair) for pair in pairwise("abcdefgh"))
    text = RULE.replace("digit = '[0-9]'", bomb + "h = '" + "x" * 5000 + "'\ndigit = '{{a}}'")
    with pytest.raises(RuleError, match="too long"):
        load_rules([folder(tmp_path, own__toml=text)])


def test_the_fingerprint_changes_with_any_file(tmp_path: Path) -> None:
    first = Recogniser.load([folder(tmp_path / "a", own__toml=RULE, own__tsv="Homs\tLocation\n")])
    same = Recogniser.load([folder(tmp_path / "b", own__toml=RULE, own__tsv="Homs\tLocation\n")])
    other = Recogniser.load([folder(tmp_path / "c", own__toml=RULE, own__tsv="Hama\tLocation\n")])
    assert first.fingerprint == same.fingerprint != other.fingerprint
    assert len(first.fingerprint) == 64


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="nowhere"):
        Recogniser.load([tmp_path / "nowhere"])


def test_a_pattern_that_runs_away_is_stopped_and_the_rest_goes_on(tmp_path: Path) -> None:
    runaway = RULE.replace("TICK-(?P<entity>{{digit}}+)", "(?:a|aa|a?a)+$b|TICK")
    recogniser = Recogniser.load([folder(tmp_path, own__toml=runaway, own__tsv="Homs\tLocation\n")])
    assert found(recogniser, "Homs " + "a" * 5000 + "c") == [("Homs", "Location")]
    assert recogniser.foreign is not None
    assert list(recogniser.foreign.faults) == ["own.ticket"]
    recogniser.foreign.close()


def test_a_pattern_that_is_none_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    broken = RULE.replace("+)'", "+'")
    recogniser = Recogniser.load([folder(tmp_path, own__toml=broken, own__tsv="Homs\tLocation\n")])
    assert found(recogniser, "Homs TICK-1") == [("Homs", "Location")]
    assert recogniser.foreign is not None
    assert "not a valid pattern" in recogniser.foreign.faults["own.ticket"]
    recogniser.foreign.close()


def test_empty_matches_are_ignored(tmp_path: Path) -> None:
    empty = RULE.replace("TICK-(?P<entity>{{digit}}+)", "x*")
    assert found(Recogniser.load([folder(tmp_path, own__toml=empty)]), "a x b") == [
        ("x", "DocumentReference")
    ]


def test_shipped_patterns_compile_and_are_explained() -> None:
    for rule in load_rules([SHIPPED]):
        rule.check()
        assert rule.why.endswith(".")
        assert rule.match
        assert rule.no_match


def test_what_was_prepared_is_not_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    (table,) = tomllib.loads(RULE)["rule"]
    rule = build(table, Path("own.toml"), {"digit": "[0-9]"}, guarded=False)
    made = Recogniser.of([rule], [Term("Albukamal", "Location", "gazetteer.own")])
    assert len(list(made.prepare())) == 2

    def compiled(*_: object) -> None:
        raise AssertionError("it was not compiled")

    monkeypatch.setattr("store.entities.rules.compiled", compiled)
    text = "TICK-17 of Albu Kamal"
    assert found(made, text) == [("17", "DocumentReference"), ("Albu Kamal", "Location")]


def test_importing_reads_no_rules() -> None:
    program = "import sys, store.entities; sys.exit('regex' in sys.modules)"
    root = SHIPPED.parent.parent.parent
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0
