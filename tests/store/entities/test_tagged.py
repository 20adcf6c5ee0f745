"""Tags as terms: which texts, which label wins, and what is read again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities import tagged
from store.entities.tagged import Count, Tagged, is_term, weighed, winner


def write(library: Path, report: str, *tags: tuple[str, str, str]) -> None:
    rows: dict[str, Any] = {
        str(number): {"quote": quote, "label": label, "author": author, "id": str(number)}
        for number, (quote, label, author) in enumerate(tags, 1)
    }
    folder = library / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / ".new"
    new.write_text(json.dumps({"schema": {}, "tags": rows, "edits": {}}))
    new.replace(folder / f"{report}.json")


def terms(found: Tagged) -> dict[str, str]:
    return {term.text: term.label for term in found.terms()}


@pytest.mark.parametrize("text", ["Homs", "كتائب", "the Front", "Abu Ali al-X", "T-72 tank"])
def test_names_are_terms(text: str) -> None:
    assert is_term(text)


@pytest.mark.parametrize("text", ["", "AK", "AK-47", "2015", "The", "they", "of the", "x" * 101])
def test_short_and_common_words_are_none(text: str) -> None:
    assert not is_term(text)


def test_the_more_frequent_label_wins_and_both_counts_are_told(tmp_path: Path) -> None:
    write(tmp_path, "a", ("Wagner", "Person", "ann"), ("Wagner", "Organisation", "ann"))
    write(tmp_path, "b", ("Wagner", "Organisation", "bob"), ("Wagner\n Group", "Weapon", "bob"))
    found = Tagged(tmp_path)
    assert found.refresh()
    assert terms(found) == {"Wagner": "Organisation", "Wagner Group": "Weapon"}
    assert str(found.evidence("Wagner")) == (
        "tagged Organisation by ann and bob 2 times in 2 reports; "
        "also tagged Person by ann once in one report"
    )
    assert found.evidence("Homs") is None


def test_only_changed_reports_are_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for report in "abc":
        write(tmp_path, report, ("Homs", "Location", "ann"))
    found = Tagged(tmp_path)
    assert found.refresh()
    assert not found.refresh()
    read: list[object] = []
    count = tagged.counted

    def noted(tags: Iterable[tagged._Tag]) -> list[Count]:
        read.append(tags)
        return count(tags)

    monkeypatch.setattr(tagged, "counted", noted)
    write(tmp_path, "b", ("Homs", "Location", "bob"))
    assert not found.refresh()
    assert len(read) == 1
    evidence = found.evidence("Homs")
    assert evidence is not None
    assert evidence.said[0].authors == ("ann", "bob")
    write(tmp_path, "b", ("Aleppo", "Location", "bob"))
    assert found.refresh()
    (tmp_path / "reports" / "b.json").unlink()
    assert found.refresh()
    assert terms(found) == {"Homs": "Location"}


def test_the_cache_spares_reading_and_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagged, "KEPT_BACK", 0)
    write(tmp_path, "a", ("Homs", "Location", "ann"))
    Tagged(tmp_path).refresh()
    cache = tmp_path / "cache" / "tagged.json"
    with monkeypatch.context() as patch:
        patch.setattr(tagged, "_read_file", None)
        again = Tagged(tmp_path)
        assert again.refresh()
    assert terms(again) == {"Homs": "Location"}
    for content in (b"", b"[]", b"\xff", b'{"version":1,"reports":{"a":[1,2]}}', b"[" * 100_000):
        cache.write_bytes(content)
        again = Tagged(tmp_path)
        again.refresh()
        assert terms(again) == {"Homs": "Location"}


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"tags":{"1":{"quote":1}}}'])
def test_a_damaged_report_is_left_out(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, "a", ("Homs", "Location", "ann"))
    (tmp_path / "reports" / "b.json").write_bytes(content)
    (tmp_path / "reports" / "c.json").mkdir()
    found = Tagged(tmp_path)
    found.refresh()
    assert terms(found) == {"Homs": "Location"}


def test_a_folder_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert not Tagged(tmp_path / "none").refresh()


counts = st.lists(
    st.lists(
        st.tuples(
            st.just("Homs"), st.sampled_from("ABC"), st.sampled_from("xy"), st.integers(1, 4)
        ),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=5,
)


@given(counts)
@settings(deadline=None, max_examples=80)
def test_the_winner_is_the_first_of_what_is_told(reports: list[list[Count]]) -> None:
    said = weighed(reports).said
    assert said[0].label == winner(reports)
    total = sum(count for counts in reports for *_, count in counts)
    assert sum(one.tags for one in said) == total
    assert all(one.tags <= said[0].tags for one in said)


@given(st.lists(st.lists(st.sampled_from(["Homs", "Aleppo", "Raqqa"]), max_size=3), max_size=6))
@settings(deadline=None, max_examples=30)
def test_reading_step_by_step_is_reading_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[str]]
) -> None:
    library = tmp_path_factory.mktemp("library")
    found = Tagged(library)
    for number, quotes in enumerate(steps):
        write(library, str(number % 2), *((quote, "Location", "ann") for quote in quotes))
        found.refresh()
    fresh = Tagged(library)
    fresh.refresh()
    assert terms(found) == terms(fresh)
    assert all(found.evidence(text) == fresh.evidence(text) for text in terms(fresh))
