"""What takes the terminal's modes back, and what a crash leaves behind."""

from __future__ import annotations

import inspect
import os
import re
import stat
from pathlib import Path

import pytest
from textual.app import App
from textual.drivers import linux_driver
from textual.worker import WorkerFailed

from tests.terminal.tokens import modes_on
from tui import crash
from tui.departure import RESTORED

SECRET = "Halabi met the guards"
MODE = re.compile(r"\\x1b\[\?(\d+)([hl])")


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's state folder, which is not there yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "spantag"


def failure(message: str) -> Exception:
    """Return an exception with a stack, a cause, and text in its message and variables."""
    try:
        try:
            text = message * 3
            raise KeyError(text)
        except KeyError as error:
            raise ValueError(message) from error
    except ValueError as error:
        return error


def test_every_mode_that_textual_switches_is_taken_back() -> None:
    written = re.sub(r"(?m)^ *#.*", "", inspect.getsource(linux_driver))
    switched = {int(number) for number, _ in MODE.findall(written)}
    assert {1000, 1049, 2004, 25, 7} <= switched
    taken_back = {int(number) for number in re.findall(rb"\[\?(\d+)[hl]", RESTORED)}
    assert switched <= taken_back
    assert modes_on(b"".join(b"\x1b[?%dh" % number for number in switched) + RESTORED) == {7, 25}


def test_textual_still_ends_a_crash_where_it_is_kept_quiet() -> None:
    assert "self._fatal_error()" in inspect.getsource(App._handle_exception)
    assert "show_locals=True" in inspect.getsource(App._fatal_error)


def test_keyboard_mode_is_taken_back_on_the_alternate_screen_where_it_was_set() -> None:
    assert RESTORED.index(b"\x1b[<u") < RESTORED.index(b"\x1b[?1049l")


def test_an_account_names_types_and_places_and_nothing_else(hostile: str) -> None:
    lines = list(crash.account(failure(f"{SECRET} {hostile}")))
    assert [line for line in lines if not line.startswith(" ")] == [
        "builtins.ValueError",
        "builtins.KeyError",
    ]
    assert all(re.fullmatch(r"  \S+test_departure\.py:\d+ failure", line) for line in lines[1::2])
    assert len(lines) == 4


def test_an_account_goes_into_what_a_worker_raised() -> None:
    assert list(crash.account(WorkerFailed(failure(SECRET))))[1:] == [
        *crash.account(failure(SECRET))
    ]


def test_an_account_of_exceptions_in_a_circle_ends() -> None:
    first, second = ValueError(SECRET), KeyError(SECRET)
    first.__cause__, second.__cause__ = second, first
    assert list(crash.account(first)) == ["builtins.ValueError", "builtins.KeyError"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_the_log_is_for_the_user_alone(umask: int, state: Path) -> None:
    before = os.umask(umask)
    try:
        path = crash.write_log(failure(SECRET))
    finally:
        os.umask(before)
    assert path.parent == state
    assert re.fullmatch(r"crash-\d{8}T\d{6}\.\d{6}Z\.log", path.name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert "Textual 8" in path.read_text(encoding="utf-8")
    assert SECRET not in path.read_text(encoding="utf-8")


def test_the_report_of_a_crash_is_one_line(state: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert crash.report(failure(SECRET)) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "ValueError" in said
    assert said.endswith(f"{next(state.iterdir())}\n")
    assert SECRET not in said


def test_without_a_place_for_the_log_the_line_says_so(
    state: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state.parent.write_text("in the way")
    assert crash.report(failure(SECRET)) == 1
    said = capsys.readouterr().err
    assert "no log could be written" in said
    assert str(state) in said
    assert said.count("\n") == 1
