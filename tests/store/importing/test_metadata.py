"""Title, source and date as stated, and nothing that is not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.importing import markdown, metadata

DAY = date(2023, 12, 29)
MARCH = date(2024, 3, 14)


@pytest.mark.parametrize(
    "line",
    [
        "December 29, 2023",
        "Dec. 29, 2023",
        "DECEMBER 29TH, 2023",
        "29 December 2023",
        "29th of December 2023",
        "29-Dec-2023",
        "2023-12-29",
        "2023/12/29",
        "2023-12-29 14:00",
        "Fri, 29 Dec 2023",
        "Friday, December 29, 2023 at 10:45 AM GMT",
        "Date: Fri, 29 Dec 2023 14:00:00 +0300",
        "Published: 2023-12-29T10:11:12Z",
        "Publication date: 29 December 2023",
        "**Date:** 29 December 2023",
        "Posted on December 29, 2023",
        "By A. Writer | December 29, 2023",
        "(29 December 2023)",
        "29/12/2023",
        "12/29/2023",
        "29.12.2023",
        "DTG: 291530ZDEC23",
        "291530Z DEC 23",
        "29 décembre 2023",
        "29 декабря 2023 г.",
        "29 грудня 2023 р.",
        "الجمعة، 29 ديسمبر 2023",
        "29 كانون الأول 2023",
        "٢٩ ديسمبر ٢٠٢٣",
        "۲۹ دسامبر ۲۰۲۳",
        "Beirut, 29 December 2023",
    ],
)
def test_a_line_that_is_a_date(line: str) -> None:
    assert metadata.published(f"A title\n{line}\nThe text, of 1999.") == DAY


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("29 كانون الثاني 2023", date(2023, 1, 29)),
        ("29 يناير 2023", date(2023, 1, 29)),
        ("29 ژانویه 2023", date(2023, 1, 29)),
        ("1er mai 2024", date(2024, 5, 1)),
        ("5 мая 2024", date(2024, 5, 5)),
        ("05/05/2024", date(2024, 5, 5)),
        ("29 February 2024", date(2024, 2, 29)),
    ],
)
def test_months_of_both_styles(line: str, expected: date) -> None:
    assert metadata.published(line) == expected


@pytest.mark.parametrize(
    "text",
    [
        "05/06/2023",
        "31 February 2023",
        "29 February 2023",
        "13/13/2023",
        "December 2023",
        "Updated: 29 December 2023",
        "Born: 29 December 1980",
        "On December 29, 2023, the convoy left.",
        "The war of 29 December 2023",
        "Version 2023.12.29",
        "29 December",
        "KYIV, March 14 — The general spoke.",
        "KYIV, March 14 — The general spoke of 2022 and 2023.",
        "KYIV, March 14 — The general has 2000 fighters.",
        "In Aleppo, 14 March 2024 was a holiday.",
        "Call 2023-12-2999",
        "",
    ],
)
def test_no_date_is_guessed(text: str) -> None:
    assert metadata.published(text) is None


@pytest.mark.parametrize(
    ("line", "expected", "agency"),
    [
        ("DAMASCUS, 14 March 2024 (SANA) The", MARCH, "SANA"),
        ("DAMASCUS, 14 March (SANA) The 2024 plan", None, "SANA"),
        ("DAMASCUS, 14 March (SANA) The plan signed in 2024", MARCH, "SANA"),
        ("BAGHDAD, March 14, 2024 (Reuters) - The", MARCH, "Reuters"),
        ("DEIR EZ-ZOR, Syria, March 14, 2024 (Wire) — The", MARCH, "Wire"),
        ("Damascus, 14 March 2024 (SANA) – The", MARCH, "SANA"),
        ("KYIV, 14 March 2024 — The", MARCH, ""),
        ("MOSCOW, March 14. /TASS/. Since 2024 the", MARCH, "TASS"),
        ("KYIV (Ukrinform) — The", None, "Ukrinform"),
        ("دمشق، 14 آذار 2024 (سانا) قال", MARCH, "سانا"),
        ("بغداد (واع) - أعلن", None, "واع"),
    ],
)
def test_datelines(line: str, expected: date | None, agency: str) -> None:
    text = f"A title\n\n{line} general spoke."
    assert metadata.published(text) == expected
    assert metadata.source(text) == agency


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title\nSource: Al-Furat Wire\n", "Al-Furat Wire"),
        ("Title\n**Source:** Al-Furat Wire", "Al-Furat Wire"),
        ("Title\nالمصدر: واع", "واع"),
        ("Title\nSource: A\nKYIV (Ukrinform) — The", "A"),
        ("Title\nBy A. Writer / Furat Wire\n", "Furat Wire"),
        ("Title\nBy A. Writer\n", ""),
        ("Title\nThe Popular Forces (PMF) — a body — said so.", ""),
        ("Title\nOur source: he said so", ""),
        ("Title\nSource:\n", ""),
        ("x\n" * 40 + "Source: too far down", ""),
    ],
)
def test_the_source_is_what_the_top_states(text: str, expected: str) -> None:
    assert metadata.source(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n\n  A title \nText", "A title"),
        ("## A title ##\nText", "A title"),
        ("***\n---\nprint\nA title", "A title"),
        ("December 29, 2023\nSource: X\nA title", "A title"),
        ("Subject: A title\nText", "A title"),
        ("29 December 2023\n", "29 December 2023"),
        ("...\n\n", ""),
        ("", ""),
        ("عنوان التقرير\nنص", "عنوان التقرير"),
        ("x" * 400, "x" * 300),
        ("\U0001f468\u200d\U0001f469" * 2 + " a", "\U0001f468\u200d\U0001f469" * 2 + " a"),
        ("[/] [red]A[/red] \x1b]0;x\x07", "[/] [red]A[/red] \x1b]0;x\x07"),
    ],
)
def test_the_title_is_the_first_line_of_content(text: str, expected: str) -> None:
    assert metadata.title(text) == expected


def test_a_labelled_date_goes_before_another() -> None:
    assert metadata.published("T\n1 May 2020\nPublished: 29 December 2023") == DAY


@pytest.mark.parametrize("ends", ["---", "..."])
def test_markdown_front_matter_is_believed(ends: str) -> None:
    text = f'---\ntitle: "The *real* title"\ndate: 2023-12-29\nsource: Furat\n{ends}\n# Other\n'
    found = markdown.facts(text)
    assert (found.title, found.source, found.published) == ("The real title", "Furat", DAY)


def test_markdown_without_front_matter_is_read_from_the_top() -> None:
    found = markdown.facts("---\n\n# A **bold** [link](http://example.org)\n\nDate: 2023-12-29\n")
    assert (found.title, found.source, found.published) == ("A bold link", "", DAY)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=400))
def test_any_text_has_facts(text: str) -> None:
    found = markdown.facts(text)
    assert len(found.title) <= metadata.MAX_TITLE
    assert "\n" not in found.title + found.source


@pytest.mark.parametrize("text", ["A, " * 200_000, "1 " * 400_000, "- " * 400_000, "\n" * 500_000])
def test_long_lines_cost_little(text: str) -> None:
    assert metadata.published(text) is None
    assert metadata.source(text) == ""
