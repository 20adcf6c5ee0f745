"""What lies under the cursor, and which of it commands are about; pure."""

from __future__ import annotations

from collections.abc import Sequence

from store.model import Entity, Span, Tag, TagId

Item = Tag | Entity
Mark = TagId | Entity
"""What tells an item from the others, also once its tag was changed."""


def stack(tags: Sequence[Tag], entities: Sequence[Entity]) -> list[Item]:
    """Return tags, then those of the entities that are not tags already, each in their order."""
    tagged = {(tag.span, tag.label) for tag in tags}
    return [*tags, *(one for one in entities if (one.span, one.label) not in tagged)]


def on(
    span: Span, label: str, tags: Sequence[Tag], entities: Sequence[Entity]
) -> tuple[list[Tag], list[Entity]]:
    """Return those tags and entities that cover a span: the span's own first, of these a label's.

    Nothing covers a span that has no tag of its own.
    """
    wide = [tag for tag in tags if tag.span.covers(span)]
    if not any(tag.span == span for tag in wide):
        return [], []
    wide.sort(key=lambda tag: (tag.span != span, tag.label != label))
    return wide, [entity for entity in entities if entity.span.covers(span)]


def mark(item: Item) -> Mark:
    """Return what an item is remembered by."""
    return item.id if isinstance(item, Tag) else item


def current(items: Sequence[Item], chosen: Mark | None) -> int:
    """Return the index of the chosen item, or of the first if that is not among them."""
    marks = list(map(mark, items))
    return marks.index(chosen) if chosen in marks else 0


def following(items: Sequence[Item], chosen: Mark | None) -> Item | None:
    """Return the item after the chosen one, the first after the last; None if there is none."""
    return items[(current(items, chosen) + 1) % len(items)] if items else None
