"""The lines of a file: taken as they are only where that is proved."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store.database import Database
from store.errors import LibraryError
from store.lines import Row, Table, encode, line_of, lines_in, lines_of, parser
from store.migrating import SCHEMA

TABLES: dict[str, dict[str, Row]] = {
    "schema": {"1": {"id": "schema", "version": SCHEMA}},
    "empty": {},
    "things": {
        "1": {"id": "a", "quote": 'he "said":\n{}', "nested": [{"id": 7}, None, 1.5e3]},
        "3": {"id": "b", "quote": "مرحبا 👩‍👩‍👦 \x1b[31m\u202e\x00"},
    },
}
CONTENT = encode(lines_of(TABLES))
SCHEMA_ROW = line_of("1", TABLES["schema"]["1"]).partition(b":")[2]
OTHER_FORMS = {
    "indented": json.dumps(TABLES, indent=1).encode(),
    "on one line": json.dumps(TABLES).encode(),
    "with a BOM": b"\xef\xbb\xbf" + CONTENT,
    "UTF-16": CONTENT.decode().encode("utf-16"),
    "a row on two lines": CONTENT.replace(b'{"id":"a",', b'{"id":"a",\n'),
    "without its last line end": CONTENT[:-1],
    "a key twice": CONTENT.replace(b'"3":{', b'"1":{"id":"c"},\n"3":{'),
    "a table twice": CONTENT.replace(b'"empty":{}', b'"empty":{},\n"things":{}'),
    "NaN": CONTENT.replace(b"1500.0", b"NaN"),
    "a lone surrogate": CONTENT.replace(b"[31m", b"\\ud800"),
}
NO_TABLES = {
    "no row": CONTENT.replace(SCHEMA_ROW, b"7"),
    "a list": CONTENT.replace(SCHEMA_ROW, b"[]"),
    "a key that is no number": CONTENT.replace(b'"3":', b'"x":'),
    "a key of other digits": CONTENT.replace(b'"3":', '"٣":'.encode()),
    "not UTF-8": CONTENT.replace(b"[31m", b"\xff"),
    "a raw control": CONTENT.replace(b"[31m", b"\x01"),
    "an unknown escape": CONTENT.replace(b"[31m", b"\\q"),
    "a number begun by 0": CONTENT.replace(b"1500.0", b"01"),
    "two documents": CONTENT + CONTENT,
    "zeros behind": CONTENT + bytes(512),
    "empty": b"",
}


def test_a_file_in_line_form_is_taken_as_it_is() -> None:
    assert lines_in(CONTENT) == lines_of(TABLES)
    assert lines_of(TABLES)["things"]["3"] == line_of("3", TABLES["things"]["3"])


@pytest.mark.parametrize("content", OTHER_FORMS.values(), ids=list(OTHER_FORMS))
def test_json_of_another_form_must_be_parsed(content: bytes) -> None:
    assert content != CONTENT
    assert lines_in(content) is None
    assert json.loads(content)["schema"] == TABLES["schema"]


@pytest.mark.parametrize("content", NO_TABLES.values(), ids=list(NO_TABLES))
def test_what_is_no_file_of_tables_is_not_taken(content: bytes) -> None:
    assert content != CONTENT
    assert lines_in(content) is None


def test_a_line_is_parsed_once_into_what_its_row_must_be() -> None:
    parsed: list[str] = []

    class Thing(msgspec.Struct):
        id: str

        def __post_init__(self) -> None:
            parsed.append(self.id)

    parse = parser(Thing)
    table = Table({"1": line_of("1", {"id": "a", "more": 1}), "2": line_of("2", {"id": "b"})})
    for _ in range(2):
        assert [thing.id for thing in table.parsed(parse)] == ["a", "b"]
    table["3"] = line_of("3", {"id": "c"})
    assert [thing.id for thing in table.parsed(parse)] == ["a", "b", "c"]
    assert parsed == ["a", "b", "c"]
    table["4"] = line_of("4", {"id": 7})
    with pytest.raises(ValueError, match="id"):
        table.parsed(parse)


CHANGES = st.tuples(st.sampled_from(["put", "drop", "copy", "ask"]), st.integers(1, 4), st.text())


@given(st.lists(CHANGES, max_size=12))
def test_what_a_table_remembers_is_what_it_holds(changes: list[tuple[str, int, str]]) -> None:
    def parse(lines: Iterable[bytes]) -> list[str]:
        return [json.loads(line.partition(b":")[2])["id"] for line in lines]

    table, rows = Table(), dict[str, Row]()
    former: list[tuple[Table, dict[str, Row]]] = []
    for what, number, text in changes:
        key = str(number)
        if what == "put":
            rows[key] = {"id": text}
            table[key] = line_of(key, rows[key])
        elif what == "drop" and key in rows:
            del rows[key], table[key]
        elif what == "copy":
            former.append((table, dict(rows)))
            table = table.copy()
        else:
            table.body()
            table.parsed(parse)
    for each, held in [*former, (table, rows)]:
        assert list(each.parsed(parse)) == [row["id"] for row in held.values()]
        assert json.loads(b"{" + each.body() + b"}") == held


def damaged(at: int, removed: int, put: bytes) -> bytes:
    at %= len(CONTENT) + 1
    return CONTENT[:at] + put + CONTENT[at + removed :]


@settings(deadline=None, max_examples=300)
@given(st.integers(0, len(CONTENT)), st.integers(0, 40), st.binary(max_size=3))
@example(0, 0, b"")
@example(len(CONTENT) - 2, 2, b"")
def test_what_is_taken_is_always_json_of_the_same_rows(at: int, removed: int, put: bytes) -> None:
    content = damaged(at, removed, put)
    lines = lines_in(content)
    if lines is not None:
        assert encode(lines) == content
        rows = {
            name: {key: json.loads(line.partition(b":")[2]) for key, line in table.items()}
            for name, table in lines.items()
        }
        assert json.loads(content) == rows


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(CONTENT)), st.integers(0, 40), st.binary(max_size=3))
def test_a_damaged_file_is_never_written_over(
    tmp_path_factory: pytest.TempPathFactory, at: int, removed: int, put: bytes
) -> None:
    path: Path = tmp_path_factory.mktemp("damaged") / "file.json"
    content = damaged(at, removed, put)
    path.write_bytes(content)
    try:
        with Database(path, path.with_name(".lock")).changing() as tables:
            tables.put("more", {"id": "new"})
    except LibraryError:
        assert path.read_bytes() == content
    else:
        before = json.loads(content)
        assert json.loads(path.read_bytes()) == {"more": {"1": {"id": "new"}}, **before}
