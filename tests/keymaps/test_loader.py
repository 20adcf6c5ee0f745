from __future__ import annotations

import json
import os
import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import keymaps
from keymaps.commands import COMMANDS, MODES, SCOPES
from keymaps.keymap import KeymapError
from keymaps.keys import parse
from keymaps.loader import available, examined, inherited_by, load
from keymaps.problems import Place, Problem

IDS = {command.id for command in COMMANDS}
SHIPPED = Path(keymaps.__file__).parent


@pytest.fixture
def write(tmp_path: Path) -> Path:
    return tmp_path / "mine.toml"


def problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(KeymapError) as caught:
        load(path)
    return caught.value.problems


def test_default_is_shipped() -> None:
    assert "default" in available()
    assert load("default").name == "default"


@pytest.mark.parametrize("name", ["default", "vim", "emacs"])
def test_a_shipped_file_names_every_command(name: str) -> None:
    document = tomllib.loads((SHIPPED / f"{name}.toml").read_text(encoding="utf-8"))
    tables = {name: table for name, table in document.items() if isinstance(table, dict)}
    modes = [mode.name for mode in MODES]
    assert set(tables) == {scope.name for scope in (*SCOPES, *MODES)}
    assert [name for name in tables if name not in modes] == [scope.name for scope in SCOPES]
    named = {f"{scope}.{name}" for scope, table in tables.items() for name in table}
    assert {id_ for id_ in named if id_.partition(".")[0] not in modes} == IDS
    assert document["inherits"] is False


@pytest.mark.parametrize("name", available())
def test_shipped_keymaps_are_complete(name: str) -> None:
    assert set(load(name).bindings) >= IDS


def test_a_file_says_only_what_differs(write: Path) -> None:
    write.write_text('[text]\nnote = "N"\ntext_start = ["g g", "ctrl+home"]\nrelabel = false\n')
    keymap, default = load(write), load("default")
    assert keymap.name == "mine"
    changed = {id_ for id_ in default.bindings if keymap.bindings[id_] != default.bindings[id_]}
    assert changed == {"text.note", "text.text_start", "text.relabel"}
    assert keymap.bindings["text.text_start"] == (("g", "g"), ("ctrl+home",))
    assert keymap.bindings["text.relabel"] == ()


def test_a_file_may_start_from_nothing(write: Path) -> None:
    write.write_text('name = "bare"\ninherits = false\n[app]\nquit = "q"\n')
    keymap = load(write)
    assert keymap.name == "bare"
    assert {id_ for id_, sequences in keymap.bindings.items() if sequences} == {"app.quit"}
    assert set(keymap.bindings) == IDS


def test_a_file_inherits_from_the_file_beside_it(write: Path) -> None:
    write.with_name("base.toml").write_text('[text]\nnote = "N"\n')
    write.write_text('inherits = "./base.toml"\n')
    assert load(str(write)).bindings["text.note"] == (("N",),)


def test_what_else_a_file_says_is_inherited(write: Path) -> None:
    write.write_text('inherits = "vim"\nlangmap = ["russian"]\n')
    keymap = load(write)
    assert keymap.counts
    assert keymap.langmap["ф"] == "a"
    write.with_name("heir.toml").write_text('inherits = "mine.toml"\ncounts = false\n')
    heir = load(write.with_name("heir.toml"))
    assert not heir.counts
    assert heir.langmap == keymap.langmap


def test_a_mode_has_keys_of_its_own(write: Path) -> None:
    write.write_text('[selected]\nnote = "x"\n')
    bindings = load(write).bindings
    assert bindings["selected.note"] == (("x",),)
    assert bindings["text.note"] == load("default").bindings["text.note"]


def test_bindings_know_where_they_are_said(write: Path) -> None:
    write.write_text('[text]\n\nnote = "N"\n')
    places = load(write).places
    assert places["text.note"] == Place(str(write), 3)
    assert places["text.mark"].file == str(SHIPPED / "default.toml")
    assert str(places["text.note"]) == f"{write}, line 3"


def test_keys_that_arrive_as_others_are_remarked_upon(write: Path) -> None:
    write.write_text('[text]\nnote = ["ctrl+i", "g ctrl+h", "ctrl+shift+n", "ctrl+n", "shift+n"]\n')
    remarks = [remark.message for remark in load(write).remarks]
    assert [remark.partition(";")[0] for remark in remarks] == [
        "terminals send Ctrl+I as Tab",
        "terminals send Ctrl+H as Backspace",
        "terminals send Ctrl+Shift+N as Ctrl+N",
    ]


