"""The commands that need no library: entities, keys and completion."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def text(source: Path) -> Path:
    (source / "c.txt").unlink()
    (source / "a.txt").write_bytes("كتائب 👩\u200d💻\r\non 12 January 2024\r\n".encode())
    return source / "a.txt"


def test_entities_speak_json_with_exact_offsets(run: Run, text: Path) -> None:
    status, out, err = run("entities", "--json", str(text))
    assert (status, err) == (0, "")
    row = json.loads(out)
    assert list(row) == ["id", "path", "entities"]
    assert (row["id"], row["path"]) == ("a", str(text))
    canonical = text.read_bytes().decode().replace("\r\n", "\n")
    dates = [entity for entity in row["entities"] if entity["label"] == "Temporal"]
    assert [entity["text"] for entity in dates] == ["12 January 2024"]
    for entity in row["entities"]:
        assert list(entity) == ["start", "end", "label", "text", "rule", "canonical"]
        assert canonical[entity["start"] : entity["end"]] == entity["text"]


def test_entities_of_a_folder_are_lines(run: Run, text: Path) -> None:
    status, out, err = run("entities", str(text.parent))
    assert status == 0
    start = text.read_bytes().decode().replace("\r\n", "\n").index("12")
    assert f"{text}:{start}:{start + 15}  Temporal" in out
    assert err.startswith(f"spantag: {text.parent}/b.pdf: not one of")


def test_a_file_that_cannot_be_read_is_a_line(run: Run, text: Path) -> None:
    status, out, err = run("entities", "--json", str(text.parent / "no\x1b.txt"), str(text))
    assert status == 1
    assert json.loads(out)["id"] == "a"
    assert "there is no such file" in err
    assert err.count("\n") == 1
    assert "\x1b" not in err


def test_a_library_is_not_needed(run: Run, text: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPANTAG_LIBRARY", str(text))
    assert run("entities", str(text))[0] == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_prints_a_script(shell: str, run: Run) -> None:
    status, out, err = run("completion", shell)
    assert (status, err) == (0, "")
    assert "spantag" in out
    assert "untag" in out


@pytest.fixture
def keymap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file for a keymap; the user has no settings."""
    monkeypatch.setattr("tui.settings.folder", lambda: tmp_path / "none")
    return tmp_path / "mine.toml"


def test_each_problem_of_a_keymap_has_file_and_line(run: Run, keymap: Path) -> None:
    keymap.write_text('inherits = "vim"\n[text]\nnote = "w"\nmark = "A"\ngrow = "ctrl+h"\n')
    status, _, err = run("keys", "--check", str(keymap))
    assert status == 1
    lines = [line.removeprefix(f"spantag: {keymap}, line ") for line in err.strip().split("\n")]
    assert [line[:8] for line in lines] == ["5: error", "3: error", "5: warni"]
    keymap.write_text('[text]\nnoet = "w"\nmark = "A"\n\ngrow = "pgdwn"\n')
    status, _, err = run("keys", "--check", str(keymap))
    assert status == 1
    assert f"{keymap}, line 2" in err
    assert "'note'" in err
    assert f"{keymap}, line 5" in err


def test_what_else_is_wrong_is_told_beside_a_wrong_name_to_inherit(run: Run, keymap: Path) -> None:
    keymap.write_text('inherits = "vmi"\n[text]\nnote = "d"\n[reading]\nback = ["q", "q"]\n')
    status, _, err = run("keys", "--check", str(keymap))
    assert status == 1
    inherited, clash, twice = err.strip().split("\n")
    assert "line 1: inherits: there is no keymap 'vmi'" in inherited
    assert "line 3: error: d asks for text.note" in clash
    assert "line 5: warning: reading.back: q is bound 2 times" in twice
    keymap.write_text('[text]\nnote = "pgdwn"\nmark = "d"\n')
    status, _, err = run("keys", "--check", str(keymap))
    assert status == 1
    assert [line.split(": ")[1][-6:] for line in err.strip().split("\n")] == ["line 2", "line 3"]


def test_a_keymap_without_problems_is_said_to_be_so(run: Run, keymap: Path) -> None:
    keymap.write_text('inherits = "emacs"\n[text]\nnote = "N"\n')
    assert run("keys", "--check", str(keymap)) == (0, f"{keymap}: no problem\n", "")


@pytest.mark.parametrize(("name", "key"), [("default", "g"), ("vim", "g g"), ("emacs", "<")])
def test_the_keys_of_a_keymap_are_printed(run: Run, keymap: Path, name: str, key: str) -> None:
    status, out, _ = run("--keymap", name, "keys", "--json")
    rows = {row["command"]: row["keys"] for row in map(json.loads, out.strip().split("\n"))}
    assert status == 0
    assert key in rows["text.text_start"]
    assert all(rows.values())


def test_escape_waits_longer_over_ssh() -> None:
    from tui.cli.app import _escape_delay

    assert _escape_delay({"TERM": "xterm"}) == "100"
    assert _escape_delay({"SSH_CONNECTION": "1 2 3 4"}) == _escape_delay({"SSH_TTY": "x"}) == "250"
