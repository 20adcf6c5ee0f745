"""The commands that need no library: entities and completion."""

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
