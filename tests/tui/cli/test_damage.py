"""Any value in any file of a library may be wrong: commands say so, and rewrite nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.library import Library
from store.model import Report, Span

Run = Callable[..., tuple[int, str, str]]
WRONG: list[object] = [
    None,
    True,
    -1,
    10**30,
    2.5,
    "",
    "\ud800\x1b",
    [],
    [[]],
    {},
    {"a": {}},
    [None, None],
]
COMMANDS = ["list", "tags", "export", "check", "labels", "show", "list --json", "show --json"]


def places(value: Any) -> list[tuple[Any, ...]]:
    """Return the path of keys to every value inside a JSON value."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    return [()] + [(key, *rest) for key, inner in items for rest in places(inner)]


def with_wrong(value: Any, place: tuple[Any, ...], wrong: object) -> Any:
    if not place:
        return wrong
    copy = value.copy()
    copy[place[0]] = with_wrong(copy[place[0]], place[1:], wrong)
    return copy


@pytest.mark.parametrize("name", ["report", "library"])
def test_no_wrong_value_costs_more_than_a_line(
    name: str, run: Run, library: Library, report: Report
) -> None:
    tagging = library.tagging(report.id)
    tag = tagging.tag(Span(4, 8), "Person", note="n")
    tagging.relabel(tag.id, "Weapon")
    path = library.folder / "library.json"
    if name == "report":
        path = library.folder / "reports" / f"{report.id}.json"
    original = json.loads(path.read_bytes())

    @settings(
        deadline=None,
        max_examples=100,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.sampled_from(places(original)), st.sampled_from(WRONG), st.sampled_from(COMMANDS))
    def check(place: tuple[Any, ...], wrong: object, command: str) -> None:
        path.write_text(json.dumps(with_wrong(original, place, wrong)))
        before = path.read_bytes()
        first, *rest = command.split()
        status, _, err = run(first, *rest, *([report.id] if first == "show" else []))
        assert not err or status == 1
        assert status in (0, 1)
        assert all(line.startswith("spantag: ") for line in err.splitlines())
        assert "\x1b" not in err
        assert path.read_bytes() == before

    check()
