"""What is kept of a damaged report besides its tags and edits."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from store import copies
from store.backup import backup
from store.check import problems
from store.database import Database
from store.edit_rows import review_row
from store.errors import Damaged
from store.library import Library
from store.lines import Row
from store.model import Entity, ReportId, Span
from store.repair import repair
from store.reviews import Review, ReviewId, Verdict

TIME = datetime(2026, 11, 22, tzinfo=UTC)
REVIEWS: list[Row] = [
    review_row(Review(ReviewId(id_), span, label, quote, verdict, author, TIME))
    for id_, span, label, quote, verdict, author in (
        ("r1", Span(0, 4), "Person", "Badr", Verdict.REJECTED, "ann"),
        ("r2", Span(8, 13), "Place", "Basra", Verdict.ACCEPTED, "bób"),
    )
]


@pytest.fixture
def database(library: Library, tmp_path: Path) -> Database:
    """The file of a report with a tag and two reviewed suggestions."""
    source = tmp_path / "in.txt"
    source.write_text("Badr in Basra", encoding="utf-8")
    (outcome,) = library.import_paths([source])
    id_ = ReportId(str(outcome.report_id))
    library.tagging(id_).tag(Span(0, 4), "Person")
    database = Database(library.folder / "reports" / f"{id_}.json", library.folder / ".lock")
    with database.changing() as tables:
        for row in REVIEWS:
            tables.add("reviews", row)
    return database


def reviews(database: Database) -> list[Row]:
    with database.reading() as tables:
        return tables.rows("reviews")


def test_reviews_are_salvaged_from_a_damaged_file(library: Library, database: Database) -> None:
    damaged = database.path.read_bytes().replace(b'"edits":{', b'"edits":[', 1)
    database.path.write_bytes(damaged)
    (step,) = repair(library)
    assert step.done
    assert reviews(database) == REVIEWS


def test_reviews_come_back_from_a_backup_joined_with_later_tags(
    library: Library, database: Database, tmp_path: Path
) -> None:
    backup(library.folder, tmp_path / "saved.zip")
    id_ = ReportId(database.path.stem)
    library.tagging(id_).tag(Span(8, 13), "Location")
    damaged = database.path.read_bytes().replace(b'"edits":{', b'"edits":[', 1)
    database.path.write_bytes(damaged)
    with copies.opened(tmp_path / "saved.zip") as saved:
        (step,) = repair(library, [saved])
    assert step.done
    assert reviews(database) == REVIEWS
    assert len(library.tags(id_)) == 2


@pytest.mark.parametrize(
    "bad", [{"verdict": "perhaps"}, {"end": 99}, {"start": -1}, {"time": "noon"}, {"quote": 3}]
)
def test_a_review_that_is_none_makes_a_report_damaged_and_is_left_out_of_its_repair(
    library: Library, database: Database, bad: Row
) -> None:
    with database.changing() as tables:
        tables.put("reviews", {"id": "r1", **bad})
    id_ = ReportId(database.path.stem)
    if bad != {"end": 99}:
        with pytest.raises(Damaged):
            library.reviews(id_)
        assert len(list(problems(library))) == 1
        (step,) = repair(library)
        assert step.done
        assert reviews(database) == REVIEWS[1:]
        assert len(library.tags(id_)) == 1
    assert library.suggestions(id_, [Entity(Span(8, 13), "Place", "r")]).open
