"""Changes of the labels are taken back without a tag losing its label."""

from __future__ import annotations

import contextlib
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
from store.entities import own
from store.errors import LabelError, SaveFailed
from store.labelling import Labelling
from store.library import Library
from store.model import Entity, Label, Report, Span
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
    (tag,) = library.tags(report.id)
    library.tagging(report.id).untag(tag.id)
    assert library.labelling.undo() == "Ship"
    assert "Ship" not in named(library)
    assert library.labelling.undo() == ""


def test_what_somebody_else_changed_since_is_not_overwritten(library: Library) -> None:
    rename(library, "Person", "Human")
    bob = Library.open(library.folder, "bob")
    rename(bob, "Weapon", "Arms")
    with pytest.raises(LabelError, match="Somebody has changed the labels"):
        library.labelling.undo()
    assert {"Human", "Arms"} <= set(named(library))
    rename(bob, "Arms", "Weapon")
    library.labelling.undo()
    assert named(library)[0] == "Person", "it fits again, and was not given up"


def recolour(library: Library, name: str) -> None:
    label = replace(labels.find(library.labels(), name), colour="#123456")
    library.change_labels(lambda current: scheme.edited(current, name, label))


BEFORE_A_RENAME: dict[str, Callable[[Library], None]] = {
    "renamed": lambda library: rename(library, "Person", "Zed"),
    "recoloured": lambda library: recolour(library, "Person"),
    "moved": lambda library: library.change_labels(
        lambda current: scheme.moved(current, "Person", 1)
    ),
    "merged": lambda library: library.change_labels(
        lambda current: scheme.merged(current, "Vehicle", "Person")
    ),
}


@pytest.mark.parametrize("what", BEFORE_A_RENAME)
@pytest.mark.parametrize("tagged", [False, True])
def test_what_came_before_a_rename_is_undone_too(
    library: Library, report: Report, what: str, tagged: bool
) -> None:
    first = library.labels()
    BEFORE_A_RENAME[what](library)
    second = library.labels()
    old = next(one.name for one in second if one.name in ("Person", "Zed"))
    rename(library, old, "Zoo")
    third = library.labels()
    if tagged:
        library.tagging(report.id).tag(Span(0, 3), "Zoo")
    kept = ("Zoo",) if tagged else ()
    for state in (second, first):
        library.labelling.undo()
        person = next(one for one in state if one.name in ("Person", "Zed"))
        follows = replace(person, former=(*person.former, *kept))
        assert library.labels() == tuple(follows if one is person else one for one in state)
        assert [tag.label for tag in library.tags(report.id)] == [person.name] * tagged
    assert library.labelling.undo() == ""
    library.labelling.redo()
    assert {label.name for label in library.labels()} == {label.name for label in second}
    library.labelling.redo()
    assert library.labels() == third
    assert [tag.label for tag in library.tags(report.id)] == ["Zoo"] * tagged


def test_a_name_that_nothing_ever_bore_is_free_again(library: Library) -> None:
    rename(library, "Person", "Zoo")
    library.labelling.undo()
    library.change_labels(lambda current: scheme.added(current, Label("Zoo")))
    assert named(library)[-1] == "Zoo"


def bear_by_edit(library: Library, report: Report) -> None:
    library.tagging(report.id).tag(Span(0, 3), "Zoo")
    library.tagging(report.id).undo()


def bear_by_verdict(library: Library, report: Report) -> None:
    library.tagging(report.id).reject([Entity(Span(0, 3), "Zoo", "rule")])


def bear_by_term(library: Library, _: Report) -> None:
    (folder := own.library_folder(library.folder)).mkdir()
    own.add_term(folder, "Jalut", "Zoo")


def bear_by_switch(library: Library, _: Report) -> None:
    (folder := own.library_folder(library.folder)).mkdir()
    own.switch(folder, "Zoo", False)


def bear_by_pattern(library: Library, _: Report) -> None:
    (folder := own.library_folder(library.folder)).mkdir()
    (folder / "mine.toml").write_text('[[rule]]\nlabel = "Zoo"\n', encoding="utf-8")


