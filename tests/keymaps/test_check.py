from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keymaps.check import Conflict, Severity, conflicts
from keymaps.commands import COMMANDS, ESSENTIAL, SCOPES, commands_of
from keymaps.keymap import Keymap
from keymaps.keys import KeySequence, parse
from keymaps.loader import available, load


def changed(**spellings: str | None) -> Keymap:
    """Return the default keymap with these bindings; `text__note` stands for `text.note`."""
    given = {
        id_.replace("__", "."): (parse(keys),) if keys else () for id_, keys in spellings.items()
    }
    return Keymap("changed", MappingProxyType({**load("default").bindings, **given}))


@pytest.mark.parametrize("name", available())
def test_shipped_keymaps_have_no_conflict(name: str) -> None:
    assert conflicts(load(name)) == ()


E, W = Severity.ERROR, Severity.WARNING


@pytest.mark.parametrize(
    ("bindings", "severity", "commands", "says"),
    [
        ({"text__note": "d"}, E, {"text.note", "text.delete_tag"}, "d asks for"),
        ({"text__note": "ctrl+i"}, E, {"text.note", "text.next_entity"}, "Tab asks for"),
        ({"text__note": "g n"}, E, {"text.note", "text.text_start"}, "g of text.text_start"),
        ({"text__note": "p n"}, E, {"text.note", "reading.toggle_panel"}, "never be reached"),
        ({"reading__find": "g f"}, E, {"reading.find", "list.first"}, "never be reached"),
        ({"dialog__next": "n"}, E, {"dialog.next"}, "could not be typed"),
        ({"dialog__next": "space n"}, E, {"dialog.next"}, "could not be typed"),
        ({"app__quit": None}, E, {"app.quit"}, "no key"),
        ({"app__palette": None}, E, {"app.palette"}, "no key"),
        ({"dialog__cancel": None}, E, {"dialog.cancel"}, "no key"),
        ({"text__note": "x ctrl+g"}, E, {"text.note"}, "cancel"),
        ({"text__note": "ctrl+q"}, W, {"text.note", "app.quit"}, "so there not"),
        ({"library__sort": "j"}, W, {"library.sort", "list.next"}, "so there not"),
        ({"text__note": "A"}, W, {"text.note"}, "slow line"),
        ({"panel__note": "["}, W, {"panel.note"}, "slow line"),
        ({"text__note": "ctrl+shift+n"}, W, {"text.note"}, "do not send Ctrl+Shift+N"),
        ({"text__note": "alt+["}, W, {"text.note"}, "cannot tell Alt+[ of text.note from"),
        ({"text__note": "Option+]"}, W, {"text.note"}, "cannot tell Alt+]"),
        ({"text__note": "shift+alt+O"}, W, {"text.note"}, "cannot tell Alt+Shift+O"),
        ({"panel__note": "s Alt+Shift+p"}, W, {"panel.note"}, "cannot tell Alt+Shift+P"),
        (
            {"selected__why": "o"},
            W,
            {"selected.why", "text.swap_ends"},
            "o asks for selected.why while something is selected, so not for text.swap_ends",
        ),
        (
            {"moving__move_edges": "o"},
            W,
            {"moving.move_edges", "text.swap_ends"},
            "while the edges of a tag are moved, so not for",
        ),
        ({"selecting__mark": "w"}, W, {"selecting.mark", "text.word_right"}, "while selecting"),
        ({"selecting__mark": "c"}, W, {"selecting.mark", "reading.mark_done"}, "while selecting"),
        ({"selecting__mark": "s"}, W, {"selecting.mark", "text.tag_motion"}, "not for s m of"),
        ({"selecting__mark": "c c"}, W, {"selecting.mark", "reading.mark_done"}, "c c asks"),
        ({"text__note": "y"}, W, {"selected.copy", "text.note"}, "y asks for selected.copy"),
    ],
)
def test_each_kind_of_conflict_is_found(
    bindings: dict[str, str | None], severity: Severity, commands: set[str], says: str
) -> None:
    (conflict,) = one_by_commands(conflicts(changed(**bindings)), commands)
    assert conflict.severity is severity
    assert says in conflict.message


def one_by_commands(found: tuple[Conflict, ...], commands: set[str]) -> list[Conflict]:
    return [conflict for conflict in found if set(conflict.commands) == commands]


