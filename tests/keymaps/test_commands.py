from __future__ import annotations

import pytest

from keymaps.commands import (
    CHAINS,
    COMMANDS,
    ESSENTIAL,
    LABEL_KEYS,
    MOTIONS,
    SCOPES,
    SELECTING,
    SHADOWS,
    Command,
    command,
    commands_of,
)


def test_ids_are_unique_and_found_again() -> None:
    assert len({one.id for one in COMMANDS}) == len(COMMANDS)
    assert all(command(one.id) is one for one in COMMANDS)


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(KeyError):
        command("text.fly")


def test_the_scopes_hold_all_commands_in_order() -> None:
    assert [one for scope in SCOPES for one in commands_of(scope.name)] == list(COMMANDS)


def test_chains_name_every_scope_and_no_other() -> None:
    assert {scope for chain in CHAINS for scope in chain} == {scope.name for scope in SCOPES}


def test_what_the_catalogue_refers_to_exists() -> None:
    for id_ in (*ESSENTIAL, *(id_ for pair in SHADOWS for id_ in pair)):
        assert command(id_)


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.id)
def test_texts_fit_where_they_are_shown(one: Command) -> None:
    assert 0 < len(one.title) <= 30
    assert not one.title.endswith(".")
    assert one.help.endswith(".")
    assert len(one.help) <= 80
    assert len(one.footer) <= 8
    # They are put into Markdown tables and on screens.
    assert not set("|[]`") & set(one.title + one.help + one.footer)


def test_every_motion_but_the_sentence_has_a_selecting_twin() -> None:
    assert set(MOTIONS) - set(SELECTING) == {"sentence_left", "sentence_right"}
    assert all(command(f"text.{name}") for name in MOTIONS)
    assert all(command(f"text.select_{name}") for name in SELECTING)


def test_there_is_a_label_command_a_digit() -> None:
    labels = [command(f"text.label_{number}") for number in range(1, LABEL_KEYS + 1)]
    assert all(one.changes for one in labels)


@pytest.mark.parametrize(
    "id_", ["text.delete_tag", "panel.delete_tag", "reading.undo", "library.mark_done"]
)
def test_what_alters_the_library_is_marked(id_: str) -> None:
    assert command(id_).changes
