"""A scheme goes to a file and back; taking one over loses nothing that tags bear."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store import labels, scheme
from store.errors import ExportError
from store.model import Label
from store.scheme_files import imported, write

PERSON = Label("Person", key="p", digit="1", colour="#8a3b12", description="A named person")
FIGHTER = Label("Fighter", key="f", parent="Person")
PLACE = Label("Place", key="l", digit="3", former=("Spot",))
SCHEME = (PERSON, FIGHTER, PLACE)


def test_a_file_holds_the_whole_scheme(tmp_path: Path) -> None:
    path = tmp_path / "labels.toml"
    write(path, SCHEME)
    assert labels.load(path) == SCHEME
    assert imported(SCHEME, labels.load(path)) == imported(SCHEME, ())
    with pytest.raises(ExportError, match="exists already"):
        write(path, SCHEME)
    write(path, (PERSON,), overwrite=True)
    assert labels.load(path) == (PERSON,)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="There is no folder"):
        write(tmp_path / "none" / "labels.toml", SCHEME)
    (tmp_path / "labels.toml").mkdir()
    with pytest.raises(ExportError, match=r"labels\.toml"):
        write(tmp_path / "labels.toml", SCHEME, overwrite=True)


def test_new_labels_follow_and_known_ones_change() -> None:
    person = replace(PERSON, description="Anyone")
    became = imported(SCHEME, (Label("Ship", key="s", parent="place"), person))
    assert [label.name for label in became.scheme] == ["Person", "Fighter", "Place", "Ship"]
    assert became.scheme[0] == person
    assert became.scheme[3].parent == "Place"
    assert became.changes == ("Ship is new", "Person is changed", "Ship is below Place")
    assert became.clashes == ()


def test_a_label_that_was_renamed_there_is_renamed_here() -> None:
    became = imported(SCHEME, (Label("Human", key="p", digit="1", former=("Person",)),))
    assert scheme.current_names(became.scheme) == {"Person": "Human", "Spot": "Place"}
    assert became.scheme[1].parent == "Human"
    assert became.changes == ("Human is changed (was Person)",)


def test_what_others_have_is_told_and_left_with_them() -> None:
    others = (
        Label("Ship", key="p", digit="3"),
        Label("Spot", key="x"),
        Label("Fighter", key="l", parent="Nobody"),
        Label("Ship", key="y"),
        Label("Bad name\n"),
    )
    became = imported(SCHEME, others)
    assert became.scheme == (*SCHEME, Label("Ship"))
    said = " / ".join(became.clashes)
    assert "Ship: the letter p belongs to Person / Ship: the digit 3 belongs to Place" in said
    assert "Spot is left out: Spot was the name of Place" in said
    assert "Fighter: the letter l belongs to Place" in said
    assert "Ship is there twice" in said
    assert "Bad name\n is left out" in said
    assert "Fighter is not below Nobody" in said


def test_a_circle_is_refused() -> None:
    became = imported(SCHEME, (replace(PERSON, parent="Fighter"),))
    assert became.scheme == SCHEME
    assert "Person is not below Fighter" in became.clashes[0]


NAMES = st.sampled_from(["Person", "Place", "Spot", "Ship", "fighter", "Human", "X"])
LABELS = st.builds(
    Label,
    NAMES,
    key=st.sampled_from(["", "p", "l", "s", "1"]),
    digit=st.sampled_from(["", "1", "3", "0"]),
    colour=st.sampled_from(["", "#123456", "red"]),
    parent=st.sampled_from(["", "Person", "Fighter", "Ship"]),
    former=st.lists(NAMES, max_size=2).map(tuple),
)


@settings(deadline=None, max_examples=150)
@given(others=st.lists(LABELS, max_size=5))
def test_no_import_loses_a_name_that_tags_bear(others: list[Label]) -> None:
    became = imported(SCHEME, others)
    for name in ("Person", "Fighter", "Place", "Spot"):
        assert labels.find(became.scheme, name)
    names = [{name.casefold() for name in (one.name, *one.former)} for one in became.scheme]
    assert len(set.union(*names)) == sum(map(len, names))
    for label in became.scheme:
        assert scheme.edited(became.scheme, label.name, label)
