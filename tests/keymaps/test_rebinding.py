"""Other keys for a command: who had them, what would break, and how a file says it."""

from __future__ import annotations

import pytest

from keymaps import available, load
from keymaps.problems import lost
from keymaps.rebinding import (
    bindings,
    changed,
    command_of,
    kept,
    news,
    propose,
    reset,
    users,
    values,
    written,
)

DEFAULT = load("default")


@pytest.mark.parametrize("name", available())
def test_every_key_of_our_keymaps_can_be_written(name: str) -> None:
    keymap = load(name)
    assert set(bindings(keymap)) == set(keymap.bindings)
    for binding in bindings(keymap):
        assert command_of(binding)
        assert all(written(sequence) for sequence in keymap.bindings[binding])


def test_a_free_key_asks_nothing() -> None:
    proposal = propose(DEFAULT, "text.note", [("f9",)])
    assert proposal.changes == {"text.note": (("f9",),)}
    assert (proposal.questions, proposal.problem) == ((), "")
    assert changed(DEFAULT, proposal.changes).bindings["text.note"] == (("f9",),)


def test_a_key_that_another_command_has_is_taken_after_a_question() -> None:
    proposal = propose(DEFAULT, "text.note", [("r",), ("r",)])
    assert proposal.changes == {"text.note": (("r",),), "text.relabel": ()}
    assert proposal.questions == ("r asks for “Change label”, which would lose it",)
    assert proposal.problem == ""


def test_a_key_of_another_part_of_the_screen_is_told() -> None:
    proposal = propose(DEFAULT, "text.note", [("n",)])
    assert proposal.changes == {"text.note": (("n",),)}
    assert proposal.questions == ("n asks for text.note, so there not for reading.find_next",)


@pytest.mark.parametrize(
    ("binding", "keys", "says"),
    [
        ("text.note", [("s",)], "can never be reached"),
        ("dialog.accept", [("x",)], "could not be typed"),
        ("app.quit", [], "nothing works without it"),
        ("text.note", [("g", "escape")], "can never be reached"),
        ("text.note", [("no_such_key",)], "has no name"),
    ],
)
def test_what_would_break_the_keymap_is_refused(
    binding: str, keys: list[tuple[str, ...]], says: str
) -> None:
    assert says in propose(DEFAULT, binding, keys).problem


@pytest.mark.parametrize(("binding", "keys"), [("app.quit", []), ("app.redraw", [("ctrl+q",)])])
def test_what_would_leave_quit_without_a_key_says_what_to_do_first(
    binding: str, keys: list[tuple[str, ...]]
) -> None:
    assert propose(DEFAULT, binding, keys).problem == (
        "“Quit” would have no key, and nothing works without it; give it another first"
    )


def test_what_changes_the_library_is_doubted_on_the_end_of_an_arrow_key() -> None:
    (question,) = propose(DEFAULT, "text.note", [("D",)]).questions
    assert "a slow line can deliver" in question


def test_the_users_of_a_key_are_found() -> None:
    assert ("text.select_word", ("s", "w")) in users(DEFAULT, "s")
    assert list(users(DEFAULT, "f12")) == []


def test_changes_become_values_of_a_file() -> None:
    changes = {
        "text.note": (("ctrl+left",),),
        "selected.label_1": (("1",), ("g", "g")),
        "app.help": (),
    }
    assert values(changes) == {
        ("text", "note"): "Ctrl+Left",
        ("selected", "label_1"): ("1", "g g"),
        ("app", "help"): False,
    }


def test_a_keymap_has_no_news_against_itself() -> None:
    assert news(DEFAULT, DEFAULT) == []


STOLEN = propose(DEFAULT, "text.note", [("r",), ("G",), ("f9",)]).changes
LOST = lost({"lost": ["text.relabel r", "text.text_end G"]})


def test_what_others_lose_is_on_record() -> None:
    said = kept(DEFAULT, "text.note", STOLEN, frozenset())
    assert said["text", "relabel"] is False
    assert said["", "lost"] == ("text.relabel r", "text.text_end G")
    assert ("", "lost") not in kept(DEFAULT, "text.note", STOLEN, LOST)
    stolen = changed(DEFAULT, STOLEN)
    chosen = kept(stolen, "text.text_end", {"text.text_end": (("f8",),)}, LOST)
    assert chosen == {("text", "text_end"): "F8", ("", "lost"): ("text.relabel r",)}
    last = kept(stolen, "text.relabel", {"text.relabel": ()}, lost({"lost": ["text.relabel r"]}))
    assert last == {("text", "relabel"): False, ("", "lost"): None}


def test_a_reset_gives_back_what_was_taken() -> None:
    stolen = changed(DEFAULT, STOLEN)
    assert reset(stolen, DEFAULT, "text.note", LOST) == {
        ("text", "note"): None,
        ("", "lost"): None,
        ("text", "relabel"): None,
        ("text", "text_end"): None,
    }
    both = changed(stolen, {"text.text_end": (), "text.mark": (("ctrl+end",),)})
    assert reset(both, DEFAULT, "text.note", LOST)["text", "text_end"] == "G"


def test_a_reset_gives_nothing_back_that_was_given_up_on_purpose() -> None:
    rid = changed(DEFAULT, {"text.why": (), "text.text_end": (("ctrl+end",),)})
    proposal = propose(rid, "text.note", [("W",), ("G",), ("r",)])
    said = kept(rid, "text.note", proposal.changes, frozenset())
    assert said["", "lost"] == ("text.relabel r",)
    given = changed(rid, proposal.changes)
    back = reset(given, DEFAULT, "text.note", lost({"lost": ["text.relabel r"]}))
    assert set(back) == {("text", "note"), ("", "lost"), ("text", "relabel")}


def test_a_reset_leaves_what_was_given_other_keys_since() -> None:
    stolen = changed(DEFAULT, propose(DEFAULT, "text.note", [("r",)]).changes)
    since = changed(stolen, {"text.relabel": (("f9",),)})
    assert reset(since, DEFAULT, "text.note", frozenset()) == {("text", "note"): None}
    assert reset(since, DEFAULT, "text.note", lost({"lost": ["text.relabel r"]})) == {
        ("text", "note"): None,
        ("", "lost"): None,
    }


def test_a_key_of_a_mode_that_is_not_inherited_goes() -> None:
    mode = changed(DEFAULT, {"selected.note": (("f9",),)})
    assert reset(mode, DEFAULT, "selected.note", frozenset()) == {("selected", "note"): None}
