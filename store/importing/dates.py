"""Dates as reports write them, in the languages of `months.toml`; nothing is guessed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

_DIGIT = re.compile("[0-9٠-٩۰-۹]")

_LONG_YEAR = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<!\d)(?P<d>\d{1,2})"
_NUMERIC = re.compile(rf"{_DAY}(?P<sep>[/.-])(?P<m>\d{{1,2}})(?P=sep){_LONG_YEAR}")
_ISO = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"
)
# Date-time group of NATO messages: day, hour, minute, zone, month, year of two digits.
_GROUP = re.compile(r"(?<!\d)(?P<d>\d{2})\d{4}[A-Z] ?(?P<name>[A-Z]{3}) ?(?P<yy>\d{2})(?!\d)")

_DIGITS = {
    ord(digit): str(value)
    for row in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
    for value, digit in enumerate(row)
}


@cache
def _months() -> dict[str, int]:
    """Return the names of the months, in lower case without full stop, with their numbers."""
    content = files("store.importing").joinpath("months.toml").read_text(encoding="utf-8")
    return {
        name.casefold(): number
        for months in tomllib.loads(content).values()
        for number, names in enumerate(months, start=1)
        for name in names
    }


@cache
def month_pattern() -> str:
    """Return a pattern for the name of a month, as group `name`, the longest names first."""
    names = sorted(_months(), key=len, reverse=True)
    return rf"(?P<name>{'|'.join(map(re.escape, names))})\b\.?"


@cache
def _named() -> tuple[re.Pattern[str], ...]:
    """Return the patterns for `December 29, 2023` and `29 December 2023`."""
    month = month_pattern()
    ordinal = r"(?:st|nd|rd|th|er|º|\.)?"
    month_first = rf"\b{month}\s{{1,3}}(?P<d>\d{{1,2}}){ordinal}\s{{0,3}}[,،]?\s{{0,3}}{_LONG_YEAR}"
    day_first = rf"{_DAY}{ordinal}[\s-]{{1,3}}(?:of |de )?{month}[\s,،-]{{1,3}}{_LONG_YEAR}"
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in (month_first, day_first))


def dates_in(text: str) -> Iterator[tuple[int, int, date]]:
    """Yield each full date of a text: start, end in code points, and the date.

    A date of digits counts only if it can be read in one way: `29/12/2023`, `05.05.2023`.
    """
    if not may_hold(text):
        return
    digits = with_ascii_digits(text)
    for pattern in (*_named(), _ISO, _NUMERIC, _GROUP):
        for match in pattern.finditer(digits):
            if found := _date(match):
                yield match.start(), match.end(), found


def may_hold(text: str) -> bool:
    """Tell whether a text has a digit, without which it has no date; most lines have none."""
    return _DIGIT.search(text) is not None


def with_ascii_digits(text: str) -> str:
    """Return a text with Arabic and Persian digits as 0 to 9, one for one."""
    return text if text.isascii() else text.translate(_DIGITS)


def month_number(name: str) -> int | None:
    """Return the number of a month, 1 to 12, by any name of it."""
    return _months().get(name.casefold().rstrip("."))


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the date, if there is such a day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    day, year = int(parts["d"]), int(parts.get("y") or 2000 + int(parts.get("yy") or 0))
    if name := parts.get("name"):
        month = month_number(name)
        return day_of(year, month, day) if month else None
    month = int(parts["m"])
    if match.re is _ISO or day == month:
        return day_of(year, month, day)
    # One of the two must be too large for a month, or the order is unknown.
    if day > 12 >= month:
        return day_of(year, month, day)
    return day_of(year, day, month) if month > 12 >= day else None