def bear_by_damage(library: Library, _: Report) -> None:
    (library.folder / "reports" / "0.json").write_text('{"Zoo"', encoding="utf-8")


def bear_escaped(library: Library, _: Report) -> None:
    content = '{"tags": {"1": {"label": "\\u005aoo"}}}'
    (library.folder / "reports" / "0.json").write_text(content, encoding="utf-8")


@pytest.mark.parametrize(
    "bear",
    [
        bear_by_edit,
        bear_by_verdict,
        bear_by_term,
        bear_by_switch,
        bear_by_pattern,
        bear_by_damage,
        bear_escaped,
    ],
)
def test_a_name_is_kept_for_whatever_bears_it(
    library: Library, report: Report, bear: Callable[[Library, Report], None]
) -> None:
    rename(library, "Person", "Zoo")
    bear(library, report)
    library.labelling.undo()
    assert labels.find(library.labels(), "Zoo").name == "Person"


def test_words_of_a_report_are_no_label_of_it(
    library: Library, report_of: Callable[..., Report]
) -> None:
    library.add(made := report_of("Zoo", title="Zoo"))
    library.tagging(made.id).tag(Span(0, 3), "Weapon", note="Zoo")
    rename(library, "Person", "Zoo")
    library.labelling.undo()
    assert labels.find(library.labels(), "Person").former == ()


def test_a_removed_label_does_not_take_over_what_another_was_tagged_with(
    library: Library, report: Report
) -> None:
    library.change_labels(lambda current: scheme.removed(current, "Vehicle"))
    rename(library, "Person", "Vehicle")
    library.tagging(report.id).tag(Span(0, 3), "Vehicle")
    library.labelling.undo()
    with pytest.raises(LabelError, match="Vehicle cannot come back: tags of Person"):
        library.labelling.undo()
    assert [tag.label for tag in library.tags(report.id)] == ["Person"]


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


def file_of_labels(folder: Path, *labels: Label) -> tuple[Database, Callable[[], scheme.Scheme]]:
    """Make a file of labels anew; return it, and what reads its labels."""
    database = Database(folder / "labels.json", folder / ".lock")
    database.create({"labels": [label_row(label) for label in labels]})

    def now() -> scheme.Scheme:
        with database.reading() as tables:
            return tuple(label_of(row) for row in tables.rows("labels"))

    return database, now


DEEDS = STEPS | st.tuples(st.sampled_from(["undo", "redo", "tag"]), st.just(""), st.just(""))


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(DEEDS, max_size=20))
def test_whatever_is_undone_a_tag_finds_its_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deeds: list[tuple[str, str, str]]
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    database, now = file_of_labels(tmp_path, Label("A"), Label("B"))
    tagged: list[str] = []

    def counts() -> Counter[str]:
        names = scheme.current_names(now())
        return Counter(names.get(name, name) for name in tagged)

    labelling = Labelling(database, counts, tagged.__contains__)
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


@settings(
    deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEPS, max_size=12))
def test_as_many_undos_as_changes_bring_the_first_scheme_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: list[tuple[str, str, str]]
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: None)
    database, now = file_of_labels(tmp_path, Label("A"), Label("B", parent="A"))
    labelling = Labelling(database, Counter, {"C"}.__contains__)
    states = [now()]
    for what, one, other in steps:
        with contextlib.suppress(LabelError):
            labelling.change(partial(step, what=what, one=one, other=other))
            states += [now()] if now() != states[-1] else []
    for state in reversed(states[:-1]):
        try:
            assert labelling.undo()
        except LabelError as error:
            assert "C cannot come back" in error.message  # noqa: PT017
            return
        assert without_c(now()) == without_c(state)
    assert labelling.undo() == ""
    for state in states[1:]:
        assert labelling.redo()
        assert without_c(now()) == without_c(state)
    assert labelling.redo() == ""


def without_c(labels: scheme.Scheme) -> scheme.Scheme:
    """Return a scheme without the one former name that the undo of a rename may have added."""
    return tuple(
        replace(label, former=tuple(name for name in label.former if name != "C"))
        for label in labels
    )
