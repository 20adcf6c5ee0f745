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


def test_on_a_span_lie_its_own_tags_the_latest_label_first_then_what_covers_it() -> None:
    wide = replace(HOMS, id=TagId("c"), span=Span(0, 9))
    short, here = replace(HOMS, id=TagId("d"), span=Span(0, 2)), Entity(Span(0, 2), "Person", "r")
    tags, entities = [short, HOMS, OTHER, wide], [here, PERSON]
    assert under.on(SPAN, "Organisation", tags, entities) == ([OTHER, HOMS, wide], [PERSON])
    assert under.on(SPAN, "Location", [short, wide], entities) == ([], [])