def test_a_key_that_is_bound_twice_in_a_list_is_remarked_upon(write: Path) -> None:
    write.write_text('[reading]\nback = ["q", "q"]\n[text]\nnext_entity = ["tab", "ctrl+i"]\n')
    assert [(one.line, one.key, one.message) for one in load(write).remarks][::2] == [
        (2, "reading.back", "q is bound 2 times in this list; write it once"),
        (4, "text.next_entity", "Tab is bound 2 times in this list; write it once"),
    ]


@pytest.mark.parametrize("name", available())
def test_shipped_files_are_sound_and_say_what_arrives(name: str, tmp_path: Path) -> None:
    copy = tmp_path / f"{name}.toml"  # in their own folder they are not looked at
    copy.write_bytes(Path(load(name).file).read_bytes())
    keymap, found = examined(copy)
    assert keymap is not None
    assert (found, keymap.remarks) == ((), ())
    assert (load(copy).bindings, load(copy).counts) == (load(name).bindings, load(name).counts)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('inherits = "vim"\n[txt]\n', "vim"),
        ("inherits = 'emacs'\nbroken =", "emacs"),
        ("inherits = false\n", "default"),
        ("", "default"),
        ("\xff", "default"),
    ],
)
def test_what_a_broken_file_inherits_is_known(write: Path, content: str, expected: str) -> None:
    write.write_text(content, encoding="latin-1")
    assert inherited_by(str(write)) == expected


def test_a_file_beside_it_is_inherited_from_anywhere(write: Path) -> None:
    write.write_text('inherits = "base.toml"\n')
    assert inherited_by(str(write)) == str(write.with_name("base.toml"))
    assert inherited_by("gone.toml") == inherited_by("nonsense") == "default"


def test_two_spellings_of_one_key_are_one(write: Path) -> None:
    write.write_text('[text]\nnext_entity = ["tab", "ctrl+i", "Tab"]\n')
    assert load(write).bindings["text.next_entity"] == (("tab",),)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_files_of_other_editors_are_read(write: Path, newline: str) -> None:
    write.write_bytes(b"\xef\xbb\xbf" + newline.join(["[text]", 'note = "N"', ""]).encode())
    assert load(write).bindings["text.note"] == (("N",),)


def test_all_problems_are_reported_with_their_lines(write: Path) -> None:
    write.write_text(
        'name = 3\n\n[txt]\n\n[text]\nnote = "pagedwn"\n# note = 1\nwrod_left = "b"\n'
        'mark = [1]\ngrow = true\ncancel = ["escape", "crtl+g"]\nzoom = ""\nshrink = ""\n'
        'swap_ends = { key = "o" }\n'
    )
    found = [(problem.line, problem.key, problem.message) for problem in problems(write)]
    expected = [
        (1, "name", "in quotes"),
        (3, "", "'text'"),
        (6, "text.note", "'pagedown'"),
        (8, "[text]", "'word_left'"),
        (9, "text.mark", "in quotes"),
        (10, "text.grow", "in quotes"),
        (11, "text.cancel", "'ctrl'"),
        (12, "[text]", "'zoom'"),
        (13, "text.shrink", "false"),
        (14, "text.swap_ends", "in quotes"),
    ]
    assert [(line, key) for line, key, _ in found] == [(line, key) for line, key, _ in expected]
    for (_, _, message), (_, _, part) in zip(found, expected, strict=True):
        assert part in message


