from __future__ import annotations

import pytest

from keymaps.commands import (
    CHAINS,
    COMMANDS,
    ESSENTIAL,
    LABEL_KEYS,
    MODES,
    MOTIONS,
    OBJECTS,
    OPERANDS,
    OPERATORS,
    REPEATING,
    SCOPES,
    SELECTING,
    SHADOWS,
    STEPPING,
    command,
    commands_of,
)
from keymaps.kinds import Command


def test_ids_are_unique_and_found_again() -> None:
    assert len({one.id for one in COMMANDS}) == len(COMMANDS)
    assert all(command(one.id) is one for one in COMMANDS)


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(KeyError):
        command("text.fly")


def test_the_scopes_hold_all_commands_in_order() -> None:
    assert [one for scope in SCOPES for one in commands_of(scope.name)] == list(COMMANDS)


def test_chains_name_every_scope_and_no_other() -> None:
    known = {scope.name for scope in (*SCOPES, *MODES)}
    assert {scope for chain in CHAINS for scope in chain} == known


def test_modes_have_the_commands_of_the_text() -> None:
    assert all(commands_of(mode.name) == commands_of("text") for mode in MODES)


def test_what_the_catalogue_refers_to_exists() -> None:
    for id_ in (*ESSENTIAL, *REPEATING, *OPERATORS, *OPERANDS):
        assert command(id_)
    for table, _, name in (id_.partition(".") for pair in SHADOWS for id_ in pair):
        assert name in [one.name for one in commands_of(table)]


@pytest.mark.parametrize("one", COMMANDS, ids=lambda one: one.id)
def test_texts_fit_where_they_are_shown(one: Command) -> None:
    assert 0 < len(one.title) <= 30
    assert not one.title.endswith(".")
    assert one.help.endswith(".")
    assert len(one.help) <= 56, "it would be cut in the help at 80 columns"
    assert len(one.footer) <= 8
    # They are put into Markdown tables and on screens.
    assert not set("|[]`") & set(one.title + one.help + one.footer)


def test_nothing_that_changes_anything_is_repeated_but_steps_back_and_forward() -> None:
    assert not [id_ for id_ in REPEATING if command(id_).changes]
    assert {command(id_).name for id_ in STEPPING} == {"undo", "redo"}
    steps = [one.id for one in COMMANDS if one.name in ("undo", "redo")]
    assert sorted(steps) == sorted(STEPPING)


def test_motions_that_shift_is_sent_with_have_a_selecting_twin() -> None:
    alone = {"sentence_left", "sentence_right", "half_page_up", "half_page_down"}
    alone |= {"word_end", "word_end_left"}
    assert set(MOTIONS) - set(SELECTING) == alone
    assert not set(OBJECTS) & {f"select_{name}" for name in SELECTING}
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
