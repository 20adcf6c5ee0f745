"""The label scheme."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store import labels
from store.errors import LabelError

DEFENCE = [
    *("Person", "Organisation", "Location", "Nationality", "Temporal", "Quantity", "Money"),
    *("Weapon", "MilitaryPlatform", "Vehicle", "DocumentReference", "CommsIdentifier"),
    *("Coordinate", "Frequency", "Url"),
]


def test_the_default_scheme_is_that_of_the_design() -> None:
    assert sorted(label.name for label in labels.load()) == sorted(DEFENCE)


def test_names_keys_and_digits_are_told_apart() -> None:
    scheme = labels.load()
    for field in ("name", "key", "digit"):
        values = [getattr(label, field) for label in scheme if getattr(label, field)]
        assert len(values) == len(set(values)), field


def test_every_label_has_a_colour_and_a_description() -> None:
    for label in labels.load():
        assert re.fullmatch("#[0-9a-f]{6}", label.colour)
        assert label.description


@pytest.mark.parametrize("name", ["Person", "person", "PERSON"])
def test_a_label_is_found_in_any_case(name: str) -> None:
    assert labels.find(labels.load(), name).name == "Person"


def test_a_near_miss_names_the_nearest() -> None:
    with pytest.raises(LabelError, match="Persn; did you mean Person"):
        labels.find(labels.load(), "Persn")


@pytest.mark.parametrize("name", ["", "zzzz", "\ud800\x1b"])
def test_a_stranger_gets_the_whole_list(name: str) -> None:
    with pytest.raises(LabelError, match="there are Person, Organisation"):
        labels.find(labels.load(), name)


def test_keys_and_digits_find_their_label() -> None:
    scheme = labels.load()
    for label in scheme:
        if label.digit:
            assert labels.by_digit(scheme, label.digit) is label
        if label.key:
            assert labels.by_key(scheme, label.key) is label
    assert labels.by_digit(scheme, "") is labels.by_key(scheme, "") is None
    assert labels.by_digit(scheme, "x") is labels.by_key(scheme, "\x1b") is None


@pytest.mark.parametrize(
    "content",
    [
        "",
        "label = 3",
        "[[label]]\ncolour = '#123456'",
        "[[label]]\nname='A'\nx=1",
        "[",
        "[[label]]\nname=''",
        "[[label]]\nname='A'\ncolour='red'",
        "[[label]]\nname='A'\nkey=1",
    ],
)
def test_a_file_that_is_no_scheme_is_named(content: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(content)
    with pytest.raises(LabelError, match=r"mine\.toml"):
        labels.load(path)
    with pytest.raises(LabelError, match=r"none\.toml"):
        labels.load(tmp_path / "none.toml")
