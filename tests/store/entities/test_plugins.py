"""Plug-in recognisers: what they find is marked, what they break is told, and the rest goes on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities import plugins
from store.entities.plugins import Outcome, Plugins, checked, joined
from store.model import Entity, Span

TEXT = "Hajj Abbas left Homs."
LABELS = ("Person", "Location")


class Fake:
    """A plug-in that does as it is told."""

    version = "1.0"

    def __init__(self, *found: object, error: BaseException | None = None) -> None:
        self.name = "fake"
        self.found = found
        self.error = error
        self.texts: list[str] = []

    def find(self, text: str) -> Iterator[object]:
        self.texts.append(text)
        yield from self.found
        if self.error:
            raise self.error


def run(**made: object) -> list[Outcome]:
    def source(thing: object) -> Callable[[], object]:
        return lambda: thing

    return list(Plugins({name: source(one) for name, one in made.items()}).run(TEXT, LABELS))


def test_what_it_finds_bears_its_name_as_rule() -> None:
    (outcome,) = run(fake=Fake((0, 10, "Person", "Abbas"), (16, 20, "Location", "")))
    assert outcome.problem == ""
    assert outcome.entities == (
        Entity(Span(0, 10), "Person", "plugin.fake", "Abbas"),
        Entity(Span(16, 20), "Location", "plugin.fake"),
    )


def test_a_class_and_a_function_make_one() -> None:
    class Known(Fake):
        def __init__(self) -> None:
            super().__init__((0, 4, "Person", ""))

    for thing in (Known, lambda: Known(), Known()):
        (outcome,) = run(fake=thing)
        assert [one.span for one in outcome.entities] == [Span(0, 4)]


@pytest.mark.parametrize(
    "thing", [None, 3, "x", object(), lambda: None, type("N", (), {"name": 1})]
)
def test_what_is_no_plugin_is_told_and_the_next_one_runs(thing: object) -> None:
    broken, good = run(bad=thing, good=Fake((0, 4, "Person", "")))
    assert broken.problem.startswith("Plug-in bad: it failed (")
    assert len(good.entities) == 1


@pytest.mark.parametrize("error", [ValueError("no\x1b"), SystemExit(3), KeyboardInterrupt()])
def test_what_raises_is_told_and_tried_again_with_the_next_text(error: BaseException) -> None:
    fake = Fake((0, 4, "Person", ""), error=error)
    found = Plugins({"fake": lambda: fake})
    for _ in range(2):
        (outcome,) = found.run(TEXT, LABELS)
        assert not outcome.entities
        assert type(error).__name__ in outcome.problem
    assert len(fake.texts) == 2


def test_what_cannot_be_imported_is_told_and_not_tried_again() -> None:
    tried: list[int] = []

    def load() -> object:
        tried.append(1)
        raise ImportError("no such module")

    found = Plugins({"fake": load})
    problems = [outcome.problem for _ in range(2) for outcome in found.run(TEXT, LABELS)]
    assert len(tried) == 1
    assert (
        problems
        == ["Plug-in fake: it failed (ImportError: no such module); update or remove it"] * 2
    )


def test_an_error_that_cannot_be_shown_is_told() -> None:
    class Worse(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    (outcome,) = run(fake=Fake(error=Worse()))
    assert outcome.problem == "Plug-in fake: it failed (Worse)"


def test_one_that_takes_too_long_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "SECONDS", 0.01)
    release = threading.Event()

    class Slow(Fake):
        def find(self, text: str) -> Iterator[object]:
            release.wait(10)
            yield from ()

    found = Plugins({"slow": Slow})
    try:
        (outcome,) = found.run(TEXT, LABELS)
        assert "took longer" in outcome.problem
        assert [again.problem for again in found.run(TEXT, LABELS)] == [outcome.problem]
    finally:
        release.set()


def test_a_flood_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "MOST", 5)

    class Flood(Fake):
        def find(self, text: str) -> Iterator[object]:
            while True:
                yield 0, 4, "Person", ""

    (outcome,) = run(fake=Flood())
    assert len(outcome.entities) == 1
    assert "more than 5" in outcome.problem


@pytest.mark.parametrize(
    "bad",
    [
        None,
        (0, 4, "Person"),
        (-1, 4, "Person", ""),
        (4, 4, "Person", ""),
        (0, len(TEXT) + 1, "Person", ""),
        (0, True, "Person", ""),
        (0.0, 4, "Person", ""),
        (0, 4, "PERSON", ""),
        (0, 4, ["Person"], ""),
        (0, 4, "Person", 3),
        (0, 4, "Person", "a\x1b[2J"),
        (0, 4, "Person", "x" * 2000),
    ],
)
def test_what_is_no_entity_is_left_out_and_told(bad: object) -> None:
    outcome = checked("fake", [bad, (16, 20, "Location", None)], len(TEXT), LABELS)
    assert [one.span for one in outcome.entities] == [Span(16, 20)]
    assert outcome.problem.startswith("Plug-in fake: 1 left out: ")


def test_switched_off_or_stopped_it_is_not_even_loaded() -> None:
    def load() -> object:
        raise AssertionError

    found = Plugins({"fake": load})
    assert list(found.run(TEXT, LABELS, is_on=lambda rule: rule != "plugin.fake")) == []
    assert list(found.run(TEXT, LABELS, stop=lambda: True)) == []


def test_an_installed_one_is_found_by_its_entry_point(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "own_recogniser-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: own-recogniser\nVersion: 1.0\n")
    lines = "[spantag.recognisers]\nown = own_recogniser_module:make\nbad = no_such_module:x\n"
    (info / "entry_points.txt").write_text(lines)
    (tmp_path / "own_recogniser_module.py").write_text(
        "class Own:\n    name, version = 'own', '1.0'\n"
        "    def find(self, text):\n        return [(0, 4, 'Person', '')]\n"
        "def make():\n    return Own()\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    found = Plugins.installed({"more": lambda: Fake()})
    assert found.names == ("bad", "own", "more")
    assert "own_recogniser_module" not in sys.modules
    bad, own, _ = found.run(TEXT, LABELS)
    assert "ModuleNotFoundError" in bad.problem
    assert [one.rule for one in own.entities] == ["plugin.own"]


spans = st.builds(
    lambda start, size: Span(start, start + size), st.integers(0, 15), st.integers(1, 5)
)
entities = st.lists(st.builds(Entity, spans, st.sampled_from(LABELS), st.just("r")), max_size=6)


@given(entities, entities)
@settings(deadline=None, max_examples=150)
def test_joining_keeps_what_is_there_and_adds_what_overlaps_none(
    found: list[Entity], new: list[Entity]
) -> None:
    both = joined(found, Outcome("fake", tuple(new)))
    free = [one for one in new if not any(one.span.overlaps(other.span) for other in found)]
    key = lambda one: (one.span.start, -one.span.end, one.label)  # noqa: E731
    assert sorted(both, key=key) == both
    assert sorted(both, key=repr) == sorted([*found, *free], key=repr)
