"""A terminal without UTF-8 gets ASCII in the same cells, and never a byte that it may obey."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.wire.screen import Screen, clusters
from tui.wire.spelling import Spelling, encoding_of
from tui.wire.terminals import abilities
from tui.wire.wire import Wire

ENCODINGS = ("ascii", "iso-8859-1", "iso-8859-6", "cp1252", "koi8-r", "cp437", "gbk", "iso2022_jp")


@pytest.mark.parametrize(
    ("environment", "encoding"),
    [
        ({}, "utf-8"),
        ({"LANG": "C"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "en_GB.UTF-8"}, "utf-8"),
        ({"LANG": "C", "LC_ALL": "C.UTF-8"}, "utf-8"),
        ({"LANG": "C.UTF-8", "LC_ALL": "POSIX"}, "ascii"),
        ({"LC_CTYPE": "C.UTF-8"}, "utf-8"),
        ({"LANG": "en_GB.UTF-8", "LC_CTYPE": ""}, "utf-8"),
        ({"LANG": "en_GB"}, "utf-8"),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, "iso-8859-15"),
        ({"LANG": "xx.nonsense"}, "ascii"),
        ({"LANG": "xx.utf-16"}, "ascii"),
        ({"LANG": "xx.hex"}, "ascii"),
    ],
)
def test_the_locale_says_what_a_terminal_takes(
    environment: Mapping[str, str], encoding: str
) -> None:
    assert encoding_of(environment, "utf-8") == encoding


def spelled(text: str, encoding: str) -> str:
    screen = Screen(40, 1, Spelling(encoding))
    screen.write(text)
    return "".join(screen.rows[0].chars).rstrip()


def test_signs_of_the_app_are_drawn_in_ascii() -> None:
    assert spelled("• a › b ✓ c …", "ascii") == "* a > b x c ~"
    assert spelled("“Hajj” – 12 · ██░", "ascii") == '"Hajj" - 12 - ##.'


def test_what_an_encoding_has_is_kept_and_what_it_has_not_takes_its_cells() -> None:
    assert spelled("Müller 中 я", "ascii") == "M?ller ?? ?"
    assert spelled("Müller 中 я", "iso-8859-1") == "Müller ?? ?"
    assert spelled("q\u0301x", "ascii") == "?x"


def test_a_mark_that_comes_later_changes_the_cell() -> None:
    screen = Screen(4, 1, Spelling("ascii"))
    screen.write("q")
    screen.write("\u0301x")
    assert "".join(screen.rows[0].chars) == "?x  "


def test_a_letter_that_is_a_control_elsewhere_is_not_sent() -> None:
    assert "›".encode("cp1252") == b"\x9b"
    assert spelled("a›b", "cp1252") == "a>b"


@given(st.text(), st.sampled_from(ENCODINGS))
@settings(deadline=None, max_examples=200)
def test_cells_stay_where_they_are_and_no_byte_is_a_control(text: str, encoding: str) -> None:
    text = "".join(char for char in text if char.isprintable())
    for cluster in clusters(text):
        cells = Spelling(encoding).cells(cluster)
        assert len(cells) == len(cluster)
        assert all(byte >= 0x20 and not 0x7F <= byte <= 0x9F for byte in cells[0].encode(encoding))


def test_the_wire_sends_what_is_spelled() -> None:
    wire = Wire(abilities("xterm"), 20, 2, Spelling("ascii"))
    wire.feed("\x1b[?1049h\x1b[H中é…x")
    sent = wire.taken()
    assert "???~x" in sent
    assert sent.isascii()
