from __future__ import annotations

from datetime import UTC, datetime

from msgspec.structs import replace

from store.model import Entity, ReportId, Span, Tag, TagId
from tui.reader import under

NOW = datetime(2026, 11, 22, tzinfo=UTC)
SPAN = Span(0, 4)
HOMS = Tag(TagId("a"), ReportId("r"), SPAN, "Location", "Homs", "", "ann", NOW, NOW)
OTHER = replace(HOMS, id=TagId("b"), label="Organisation")
PLACE, PERSON = Entity(SPAN, "Location", "r"), Entity(SPAN, "Person", "r")


def test_what_is_tagged_so_already_is_there_once() -> None:
    assert under.stack([HOMS], [PLACE, PERSON]) == [HOMS, PERSON]
    assert under.stack([], [PLACE]) == [PLACE]


def test_one_goes_round_and_begins_with_the_first() -> None:
    items = under.stack([HOMS, OTHER], [PERSON])
    chosen, seen = None, list[under.Item]()
    for _ in range(4):
        item = under.following(items, chosen)
        assert item is not None
        chosen = under.mark(item)
        seen.append(item)
    assert seen == [OTHER, PERSON, HOMS, OTHER]
    assert under.following([], None) is None


def test_a_tag_stays_chosen_when_it_changes_and_is_forgotten_when_it_goes() -> None:
    changed = replace(OTHER, label="Weapon")
    assert under.current([HOMS, changed], under.mark(OTHER)) == 1
    assert under.current([HOMS], under.mark(OTHER)) == 0
