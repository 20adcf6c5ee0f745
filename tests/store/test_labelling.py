"""Changes of the labels are taken back without a tag losing its label."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store import labels, scheme
from store.database import Database
from store.errors import LabelError, SaveFailed
from store.labelling import Labelling
from store.library import Library
from store.model import Label, Report, Span
from store.rows import label_of, label_row
from tests.store.test_scheme import STEPS, step


def named(library: Library) -> list[str]:
    return [label.name for label in library.labels()]


def rename(library: Library, old: str, new: str) -> None:
    label = replace(labels.find(library.labels(), old), name=new)
    library.change_labels(lambda current: scheme.edited(current, old, label))


@pytest.fixture
def report(library: Library, report_of: Callable[..., Report]) -> Report:
    made = report_of("Ann saw Bob")
    library.add(made)
    return made


def test_a_merge_is_undone_and_redone(library: Library, report: Report) -> None:
    before = library.labels()
    library.tagging(report.id).tag(Span(0, 3), "Vehicle")
    library.change_labels(lambda current: scheme.merged(current, "Vehicle", "Weapon"))
    after = library.labels()
    library.tagging(report.id).tag(Span(8, 11), "Weapon")
    assert library.labelling.undo() == "Weapon, Vehicle"
    assert library.labels() == before
    assert [tag.label for tag in library.tags(report.id)] == ["Vehicle", "Weapon"]
    assert library.labelling.redo() == "Weapon, Vehicle"
    assert library.labels() == after
    assert [tag.label for tag in library.tags(report.id)] == ["Weapon", "Weapon"]
    assert library.labelling.redo() == ""


def test_what_was_tagged_under_a_name_keeps_its_label_when_that_goes(
    library: Library, report: Report
) -> None:
    rename(library, "Person", "Human")
    library.tagging(report.id).tag(Span(0, 3), "Human")
    assert library.labelling.undo() == "Person, Human"
    assert [tag.label for tag in library.tags(report.id)] == ["Person"]
    library.labelling.redo()
    assert [tag.label for tag in library.tags(report.id)] == ["Human"]
    assert named(library)[0] == "Human"


def test_a_new_label_goes_again_unless_it_has_tags(library: Library, report: Report) -> None:
    library.change_labels(lambda current: scheme.added(current, Label("Ship")))
    library.labelling.undo()
    assert "Ship" not in named(library)
    library.labelling.redo()
    library.tagging(report.id).tag(Span(0, 3), "Ship")
    with pytest.raises(LabelError, match="Ship has 1 tag meanwhile"):
        library.labelling.undo()
    assert named(library)[-1] == "Ship"
    assert library.labelling.undo() == ""


def test_what_somebody_else_changed_since_is_not_overwritten(library: Library) -> None:
    rename(library, "Person", "Human")
    rename(Library.open(library.folder, "bob"), "Weapon", "Arms")
    with pytest.raises(LabelError, match="Somebody has changed the labels"):
        library.labelling.undo()
    assert {"Human", "Arms"} <= set(named(library))


def test_a_new_change_ends_what_could_be_redone(library: Library) -> None:
    library.change_labels(lambda current: scheme.moved(current, "Person", 1))
    assert library.labelling.undo() == "the order of labels"
    rename(library, "Weapon", "Arms")
    assert library.labelling.redo() == ""


def test_an_undo_that_does_not_reach_the_disk_can_be_tried_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename(library, "Person", "Human")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(SaveFailed, match="No space left"):
            library.labelling.undo()
    assert named(library)[0] == "Human"
    assert library.labelling.undo() == "Person, Human"


DEEDS = STEPS | st.tuples(st.sampled_from(["undo", "redo", "tag"]), st.just(""), st.just(""))


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(DEEDS, max_size=20))
def test_whatever_is_undone_a_tag_finds_its_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deeds: list[tuple[str, str, str]]
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    database = Database(tmp_path / "labels.json", tmp_path / ".lock")
    first = (Label("A"), Label("B"))
    database.create({"labels": [label_row(label) for label in first]})
    tagged: list[str] = []

    def now() -> scheme.Scheme:
        with database.reading() as tables:
            return tuple(label_of(row) for row in tables.rows("labels"))

    def counts() -> Counter[str]:
        names = scheme.current_names(now())
        return Counter(names.get(name, name) for name in tagged)

    labelling = Labelling(database, counts)
    for what, one, other in deeds:
        try:
            if what == "tag":
                tagged.append(now()[-1].name)
            elif what in ("undo", "redo"):
                getattr(labelling, what)()
            elif what != "remove" or not counts()[labels.find(now(), one).name]:
                labelling.change(partial(step, what=what, one=one, other=other))
        except LabelError:
            continue
        assert set(counts()) <= {label.name for label in now()}
        assert len({label.name.casefold() for label in now()}) == len(now())
