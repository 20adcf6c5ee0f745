"""One file of a library: whole, locked, versioned, and left alone when damaged."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from store.database import Database
from store.errors import Damaged, LibraryError, NewerSchema, NotFound, SaveFailed
from store.lines import Row, encode, lines_of
from store.migrating import SCHEMA

DAMAGED = {
    "empty": b"",
    "cut": b'{\n"schema":{\n"1":{"id":"schema","ver',
    "binary": bytes(range(256)),
    "number": b"7",
    "null": b"null",
    "list": b"[]",
    "foreign": b'{"name": "somebody else"}',
    "deep": b"[" * 100_000,
    "no version": b'{"schema":{"1":{"id":"schema"}}}',
    "version of no kind": b'{"schema":{"1":{"version":"new"}}}',
    "version of no end": b'{"schema":{"1":{"version":1e999}}}',
    "version of no number": b'{"schema":{"1":{"version":NaN}}}',
    "many digits": b'{"schema":{"1":{"version":' + b"9" * 5_000 + b"}}}",
}
BAD_TABLES = ["[]", '{"1": 5}', '{"1": "abc"}', '{"x": {"id": 1}}', '{"1": null}', '{"1": [[1]]}']


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(tmp_path / "file.json", tmp_path / ".lock")
    made.create({"things": [{"id": "a", "value": 1}, {"id": "b", "value": 2}]})
    return made


def things(database: Database) -> list[Row]:
    with database.reading() as tables:
        return tables.rows("things")


def test_rows_are_put_changed_and_dropped(database: Database) -> None:
    with database.changing() as tables:
        tables.put("things", {"id": "c", "value": 3})
        tables.put("things", {"id": "a", "value": 9})
        tables.drop("things", "b")
        tables.drop("things", "never")
    assert things(database) == [{"id": "a", "value": 9}, {"id": "c", "value": 3}]


def test_many_rows_are_put_and_dropped_by_one_look_at_the_table(
    database: Database, looks: list[object]
) -> None:
    with database.changing() as tables:
        tables.put("things", *({"id": name, "value": 0} for name in "zbyxa"))
        tables.drop("things", "y", "never", "b")
        tables.put("things")
        tables.drop("things")
    assert [row["id"] for row in things(database)] == ["a", "z", "x"]
    assert [row["value"] for row in things(database)] == [0, 0, 0]
    assert len(looks) == 4


def test_putting_some_fields_keeps_the_others(database: Database) -> None:
    with database.changing() as tables:
        tables.put("things", {"id": "a", "more": True})
    assert things(database)[0] == {"id": "a", "value": 1, "more": True}


def test_a_change_is_one_save(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    saves: list[object] = []
    replace = Path.replace

    def counted(path: Path, target: Path) -> Path:
        saves.append(target)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", counted)
    with database.changing() as tables:
        for number in range(5):
            tables.put("things", {"id": f"n{number}"})
    assert saves == [database.path]


def test_a_block_that_changes_nothing_writes_nothing(database: Database) -> None:
    inode = database.path.stat().st_ino
    with database.changing() as tables:
        tables.rows("things")
    assert database.path.stat().st_ino == inode


def test_dropping_what_is_not_there_writes_nothing(database: Database) -> None:
    inode = database.path.stat().st_ino
    with database.changing() as tables:
        tables.drop("things", "never")
        tables.drop("nothing", "never")
    assert database.path.stat().st_ino == inode


def test_a_save_builds_on_what_others_have_saved_since(database: Database) -> None:
    other = Database(database.path, database.path.parent / ".lock")
    for number, saver in enumerate([database, other, other, database]):
        with saver.changing() as tables:
            tables.put("things", {"id": number})
    content = database.path.read_bytes().replace(b'"value":1', b'"value":7')
    database.path.write_bytes(content)
    with database.changing() as tables:
        assert tables.rows("things")[0] == {"id": "a", "value": 7}
        tables.put("things", {"id": 4})
    assert [row["id"] for row in things(database)] == ["a", "b", 0, 1, 2, 3, 4]
    assert things(database)[0]["value"] == 7


def test_what_a_failed_block_changed_is_not_taken_for_saved(database: Database) -> None:
    with database.changing() as tables:
        tables.put("things", {"id": "c"})

    def change() -> None:
        with database.changing() as tables:
            tables.put("things", {"id": "a", "value": "lost"})
            tables.drop("things", "b")
            tables.rows("things")[1]["id"] = "mine alone"
            raise NotFound("no such tag")

    with pytest.raises(NotFound):
        change()
    with database.changing() as tables:
        assert tables.rows("things") == things(database)
        tables.put("more", {"id": "d"})
    assert [row["id"] for row in things(database)] == ["a", "b", "c"]
    assert things(database)[0]["value"] == 1


def test_keys_are_never_taken_twice(database: Database) -> None:
    content = b'{"schema":{"1":{"version":1}},"things":{"9":{"id":"a"},"2":{"id":"b"},"3":{}}}'
    database.path.write_bytes(content)
    for number in range(8):
        with database.changing() as tables:
            tables.put("things", {"id": number})
    with database.changing() as tables:
        tables.drop("things", 3)
        tables.put("things", {"id": "last"})
    found = [row.get("id") for row in things(database)]
    assert found == ["a", "b", None, 0, 1, 2, 4, 5, 6, 7, "last"]


@pytest.mark.parametrize("mode", [0o400, 0o444])
def test_a_file_marked_read_only_is_honoured_and_named(mode: int, database: Database) -> None:
    before = database.path.read_bytes()
    database.path.chmod(mode)
    with (
        pytest.raises(SaveFailed, match=r"file\.json could not be written: it is marked read-only"),
        database.changing() as tables,
    ):
        tables.put("things", {"id": "c"})
    assert database.path.read_bytes() == before


def test_a_folder_that_nobody_may_write_to_is_named(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("store.files.write_temporary", denied)
    said = rf"file\.json could not be written: Permission denied; .* {database.path.parent}$"
    with pytest.raises(SaveFailed, match=said), database.changing() as tables:
        tables.put("things", {"id": "c"})


def test_a_block_that_raises_saves_nothing(database: Database) -> None:
    before = database.path.read_bytes()

    def change() -> None:
        with database.changing() as tables:
            tables.put("things", {"id": "c"})
            raise NotFound("no such tag")

    with pytest.raises(NotFound):
        change()
    assert database.path.read_bytes() == before


def test_plain_tinydb_opens_the_file(database: Database) -> None:
    with TinyDB(database.path) as plain:
        assert plain.table("things").all() == [{"id": "a", "value": 1}, {"id": "b", "value": 2}]
        assert plain.table("schema").all() == [{"id": "schema", "version": SCHEMA}]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('ab"\\\n\u2028'), inner, max_size=3)
    ),
    max_leaves=4,
)


NAMES = st.text('ab "\\é\n', max_size=4)
ROWS = st.dictionaries(NAMES, JSON, max_size=3)


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(NAMES, st.dictionaries(st.integers(1, 20).map(str), ROWS, max_size=3)))
def test_encoded_tables_are_json_with_a_line_a_row(tables: dict[str, dict[str, Row]]) -> None:
    data = encode(lines_of(tables))
    assert json.loads(data) == tables
    rows = sum(len(table) for table in tables.values())
    lines = data.decode().rstrip("\n").split("\n")
    assert rows == 0 or len(lines) == 2 + rows + sum(2 if t else 1 for t in tables.values())


@pytest.mark.parametrize("value", ["\ud800", float("nan"), float("inf")])
def test_what_json_cannot_hold_is_not_saved(value: object, database: Database) -> None:
    before = database.path.read_bytes()
    with pytest.raises(SaveFailed, match=r"file\.json"), database.changing() as tables:
        tables.put("things", {"id": "c", "value": value})
    assert database.path.read_bytes() == before
    assert sorted(os.listdir(database.path.parent)) == [".lock", "file.json"]


@pytest.mark.parametrize("content", DAMAGED.values(), ids=list(DAMAGED))
def test_a_damaged_file_is_named_and_never_rewritten(content: bytes, database: Database) -> None:
    database.path.write_bytes(content)
    with pytest.raises(Damaged, match=r"file\.json"):
        things(database)
    with pytest.raises(Damaged), database.changing() as tables:
        tables.put("things", {"id": "c"})
    assert database.path.read_bytes() == content


@pytest.mark.parametrize("table", BAD_TABLES)
def test_a_table_of_another_shape_is_damage(table: str, database: Database) -> None:
    content = f'{{"schema":{{"1":{{"version":1}}}},"things":{table}}}'
    database.path.write_text(content)
    with pytest.raises(Damaged, match=r"file\.json"):
        things(database)
    with pytest.raises(Damaged), database.changing() as tables:
        tables.put("things", {"id": "c"})
    assert database.path.read_text() == content


def test_a_file_of_a_later_version_is_left_alone(database: Database) -> None:
    content = '{"schema":{"1":{"id":"schema","version":99}},"new":{}}'
    database.path.write_text(content)
    with pytest.raises(NewerSchema, match=r"file\.json.*schema 99.*update spantag"):
        things(database)
    with pytest.raises(NewerSchema), database.changing() as tables:
        tables.put("things", {"id": "c"})
    assert database.path.read_text() == content


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    database = Database(tmp_path / "none.json", tmp_path / ".lock")
    with pytest.raises(NotFound, match=r"none\.json"), database.changing() as tables:
        tables.put("things", {"id": "c"})
    assert not database.path.exists()


def test_a_folder_in_its_place_is_damage(tmp_path: Path) -> None:
    (tmp_path / "file.json").mkdir()
    with pytest.raises(Damaged, match=r"file\.json"):
        things(Database(tmp_path / "file.json", tmp_path / ".lock"))


@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (Path, "replace"), (os, "open")])
def test_a_full_disk_is_told_and_changes_nothing(
    owner: object, name: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = database.path.read_bytes()
    with database.changing() as tables:  # so that the lock file is there
        tables.rows("things")
    with pytest.raises(LibraryError, match=r"(file\.json|\.lock).*No space left") as caught:
        _change_under(owner, name, full, database, monkeypatch)
    assert isinstance(caught.value, SaveFailed)
    assert database.path.read_bytes() == before
    assert sorted(os.listdir(database.path.parent)) == [".lock", "file.json"]


def _change_under(
    owner: object,
    name: str,
    failing: object,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with database.changing() as tables:
        tables.put("things", {"id": "c"})
        monkeypatch.setattr(owner, name, failing)
