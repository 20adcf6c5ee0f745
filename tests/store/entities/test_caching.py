"""What was found before is had again, and nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities import caching
from store.entities.caching import EntityCache
from store.model import Entity, Span

TEXT = "Hajj Abbas in Homs \udce9 \x1b[31m [/] ا\u064b \u202e"
FOUND = [
    Entity(Span(0, 10), "Person", "persons.titled"),
    Entity(Span(14, 18), "Location", "gazetteer.places", "Hims \ud800 \x1b"),
]


@pytest.fixture
def kept(tmp_path: Path) -> EntityCache:
    return EntityCache(tmp_path)


def only_file(kept: EntityCache) -> Path:
    """Return the one file of a cache."""
    (path,) = kept.folder.iterdir()
    return path


def signed(body: bytes) -> bytes:
    """Return a body with a checksum that is right."""
    return body + b"\n" + hashlib.sha256(body).hexdigest().encode()


def test_what_was_put_is_had_again_by_text_and_recogniser(kept: EntityCache) -> None:
    assert kept.get("a", TEXT) is None
    kept.put("a", TEXT, FOUND)
    assert kept.get("a", TEXT) == FOUND
    assert kept.get("b", TEXT) is None
    assert kept.get("a", TEXT + ".") is None
    kept.put("a", "", [])
    assert kept.get("a", "") == []


SPANS = st.tuples(st.integers(0, 90), st.integers(1, 9)).map(lambda p: Span(p[0], p[0] + p[1]))


@settings(deadline=None, max_examples=50)
@given(st.lists(st.builds(Entity, SPANS, st.text(), st.text(), st.text())))
def test_any_entities_come_back(found: list[Entity]) -> None:
    assert caching._parsed(b"".join(caching._sealed(caching._written(found))), 100) == found


def test_files_are_private(kept: EntityCache) -> None:
    before = os.umask(0)
    try:
        kept.put("a", TEXT, FOUND)
    finally:
        os.umask(before)
    assert stat.S_IMODE(only_file(kept).stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700


def test_a_damaged_file_counts_for_nothing_and_is_replaced(kept: EntityCache) -> None:
    kept.put("a", TEXT, FOUND)
    path = only_file(kept)
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        path.write_bytes(whole[:place] + b"\xff" + whole[place + 1 :])
        assert kept.get("a", TEXT) is None
        path.write_bytes(whole[:place])
        assert kept.get("a", TEXT) is None
    kept.put("a", TEXT, FOUND)
    assert kept.get("a", TEXT) == FOUND


@pytest.mark.parametrize(
    "held",
    [
        [],
        {"names": [], "rows": [[0, 5, 0, 0, 0]]},
        {"names": ["a"], "rows": [[0, 500, 0, 0, 0]]},
        {"names": ["a"], "rows": [[0, 0, 0, 0, 0]]},
        {"names": ["a"], "rows": [[0.5, 2, 0, 0, 0]]},
        {"names": ["a"], "rows": [[0, 2, -1, 0, 0]]},
        {"names": [3], "rows": [[0, 2, 0, 0, 0]]},
        {"names": ["a"], "rows": [[0, 2, 0, 0]]},
        {"names": ["a"], "rows": 3},
        {"names": ["a"]},
    ],
)
def test_what_holds_something_else_counts_for_nothing(kept: EntityCache, held: object) -> None:
    kept.put("a", TEXT, FOUND)
    only_file(kept).write_bytes(signed(json.dumps(held).encode()))
    assert kept.get("a", TEXT) is None


def test_deep_nesting_and_large_files_are_not_read(
    kept: EntityCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.put("a", TEXT, FOUND)
    only_file(kept).write_bytes(signed(b"[" * 100_000))
    assert kept.get("a", TEXT) is None
    kept.put("a", TEXT, FOUND)
    monkeypatch.setattr(caching, "LARGEST_FILE", 80)
    assert kept.get("a", TEXT) is None
    kept.put("b", TEXT, FOUND)
    assert only_file(kept)  # nothing new, and nothing begun


def test_a_link_or_a_pipe_is_not_followed(kept: EntityCache, tmp_path: Path) -> None:
    kept.put("a", TEXT, FOUND)
    path = only_file(kept)
    aside = path.rename(tmp_path / "aside")
    path.symlink_to(aside)
    assert kept.get("a", TEXT) is None
    path.unlink()
    os.mkfifo(path)
    assert kept.get("a", TEXT) is None


def test_the_oldest_go_when_all_take_too_much(
    kept: EntityCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        kept.put("a", str(number) * 20, FOUND)
        path = kept._path("a", str(number) * 20)
        os.utime(path, ns=(number * 10**9, number * 10**9))
    kept.get("a", "0" * 20)
    monkeypatch.setattr(caching, "LARGEST", 2 * path.stat().st_size)
    kept.put("a", "4" * 20, FOUND)
    left = [n for n in range(5) if kept.get("a", str(n) * 20) is not None]
    assert left == [0, 4]


def test_a_library_that_cannot_be_written_does_without(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    kept = EntityCache(tmp_path)
    kept.put("a", TEXT, FOUND)
    assert kept.get("a", TEXT) is None
