"""Own terms, stops and switches: what is written is read, and nothing a file holds is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities import own, own_files
from store.errors import RuleError, SaveFailed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return own.library_folder(tmp_path)


def said(folder: Path) -> list[tuple[str, str, str]]:
    return [(term.text, term.label, term.canonical) for term in own.read([folder]).terms]


def test_what_is_added_is_read_and_what_is_removed_is_gone(folder: Path) -> None:
    assert own.add_term(folder, "Hajj\n Abbas", "Person", "Abbas al-X")
    assert own.stop(folder, "Homs")
    assert said(folder) == [("Hajj Abbas", "Person", "Abbas al-X"), ("Homs", "-", "")]
    assert own.remove_term(folder, "Hajj  Abbas")
    assert not own.remove_term(folder, "Hajj Abbas")
    assert said(folder) == [("Homs", "-", "")]


def test_a_term_is_there_once_with_its_last_label(folder: Path) -> None:
    assert own.add_term(folder, "Jordan", "Location")
    assert not own.add_term(folder, "Jordan", "Location")
    assert own.add_term(folder, "Jordan", "Person")
    assert (folder / own.TERMS).read_text() == "Jordan\tPerson\n"


def test_a_tag_sign_does_not_make_a_comment_of_a_term(folder: Path) -> None:
    own.add_term(folder, "#FreeHoms", "CommsIdentifier")
    assert said(folder) == [("#FreeHoms", "CommsIdentifier", "")]
    assert own.remove_term(folder, "#FreeHoms")


@pytest.mark.parametrize("term", ["", " \n ", "...", "a\0b", "a\x1b[2Jb", "x\udc80", "y" * 301])
def test_what_cannot_be_a_term_is_refused_and_writes_nothing(folder: Path, term: str) -> None:
    with pytest.raises(RuleError):
        own.add_term(folder, term, "Person")
    assert not (folder / own.TERMS).exists()


@pytest.mark.parametrize("label", ["", "person", "x\udc80"])
def test_a_label_that_would_not_be_shown_is_refused(folder: Path, label: str) -> None:
    with pytest.raises(RuleError):
        own.add_term(folder, "Homs", label)


def test_hostile_texts_are_refused_or_come_back_as_they_are(folder: Path, hostile: str) -> None:
    try:
        own.stop(folder, hostile)
    except RuleError as error:
        message = error.message
    else:
        message = ""
        assert said(folder) == [(" ".join(hostile.split()), "-", "")]
    assert "\x1b" not in message


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=9), st.text(max_size=9))))
@settings(deadline=None, max_examples=60)
def test_every_line_is_of_one_term(
    tmp_path_factory: pytest.TempPathFactory, terms: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("own")
    kept = {}
    for term, label, canonical in terms:
        try:
            own.add_term(folder, term, label, canonical)
        except RuleError:
            continue
        text, *meaning = (" ".join(part.split()) for part in (term, label, canonical))
        kept[text] = tuple(meaning)
    assert {text: tuple(meaning) for text, *meaning in said(folder)} == kept
    assert not own.read([folder]).faults


DAMAGED = (
    b"\xef\xbb\xbfHoms\tLocation\r\n\xff\xfe\tPerson\r\nno label\r\n# note\r\n"
    b"\x1b[2J\tPerson\nA1\tWeapon"
)


def test_a_damaged_line_is_named_and_the_rest_goes_on(folder: Path) -> None:
    folder.mkdir(parents=True)
    path = folder / "ships.tsv"
    path.write_bytes(DAMAGED)
    found = own.read([folder])
    assert [term.text for term in found.terms] == ["Homs", "A1"]
    assert [fault.line for fault in found.faults] == [2, 3, 5]
    assert all(str(fault).startswith(f"{path}, line ") for fault in found.faults)
    assert {term.rule for term in found.terms} == {"library.ships"}


def test_a_change_keeps_what_it_cannot_read(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / own.TERMS).write_bytes(DAMAGED)
    own.add_term(folder, "Homs", "Organisation")
    rest = DAMAGED.split(b"\n", 1)[1] + b"\n"
    assert (folder / own.TERMS).read_bytes() == rest + b"Homs\tOrganisation\n"


def test_many_bad_lines_are_counted(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "bad.tsv").write_text("x\n" * 1000)
    faults = own.read([folder]).faults
    assert len(faults) == own_files.FAULTS + 1
    assert "980 more" in faults[-1].reason


def test_what_is_no_ordinary_file_is_named_and_left(folder: Path) -> None:
    (folder / "folder.tsv").mkdir(parents=True)
    os.mkfifo(folder / own.TERMS)
    (folder / own.SWITCHES).symlink_to("/dev/zero")
    assert len(own.read([folder]).faults) == 3
    with pytest.raises(RuleError):
        own.add_term(folder, "Homs", "Location")
    assert (folder / own.TERMS).is_fifo()


def test_a_file_too_large_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own.add_term(folder, "Homs", "Location")
    monkeypatch.setattr(own_files, "LARGEST", 3)
    assert [fault.line for fault in own.read([folder]).faults] == [0]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "entities").write_text("")
    with pytest.raises(SaveFailed):
        own.add_term(own.library_folder(tmp_path), "Homs", "Location")


def test_files_are_for_their_owner_alone(folder: Path) -> None:
    own.add_term(folder, "Homs", "Location")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / own.TERMS).stat().st_mode & 0o777 == 0o600


def test_the_library_goes_over_the_user_and_the_app_over_other_files(tmp_path: Path) -> None:
    user, library = own.user_folder(), own.library_folder(tmp_path)
    own.stop(user, "Homs")
    own.switch(user, "Temporal", False)
    own.switch(user, "gazetteer", False)
    own.add_term(library, "Homs", "Location")
    own.switch(library, "Temporal", True)
    (library / "z.tsv").write_text("Homs\tPerson\n")
    assert own.folders(tmp_path) == [user, library]
    found = own.read(own.folders(tmp_path))
    assert [(term.label, term.rule) for term in found.terms] == [("Location", "library.terms")]
    assert found.is_on("Temporal")
    assert not found.is_on("gazetteer.places")
    assert found.is_on("arms.gun")


def test_a_switch_is_there_once(folder: Path) -> None:
    assert own.switch(folder, "arms.gun", False)
    assert not own.switch(folder, "arms.gun", False)
    assert own.switched(folder) == {"arms.gun": False}
    assert own.switch(folder, "arms.gun", True)
    assert (folder / own.SWITCHES).read_text() == "on arms.gun\n"


@pytest.mark.parametrize("name", ["", " ", "a\x1bb", "x\udc80"])
def test_what_cannot_be_a_name_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(RuleError):
        own.switch(folder, name, False)


def test_a_line_that_is_no_switch_is_named(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / own.SWITCHES).write_text("off Temporal\nperhaps Money\noff\n# off Url\n")
    found = own.read([folder])
    assert found.switches == {"Temporal": False}
    assert [fault.line for fault in found.faults] == [2, 3]


def test_the_stamp_changes_with_every_file(folder: Path) -> None:
    stamps = [own.stamp([folder])]
    own.add_term(folder, "Homs", "Location")
    stamps.append(own.stamp([folder]))
    own.switch(folder, "Money", False)
    stamps.append(own.stamp([folder]))
    own.remove_term(folder, "Homs")
    stamps.append(own.stamp([folder]))
    assert len(set(stamps)) == 4


def test_a_folder_for_settings_that_cannot_be_looked_at_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", f"{tmp_path}/{'x' * 300}")
    assert own.folders(tmp_path) == []
    with pytest.raises(SaveFailed):
        own.add_term(own.user_folder(), "Homs", "Location")
