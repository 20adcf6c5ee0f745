"""Schemes change without losing a label, a name that was used, or the way from one to the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from store import labels, scheme
from store.errors import LabelError
from store.model import Label

PERSON = Label("Person", key="p", digit="1", colour="#8a3b12", description="A named person")
FIGHTER = Label("Fighter", key="f", parent="Person")
PLACE = Label("Place", key="l", digit="3")
SCHEME = (PERSON, FIGHTER, PLACE)


def names(labels: scheme.Scheme) -> list[str]:
    return [label.name for label in labels]


def test_a_renamed_label_is_found_by_both_names() -> None:
    changed = scheme.edited(SCHEME, "person", replace(PERSON, name="Human"))
    assert names(changed) == ["Human", "Fighter", "Place"]
    assert labels.find(changed, "Person") is labels.find(changed, "Human")
    assert scheme.current_names(changed) == {"Person": "Human"}
    assert changed[1].parent == "Human"


def test_a_label_that_gets_its_old_name_back_has_no_former_one() -> None:
    there = scheme.edited(SCHEME, "Place", replace(PLACE, name="Location"))
    back = scheme.edited(there, "Location", replace(there[2], name="Place"))
    assert scheme.current_names(back) == {"Location": "Place"}
    assert labels.find(back, "Location").name == "Place"


def test_no_other_label_may_take_a_former_name() -> None:
    changed = scheme.edited(SCHEME, "Person", replace(PERSON, name="Human", key="", digit=""))
    with pytest.raises(LabelError, match="Person was the name of Human"):
        scheme.added(changed, Label("Person"))


def test_a_merged_label_hands_its_names_and_kinds_over() -> None:
    once = scheme.edited(SCHEME, "Person", replace(PERSON, name="Human"))
    changed = scheme.merged(once, "Human", "Place")
    assert names(changed) == ["Fighter", "Place"]
    assert scheme.current_names(changed) == {"Human": "Place", "Person": "Place"}
    assert changed[0].parent == "Place"


def test_a_label_may_be_merged_into_its_own_kind() -> None:
    changed = scheme.merged(SCHEME, "Person", "Fighter")
    assert names(changed) == ["Fighter", "Place"]
    assert changed[0].parent == ""


def test_a_removed_label_moves_its_kinds_up() -> None:
    deep = scheme.added(SCHEME, Label("Sniper", parent="Fighter"))
    assert [scheme.depth(deep, label) for label in deep] == [0, 1, 0, 2]
    changed = scheme.removed(deep, "Fighter")
    assert labels.find(changed, "Sniper").parent == "Person"
    with pytest.raises(LabelError, match="last label"):
        scheme.removed((PERSON,), "Person")


def test_a_label_moves_as_far_as_the_ends() -> None:
    flat = (*SCHEME[::2], Label("Other"))
    assert names(scheme.moved(flat, "Place", -9)) == ["Place", "Person", "Other"]
    assert names(scheme.moved(flat, "Person", 9)) == ["Place", "Other", "Person"]
    assert scheme.moved(flat, "Person", -1) == flat


def test_a_label_moves_among_those_beside_it_with_what_is_below() -> None:
    deep = (*SCHEME, Label("Sniper", parent="Fighter"), Label("Guest", parent="Person"))

    def read(current: scheme.Scheme) -> list[str]:
        return names(scheme.nested(current))

    assert read(deep) == ["Person", "Fighter", "Sniper", "Guest", "Place"]
    assert read(scheme.moved(deep, "Person", 1)) == [
        "Place", "Person", "Fighter", "Sniper", "Guest",
    ]  # fmt: skip
    assert read(scheme.moved(deep, "Guest", -1)) == [
        "Person", "Guest", "Fighter", "Sniper", "Place",
    ]  # fmt: skip
    for name in ("Sniper", "Fighter"):
        assert scheme.moved(deep, name, -1) == deep


def test_no_label_is_lost_where_they_stand_in_a_circle_or_below_none() -> None:
    circle = (Label("A", parent="B"), Label("B", parent="A"), Label("C", parent="gone"), Label("D"))
    assert names(scheme.nested(circle)) == ["C", "D", "A", "B"]


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        (Label(""), "needs a name"),
        (Label(" x"), "needs a name"),
        (Label("x" * 61), "needs a name"),
        (Label("a\x1b[2J"), "control"),
        (Label("a\u202eb"), "control"),
        (Label("a\ud800"), "control"),
        (Label("PERSON"), "There is a label Person already"),
        (Label("New", key="p"), "letter p belongs to Person"),
        (Label("New", digit="3"), "digit 3 belongs to Place"),
        (Label("New", key="ab"), "no letter"),
        (Label("New", key="9"), "no letter"),
        (Label("New", digit="12"), "no digit"),
        (Label("New", parent="Nobody"), "no label Nobody"),
        (Label("New", parent="new"), "New cannot be a kind of itself; name another label"),
        (Label("New", colour="red"), "#rrggbb"),
    ],
)
def test_what_cannot_be_a_label_is_refused(label: Label, reason: str) -> None:
    with pytest.raises(LabelError, match=reason):
        scheme.added(SCHEME, label)
    with pytest.raises(LabelError):
        scheme.edited((*SCHEME, Label("Old")), "Old", label)


def test_no_label_stands_below_itself() -> None:
    with pytest.raises(LabelError, match="Fighter is below Person"):
        scheme.edited(SCHEME, "Person", replace(PERSON, parent="Fighter"))
    for name in ("Person", "Human"):
        with pytest.raises(LabelError, match="Person cannot be a kind of itself"):
            scheme.edited(SCHEME, "Person", replace(PERSON, name=name, parent="Person"))
    circle = (replace(PERSON, parent="Fighter"), FIGHTER)
    assert [scheme.depth(circle, label) for label in circle] == [2, 2]


def test_a_scheme_survives_its_file(tmp_path: Path) -> None:
    changed = scheme.edited(SCHEME, "Person", replace(PERSON, name='حزب "x" [/]'))
    (path := tmp_path / "labels.toml").write_text(labels.dumps(changed), encoding="utf-8")
    assert labels.load(path) == changed
    path.write_text(labels.dumps(labels.load()), encoding="utf-8")
    assert labels.load(path) == labels.load()


NAMES = st.sampled_from(["A", "B", "C", "D", "E"])
STEPS = st.one_of(
    st.tuples(st.just("add"), NAMES, NAMES),
    st.tuples(st.just("rename"), NAMES, NAMES),
    st.tuples(st.just("nest"), NAMES, NAMES),
    st.tuples(st.just("merge"), NAMES, NAMES),
    st.tuples(st.just("remove"), NAMES, NAMES),
)


def step(current: scheme.Scheme, what: str, one: str, other: str) -> scheme.Scheme:
    match what:
        case "add":
            return scheme.added(current, Label(one))
        case "rename":
            return scheme.edited(current, one, replace(labels.find(current, one), name=other))
        case "nest":
            return scheme.edited(current, one, replace(labels.find(current, one), parent=other))
        case "merge":
            return scheme.merged(current, one, other)
        case _:
            return scheme.removed(current, one)


@settings(deadline=None, max_examples=200)
@given(st.lists(STEPS, max_size=25))
def test_whatever_is_done_a_tag_finds_its_label(steps: list[tuple[str, str, str]]) -> None:
    current: scheme.Scheme = (Label("A"), Label("B"))
    used = {"A", "B"}
    for what, one, other in steps:
        try:
            current = step(current, what, one, other)
        except LabelError:
            continue
        used |= {label.name for label in current}
        if what == "remove":
            used = {name for name in used if _has(current, name)}
        assert len({label.name.casefold() for label in current}) == len(current) > 0
        assert all(label.parent in {"", *names(current)} for label in current)
        assert all(scheme.depth(current, label) < len(current) for label in current)
        assert set(scheme.current_names(current).values()) <= set(names(current))
    assert all(_has(current, name) for name in used)


def _has(current: scheme.Scheme, name: str) -> bool:
    known = {*names(current), *scheme.current_names(current)}
    return name in known


def test_every_label_of_the_default_scheme_can_be_edited() -> None:
    default = labels.load()
    for label in default:
        assert scheme.edited(default, label.name, replace(label, description="Other"))


def test_the_next_colour_is_one_that_no_label_has() -> None:
    palette = ("#000001", "#000002", "#000003")
    first, second = Label("A", colour="#000001"), Label("B", colour="#000002")
    assert scheme.next_colour((), palette) == "#000001"
    assert scheme.next_colour((first,), palette) == "#000002"
    assert scheme.next_colour((first, second), palette, "#000001") == "#000003"
    full = (first, second, Label("C", colour="#000003"))
    assert scheme.next_colour(full, palette, "#000003") == "#000001"
    assert scheme.next_colour(full, palette, "#abcdef") == "#000001"
    assert scheme.next_colour((*full, first), palette) == "#000002"
    capitals = (Label("A", colour="#0000A1"), Label("B", colour="#0000b1"))
    assert scheme.next_colour(capitals, ("#0000a1", "#0000b1", "#0000c1")) == "#0000c1"
