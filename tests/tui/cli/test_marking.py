"""Marks in a printed text: they nest, they say what is there, and nothing else moves."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import labels
from store.model import Entity, ReportId, Span, Tag, TagId
from tui.cli.marking import bracketed, coloured
from tui.display import visible

TIME = datetime(2026, 11, 22, tzinfo=UTC)
TEXT = "abc def\nghi\n\njkl"
SCHEME = labels.load()
NAMES = st.sampled_from(["Person", "Weapon", "Url"])
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 8)).map(
    lambda pair: Span(pair[0], min(pair[0] + pair[1], len(TEXT)))
)
Mark = Callable[..., str]


def tag(span: Span, label: str) -> Tag:
    return Tag(TagId("t"), ReportId("r"), span, label, span.of(TEXT), "", "ann", TIME, TIME)


def entity(span: Span, label: str) -> Entity:
    return Entity(span, label, "rule")


TAGS = st.lists(st.builds(tag, SPANS, NAMES), max_size=5)
ENTITIES = st.lists(st.builds(entity, SPANS, NAMES), max_size=5)


def covers(marked: str) -> tuple[str, list[list[str]]]:
    """Parse nested brackets; return the bare text, and what covers each of its code points."""
    tokens = re.findall(r"[{\[]|\|\w+[}\]]|.|\n", marked)
    bare: list[str] = []
    cover: list[list[str]] = []
    inside: list[tuple[int, str]] = []
    for token in tokens:
        if token in ("{", "["):
            inside.append((len(bare), token))
        elif token.startswith("|"):
            start, opening = inside.pop()
            assert {"{": "}", "[": "]"}[opening] == token[-1]
            for labels_ in cover[start:]:
                labels_.append(opening + token[1:-1])
        else:
            bare.append(token)
            cover.append([])
    assert not inside
    return "".join(bare), cover


@settings(deadline=None, max_examples=200)
@given(TAGS, ENTITIES)
def test_brackets_nest_whatever_crosses(tags: list[Tag], entities: list[Entity]) -> None:
    bare, cover = covers(bracketed(TEXT, tags, entities, SCHEME))
    assert bare == TEXT
    tagged = {tag.span for tag in tags}
    left = [each for each in entities if each.span not in tagged]
    expected = [
        ["{" + tag.label for tag in tags if offset in tag.span]
        + ["[" + each.label for each in left if offset in each.span]
        for offset in range(len(TEXT))
    ]
    assert [sorted(marks) for marks in cover] == [sorted(marks) for marks in expected]


def test_what_crosses_is_cut_where_the_other_ends() -> None:
    tags = [tag(Span(0, 5), "Person"), tag(Span(2, 7), "Weapon")]
    assert bracketed(TEXT, tags, [], SCHEME).startswith("{ab{c d|Weapon}|Person}{ef|Weapon}\nghi")


@settings(deadline=None, max_examples=100)
@given(TAGS, ENTITIES)
def test_colours_leave_the_text_alone_and_end_at_every_line(
    tags: list[Tag], entities: list[Entity]
) -> None:
    shown = coloured(TEXT, tags, entities, SCHEME)
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == TEXT
    for line in shown.split("\n"):
        assert line.count("\x1b[0m") * 2 == line.count("\x1b[")
        assert "\x1b[" not in line or line.rfind("\x1b[0m") == line.rfind("\x1b[")


@pytest.mark.parametrize("mark", [bracketed, coloured])
def test_hostile_text_is_made_visible(mark: Mark, hostile: str) -> None:
    assert mark(hostile, [], [], SCHEME) == visible(hostile, multiline=True)


def test_a_label_without_a_colour_is_still_marked() -> None:
    assert "\x1b[1;" in coloured(TEXT, [tag(Span(0, 3), "Ghost")], [], SCHEME)


def test_the_narrowest_tag_gives_the_colour() -> None:
    wide, narrow = tag(Span(0, 7), "Person"), tag(Span(4, 7), "Weapon")
    shown = coloured(TEXT, [wide, narrow], [], SCHEME)
    fill = next(label.colour for label in SCHEME if label.name == "Weapon")
    rgb = ";".join(str(int(fill[index : index + 2], 16)) for index in (1, 3, 5))
    assert re.search(rf"48;2;{rgb};4mdef\x1b\[0m", shown)
