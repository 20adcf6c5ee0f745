"""A long text is read in stretches, and nobody can tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities import Recogniser, default, recogniser
from store.room import Stopped

SENTENCES = [
    "On December 28, 2023, the Northern Relief Council (NRC) left Deir Al-Zour.",
    "Later the NRC met Gen. Samir al-Tadbiri, the commander of U.S. Central Command, in Mosul.",
    "Tadbiri said that 23 strikes near Umm Tuwaymah hit two T-72 tanks and an S-300 battery.",
    "In the village of Umm Tuwaymah they paid $4 million; see https://example.org/a?b=1.",
    "The UN Security Council Resolution 2254 (2015) calls on Iraqi security forces.",
    "Nothing of note happened.",
]
TEXTS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=60).map(" \n".join)


@settings(deadline=None, max_examples=25)
@given(TEXTS, st.integers(200, 3000))
def test_stretches_find_what_the_whole_finds(text: str, stretch: int) -> None:
    whole = default().find(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recogniser, "STRETCH", stretch)
        assert default().find(text) == whole
        patch.setattr(recogniser, "KEPT", 0)
        assert default().find(text) == whole


def test_a_name_is_known_far_from_where_it_is_explained() -> None:
    gap = "Nothing of note happened.\n" * 4000
    text = f"The NRC came. {gap}The Northern Relief Council (NRC) left.\n{gap}The NRC returned."
    found = [(e.span.start, e.span.of(text)) for e in default().find(text)]
    assert [mention for _, mention in found] == ["NRC", "Northern Relief Council", "NRC", "NRC"]
    assert found[-1][0] == text.rindex("NRC")


def test_stopping_ends_the_search_before_the_next_stretch() -> None:
    asked: list[bool] = []

    def stop() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(Stopped):
        default().find("Mosul fell. " * 20_000, stop)
    assert len(asked) == 3


@pytest.mark.parametrize("offset", [0, 40_000, 79_000, 500_000])
def test_what_is_near_an_offset_is_what_the_whole_text_has_there(offset: int) -> None:
    text = (
        "Gen. Samir Harlow flew two F-16s from Mosul to Deir Al-Zour on 28 December 2023.\n" * 1000
    )
    whole = [e for e in default().find(text) if abs(e.span.start - offset) <= 2000]
    assert default().find_near(text, offset, around=2000) == whole


def test_an_empty_text_has_no_entities() -> None:
    assert Recogniser.of([], []).find("") == []
    assert default().find_near("", 0) == []
