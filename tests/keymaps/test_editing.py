"""Single values change in the text of a TOML file, and nothing else does."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keymaps.editing import Value, edited

FILE = """# mine
name = "mine"   # a name # and more

[text]
# notes
note = "N" # "quoted"
grow = ["+", "="]

[list]
next = "j"
"""


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        ({("text", "note"): "g m"}, 'note = "N" # "quoted"', 'note = "g m" # "quoted"'),
        ({("text", "note"): None}, 'note = "N" # "quoted"\n', ""),
        ({("text", "grow"): False}, 'grow = ["+", "="]', "grow = false"),
        ({("", "name"): "other"}, '"mine"   # a', '"other"   # a'),
        ({("text", "mark"): ("v", '"')}, "[text]\n", '[text]\nmark = ["v", "\\""]\n'),
        ({("app", "keys"): "F2"}, 'next = "j"\n', 'next = "j"\n\n[app]\nkeys = "F2"\n'),
        ({("app", "keys"): None}, "", ""),
    ],
)
def test_one_line_changes(change: dict[tuple[str, str], Value], old: str, new: str) -> None:
    assert edited(FILE, change) == FILE.replace(old, new, 1)


def test_a_new_setting_stands_below_what_the_file_says_of_itself() -> None:
    assert edited(FILE, {("", "lost"): ("a", "b")}) == FILE.replace(
        "# mine\n", '# mine\nlost = ["a", "b"]\n', 1
    )


def test_an_empty_file_gets_its_first_values() -> None:
    text = edited("", {("", "name"): "mine", ("text", "note"): "N"})
    assert tomllib.loads(text) == {"name": "mine", "text": {"note": "N"}}


def test_a_file_written_in_other_ways_keeps_its_values() -> None:
    text = 'list.next = "j"\ntext = {note = "N", grow = "+"}\n'
    changed = edited(text, {("text", "note"): "M", ("list", "next"): None})
    assert tomllib.loads(changed) == {"list": {}, "text": {"note": "M", "grow": "+"}}


def test_what_is_no_toml_is_refused() -> None:
    with pytest.raises(ValueError, match="key"):
        edited("[", {("", "name"): "mine"})


NAMES = st.sampled_from(["note", "grow", "next", "name", "mark"])
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.just(value=False),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5),
    st.lists(st.sampled_from(["g g", '"', "\\", "#", "]"]), min_size=2, max_size=3).map(tuple),
)


@settings(deadline=None, max_examples=150)
@given(changes=st.dictionaries(st.tuples(st.sampled_from(["text", "list", "app"]), NAMES), VALUES))
def test_the_file_says_what_was_asked_for(changes: dict[tuple[str, str], Value]) -> None:
    document = tomllib.loads(edited(FILE, changes))
    before = tomllib.loads(FILE)
    for table in ("text", "list", "app"):
        for name in {*before.get(table, {}), *(key for _, key in changes)}:
            value = changes.get((table, name), before.get(table, {}).get(name))
            wanted = list(value) if isinstance(value, tuple) else value
            assert document.get(table, {}).get(name) == wanted
    assert document["name"] == "mine"