@pytest.mark.parametrize(
    "bindings",
    [
        {"text__note": "B n"},
        {"library__sort_reverse": "A"},
        {"text__note": "B A"},
        {"text__note": "A x"},
        {"dialog__next": "ctrl+x n"},
        {"text__note": "alt+n"},
        {"text__note": "alt+shift+n"},
        {"text__note": "alt+o"},
        {"selecting__note": "m"},
        {"selecting__note": "V"},
        {"panel__note": "o"},
        {"text__note": None},
    ],
)
def test_what_is_no_conflict_is_not_reported(bindings: dict[str, str | None]) -> None:
    assert conflicts(changed(**bindings)) == ()


def test_each_conflict_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        '[text]\nnote = "ctrl+i"\n# no\ngrow = "g g"\n[selected]\n\nnote = "d"\n'
        'delete_tag = "d"\n[library]\nsort = "j"\n',
        encoding="utf-8",
    )
    found = conflicts(load(file))
    assert all(one.place and one.place.file == str(file) for one in found)
    assert [(one.place.line, one.severity, one.commands) for one in found if one.place] == [
        (2, E, ("text.next_entity", "text.note")),
        (7, E, ("selected.note", "selected.delete_tag")),
        (4, E, ("text.text_start", "text.grow")),
        (10, W, ("library.sort", "list.next")),
        (7, W, ("selected.note", "text.delete_tag")),
        (2, W, ("text.note",)),
    ]
    assert str(found[0]).startswith(f"{file}, line 2: error: Tab asks for")
    assert "terminals send Ctrl+I as Tab" in found[-1].message


def test_what_a_mode_takes_of_an_inherited_keymap_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('inherits = "vim"\n[selected]\nwhy = "o"\n[moving]\nmove_edges = "o"\n')
    found = conflicts(load(file))
    assert [(one.place.line, one.commands) for one in found if one.place] == [
        (3, ("selected.why", "text.swap_ends")),
        (5, ("moving.move_edges", "selected.why")),
        (5, ("moving.move_edges", "text.swap_ends")),
    ]


def test_a_capital_after_alt_is_asked_about(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('[text]\nnote = ["alt+O", "Alt+O", "alt+p", "ctrl+P"]\n')
    (remark,) = (one for one in conflicts(load(file)) if "Shift" in one.message)
    assert str(remark).endswith(
        "line 2: warning: text.note: "
        "alt+O is read as alt+o, without Shift; write that, or alt+shift+o"
    )


def test_errors_come_first_and_each_once() -> None:
    found = conflicts(changed(library__sort="j", text__note="d", app__redraw="p x"))
    assert len(set(found)) == len(found)
    severities = [conflict.severity for conflict in found]
    assert severities == sorted(severities, key=lambda severity: severity is W)
    assert {E, W} == set(severities)


keys = st.sampled_from(["g", "g g", "g g g", "x", "ctrl+i", "tab", "A", "?", "escape", "ctrl+1"])
sequences = st.lists(st.builds(parse, keys), max_size=3).map(tuple)
ids = st.sampled_from([command.id for command in COMMANDS])


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(ids | st.text(max_size=5), sequences | st.just(((),))))
def test_any_keymap_is_checked(bindings: dict[str, tuple[KeySequence, ...]]) -> None:
    found = conflicts(Keymap("random", bindings))
    unbound = {id_ for id_ in ESSENTIAL if not any(bindings.get(id_, ()))}
    missing = {one.commands[0] for one in found if one.severity is E and not one.sequence}
    assert unbound == missing


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(ids, sequences),
    st.sampled_from(SCOPES).flatmap(
        lambda scope: st.lists(
            st.sampled_from([command.id for command in commands_of(scope.name)]),
            min_size=2,
            max_size=2,
            unique=True,
        )
    ),
    st.builds(parse, keys),
)
def test_a_planted_duplicate_is_found(
    bindings: dict[str, tuple[KeySequence, ...]], pair: list[str], planted: KeySequence
) -> None:
    for id_ in pair:
        bindings[id_] = (*bindings.get(id_, ()), planted)
    found = conflicts(Keymap("random", bindings))
    assert any(
        one.severity is E and one.sequence == planted and set(pair) <= set(one.commands)
        for one in found
    )