def test_a_line_is_that_of_the_right_table(write: Path) -> None:
    write.write_text('[panel]\nnote = "m"\n[text]\n"note" = "mm"\n')
    (problem,) = problems(write)
    assert str(problem) == f"{write}, line 4: text.note: there is no key 'mm'"


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"[text]\nnote = m", 2, "not TOML"),
        (b"\xff\xfe", 1, "UTF-8"),
        (b'\xef\xbb\xbf[text]\r\n\rnote = "\xff"', 3, "UTF-8"),
        (b"# \xe2\x80\xa8\n\n[text.x]", 3, "[text]: there is no command 'x'"),
        (b"[text.note]\nx = 1", 1, "text.note: write one key sequence"),
        (b'[text]\ngrow = "w"\n[ "text" . x ]', 3, "no command 'x'"),
        (b'[text]\ngrow = "w"\n[[text.note]]\n[[text.note]]', 3, "text.note: write one"),
        (b'name = "x"\ntext.x = "n"', 2, "[text]: there is no command 'x'"),
        (b'name = "x"\n\'text\'."note" = "mm"', 2, "text.note: there is no key 'mm'"),
        (b'name = "x"\ntext = { note = "mm" }', 2, "text.note: there is no key 'mm'"),
        (b'\n[txet.x]\na = "b"', 2, "did you mean 'text'?"),
        (b"\n[langmap.x]", 2, "langmap: write a list"),
        (b"name = " + b"9" * 5000, None, "not TOML"),
        (b"name = " + b"[" * 5000, None, "not TOML"),
        (b"text = 3", 1, "[text]"),
        (b"counts = 3", 1, "true or false"),
        (b'counts = "ctrl+uu"', 1, "the key before digits"),
        (b'counts = "g g"', 1, "the key before digits"),
        (b'inherit = "vim"', 1, "'inherits'"),
        (b"langmap = 3", 1, "list of layouts"),
        (b"lost = 3", 1, "only the screen of keys writes this"),
        (b'lost = ["text.rlabel r"]', 1, "only the screen of keys writes this"),
        (b'lost = ["text.relabel"]', 1, "only the screen of keys writes this"),
        (b'langmap = ["arabc"]', 1, "'arabic'"),
        (b"[txet]", 1, "'text'"),
        (b'[text]\nundo = "x"', 2, "it is in [library] and [reading]"),
        (b'inherits = "defualt"', 1, "'default'"),
        (b"inherits = 3", 1, "in quotes, or false"),
        (b'inherits = "./gone.toml"', None, "No such file"),
        (b'inherits = "mine.toml"', 1, "itself"),
        (b'inherits = "\\u0000.toml"', None, "name"),
        (b'inherits = "~nobody-of-that-name/x.toml"', None, "No such file"),
        (b"#" * 100_001, None, "larger"),
    ],
)
def test_what_cannot_be_used_is_told(
    write: Path, content: bytes, line: int | None, says: str
) -> None:
    write.write_bytes(content)
    (problem,) = problems(write)
    assert problem.line == line
    assert says in str(problem)


def test_a_file_is_examined_as_far_as_it_is_sound(write: Path) -> None:
    write.write_text(
        'inherits = "gone"\ncounts = 3\n[text]\nnote = "w"\nmark = "pagedwn"\nno = 1\n'
    )
    keymap, found = examined(write)
    assert [one.line for one in found] == [2, 5, 6, 1]
    assert keymap is not None
    assert not keymap.counts
    assert keymap.bindings["text.note"] == (("w",),)
    assert keymap.bindings["text.mark"] == ()
    assert keymap.bindings["text.grow"] == load("default").bindings["text.grow"]


def test_a_file_that_cannot_be_read_is_not_examined(write: Path) -> None:
    write.write_text("[text")
    keymap, (problem,) = examined(write)
    assert keymap is None
    assert "not TOML" in problem.message


def test_a_circle_of_files_is_told(write: Path) -> None:
    write.write_text('inherits = "other.toml"')
    write.with_name("other.toml").write_text('inherits = "mine.toml"')
    assert "circle" in problems(write)[0].message


def test_a_folder_or_a_missing_file_is_told(tmp_path: Path) -> None:
    assert "not a file" in problems(tmp_path)[0].message
    assert "No such file" in problems(tmp_path / "gone.toml")[0].message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    assert "not a file" in problems(tmp_path / "pipe.toml")[0].message


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(KeymapError, match="'default'"):
        load("defalt")


def test_hostile_names_are_shown_as_escapes(write: Path) -> None:
    write.write_text('["\\u001b[2J"]\n[text]\n"\\u202e[/]" = "x"\nnote = "\\u001b]0;x\\u0007"\n')
    with pytest.raises(KeymapError) as caught:
        load(write)
    assert len(caught.value.problems) == 3
    assert all(line.isprintable() for line in caught.value.message.split("\n"))
    assert str(Problem("\x1b.toml", "no")).isprintable()


@settings(deadline=None, max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from(COMMANDS).map(lambda command: command.id),
        st.lists(st.sampled_from(["g g", "ctrl+x u", "?", '"', "\\", "+", "space"]), unique=True),
    )
)
def test_what_is_written_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, bindings: dict[str, list[str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "random.toml"
    path.write_text("\n".join(f"{id_} = {json.dumps(keys)}" for id_, keys in bindings.items()))
    loaded = load(path).bindings
    for id_, keys in bindings.items():
        assert loaded[id_] == tuple(map(parse, keys))


@settings(deadline=None, max_examples=200)
@given(
    st.binary(max_size=80) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_file_is_a_keymap_or_a_list_of_problems(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    with suppress(KeymapError):
        assert set(load(path).bindings) >= IDS
