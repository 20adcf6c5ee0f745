"""The command about own terms, and what `entities` and `show` make of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from store.entities import own
from store.library import Library
from store.model import Report

Run = Callable[..., tuple[int, str, str]]


def test_a_term_is_added_listed_and_removed(run: Run, library: Library) -> None:
    added = run("terms", "--add", "Zagrux", "organisation", "--canonical", "Zagrux Front")
    assert added == (0, "added: Zagrux\n", "")
    assert run("terms", "--add", "Zagrux", "organisation", "--canonical", "Zagrux Front")[1] == (
        "there already: Zagrux\n"
    )
    assert run("terms") == (0, "Organisation        Zagrux = Zagrux Front  library.terms\n", "")
    _, out, _ = run("terms", "--json")
    assert json.loads(out) == {
        "text": "Zagrux",
        "label": "Organisation",
        "canonical": "Zagrux Front",
        "rule": "library.terms",
    }
    assert run("terms", "--remove", "Zagrux", "--json")[1] == (
        '{"text": "Zagrux", "done": "removed"}\n'
    )
    status, out, err = run("terms", "--remove", "Zagrux")
    assert (status, out) == (1, "")
    assert "no term 'Zagrux'" in err


def test_terms_of_the_user_need_no_library(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPANTAG_LIBRARY", str(tmp_path / "none"))
    assert run("terms", "--user", "--stop", "Basra") == (0, "stopped: Basra\n", "")
    assert run("terms", "--user", "--stop", "Basra")[1] == "stopped already: Basra\n"
    assert run("terms", "--user") == (0, "-                   Basra  user.terms\n", "")
    assert run("terms")[0] == 1


@pytest.mark.parametrize(
    "arguments",
    [("--add", "Zagrux", "Nothing"), ("--add", "...", "Person"), ("--stop", "a\x1b[2J\nb")],
)
def test_what_cannot_be_is_told_on_one_line(
    run: Run, library: Library, arguments: tuple[str, ...]
) -> None:
    status, out, err = run("terms", *arguments)
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "\x1b" not in err
    assert not own.library_folder(library.folder).exists()


def test_one_change_at_a_time(run: Run) -> None:
    assert run("terms", "--stop", "a", "--remove", "b")[0] == 2


def test_damaged_lines_are_named_and_the_others_listed(run: Run, library: Library) -> None:
    run("terms", "--stop", "Basra")
    path = own.library_folder(library.folder) / own.TERMS
    path.write_bytes(path.read_bytes() + b"\x1b[2J\n")
    status, out, err = run("terms")
    assert (status, out) == (1, "-                   Basra  library.terms\n")
    assert f"{path}, line 2: " in err
    assert "\x1b" not in err


def test_entities_and_show_use_the_terms_of_the_library(
    run: Run, library: Library, report: Report, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text(report.text)
    run("terms", "--stop", "Basra")
    run("terms", "--user", "--add", "said", "Person")
    assert "[Basra|Location]" not in run("show", report.id, "--colour", "never")[1]
    assert "[said|Person]" in run("show", report.id, "--colour", "never")[1]
    named = run("entities", "--json", "--library", library.folder, file)[1]
    alone = run("entities", "--json", file)[1]
    assert '"Basra"' in alone
    assert '"Basra"' not in named
    assert '"user.terms"' in named
    assert '"user.terms"' in alone


def test_own_files_that_cannot_be_used_are_named_and_stop_nothing(
    run: Run, library: Library, report: Report
) -> None:
    folder = own.library_folder(library.folder)
    folder.mkdir()
    (folder / "bad.toml").write_text("[[")
    status, out, err = run("show", report.id, "--colour", "never")
    assert status == 0
    assert "[Basra|Location]" in out
    assert "bad.toml" in err


def test_entities_asks_plugins_only_if_told_to(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "own_plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: own-plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[spantag.recognisers]\nzagrux = own_plugin_module:Own\n"
    )
    (tmp_path / "own_plugin_module.py").write_text(
        "class Own:\n    name, version = 'zagrux', '1.0'\n"
        "    def find(self, text):\n"
        "        return [(0, 6, 'Person', ''), (0, 6, 'Alien', '')]\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    file = tmp_path / "a.txt"
    file.write_text("Zagrux left.")
    assert "plugin.zagrux" not in run("entities", file)[1]
    status, out, err = run("entities", "--plugins", file)
    assert status == 0
    assert "Person              Zagrux  plugin.zagrux" in out
    assert "'Alien'" in err
    run("terms", "--user", "--stop", "Zagrux")
    assert "plugin.zagrux" not in run("entities", "--plugins", file)[1]
