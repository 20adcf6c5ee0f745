"""The label scheme goes to a file and comes from one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from store import scheme
from store.labels import find, load
from store.library import Library
from store.model import Label

Run = Callable[..., tuple[int, str, str]]


def test_the_scheme_goes_to_a_file_and_back(run: Run, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    assert run("labels", "--export", path) == (0, f"15 labels written to {path}\n", "")
    assert load(path) == library.labels()
    assert run("labels", "--import", path) == (0, "nothing to change\n", "")
    library.change_labels(lambda old: scheme.added(old, Label("Fighter", parent="Person")))
    first = [line[5:].split("  A")[0].rstrip() for line in run("labels")[1].split("\n")[:3]]
    assert first == ["Person", "  Fighter", "Organisation"]
    library.labelling.undo()
    status, out, err = run("labels", "--export", path)
    assert (status, out) == (1, "")
    assert "exists already; name another file, or give --overwrite" in err
    status, out, _ = run("labels", "--export", path, "--overwrite", "--json")
    assert (status, out) == (0, f'{{"path": "{path}", "labels": 15}}\n')


def test_an_import_adds_changes_and_tells_of_clashes(
    run: Run, library: Library, tmp_path: Path
) -> None:
    path = tmp_path / "theirs.toml"
    path.write_text(
        '[[label]]\nname = "Ship"\nkey = "p"\nparent = "Vehicle"\n'
        '[[label]]\nname = "Human"\nformer = ["Person"]\nkey = "h"\n'
    )
    status, out, err = run("labels", "--import", path)
    assert (status, out) == (
        1,
        "Ship is new\nHuman is changed (was Person)\nShip is below Vehicle\n",
    )
    assert "Ship: the letter p belongs to Person" in err
    assert find(library.labels(), "Person").name == "Human"
    assert find(library.labels(), "Ship").parent == "Vehicle"
    assert len(library.labels()) == 16


@pytest.mark.parametrize(
    "content", ["", "label = 1", "\x00", '[[label]]\nname = "A"\ncolour = "x"']
)
def test_a_file_that_is_no_scheme_changes_nothing(
    run: Run, library: Library, tmp_path: Path, content: str
) -> None:
    path = tmp_path / "theirs.toml"
    path.write_text(content)
    before = library.labels()
    status, out, err = run("labels", "--import", path)
    assert (status, out) == (1, "")
    assert "is no label scheme" in err
    assert library.labels() == before
