"""What settings.toml says of the line and of copying, and what is said of what it says wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.settings import Settings, load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_no_file_says_nothing(file: Path) -> None:
    assert load(file) == Settings(copy="ask", low_bandwidth=None)


@pytest.mark.parametrize("low", [True, False])
@pytest.mark.parametrize("copy", ["off", "ask", "on"])
def test_both_are_read(low: bool, copy: str, file: Path) -> None:
    file.write_text(f'low_bandwidth = {str(low).lower()}\ncopy = "{copy}"\n')
    assert load(file) == Settings(low_bandwidth=low, copy=copy)


@pytest.mark.parametrize("value", ['"yes"', "1", "[]"])
def test_a_wrong_switch_is_told_and_left_out(value: str, file: Path) -> None:
    file.write_text(f"low_bandwidth = {value}\n")
    found = load(file)
    assert found.low_bandwidth is None
    assert found.problems == (f"{file}: low_bandwidth: write true or false",)


@pytest.mark.parametrize("value", ['"never"', "true", "[]", "{}"])
def test_a_wrong_word_about_copying_forbids_it(value: str, file: Path) -> None:
    file.write_text(f"copy = {value}\n")
    found = load(file)
    assert found.copy == "off"
    assert '"off", "ask" or "on"' in found.problems[0]
