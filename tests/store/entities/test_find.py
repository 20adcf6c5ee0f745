"""What the shipped rules and gazetteers make of a report as a whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities import default, find

REPORT = """\
Cells In Deir Al-Zour Receive Drones
December 29, 2023

On December 28, 2023, a local outlet reported that Iran's Islamic Revolutionary Guards Corps
(IRGC) held a course in Albukamal, Syria, for users of Muhajir and Ababil drones. Fighters of the
Hizbullah Brigades attended. The IRGC commander, "Hajj Abbas," opened it, and the outlet
published a 30-second video of him. Later Gen. John Harlow of U.S. Central Command spoke about
the Northern Relief Council (NRC). The NRC had no comment, said Harlow."""

EXPECTED = {
    "Islamic Revolutionary Guards Corps": "Organisation",
    "IRGC": "Organisation",
    "Deir Al-Zour": "Location",
    "December 28, 2023": "Temporal",
    "Muhajir": "MilitaryPlatform",
    "Hizbullah Brigades": "Organisation",
    "Hajj Abbas": "Person",
    "30-second": "Temporal",
    "Gen. John Harlow": "Person",
    "Harlow": "Person",
    "NRC": "Organisation",
}


@pytest.mark.parametrize(("mention", "label"), EXPECTED.items())
def test_a_report_in_the_manner_of_the_field(mention: str, label: str) -> None:
    assert (mention, label) in {(e.span.of(REPORT), e.label) for e in find(REPORT)}


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters() | st.sampled_from("Gen. Mosul IRGC 12:3[]«\u202eا\u0301\ud800\x1b")))
def test_entities_lie_in_the_text_in_order(text: str) -> None:
    entities = find(text)
    assert all(entity.span.of(text) for entity in entities)
    assert entities == sorted(entities, key=lambda e: (e.span.start, -e.span.end, e.label))


def test_all_labels_of_the_scheme_can_be_found() -> None:
    scheme = "Person Organisation Location Nationality Temporal Quantity Money Weapon Vehicle Url"
    scheme += " MilitaryPlatform DocumentReference CommsIdentifier Coordinate Frequency"
    assert default().labels == set(scheme.split())


def test_finding_is_repeatable() -> None:
    assert find(REPORT) == find(REPORT)
