"""Title, source and date as a report states them near its top; what is not stated stays empty."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from store.importing import dates

MAX_TITLE = 300
"""The longest title, in code points."""

_KNOWN = 2 * 30
"""For how many lines it is remembered what they are: each of the first is asked three times."""
_TOP_LINES = 30
_TOP_CHARS = 3_000
_TITLE_CHARS = 100_000
_LONGEST_LABEL = 40
_PARTS = re.compile(r"\s+[|•·]\s+|\t+")
_HEADING = re.compile(r"#{1,6}[ \t]+|[ \t]+#+$")
_CLOCK = re.compile(
    r"(?:[\s,،T|@–-]*(?:at |في )?\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d+)?)?)?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{1,5}\)?|[+-]\d{2}:?\d{2})?\s*(?:г\.|р\.|م)?\s*[.)\]]?\s*",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|[.,]\d)")
_BYLINE = re.compile(r"By [^/\n]{2,60} / (?P<agency>[^/\n]{2,60})\Z")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report says of itself."""

    title: str
    source: str
    published: date | None


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of an agency report: `BAGHDAD, March 14, 2017 (Reuters) -`."""

    agency: str
    month: int | None
    day: int | None
    year: int | None


@cache
def _words() -> dict[str, frozenset[str]]:
    """Return the words of `labels.toml`, in lower case."""
    content = files("store.importing").joinpath("labels.toml").read_text(encoding="utf-8")
    return {
        kind: frozenset(word.casefold() for word in words)
        for kind, words in tomllib.loads(content).items()
    }


@cache
def _datelines() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of datelines with and without a date: place, agency, dash."""
    month = dates.month_pattern()
    day_first = rf"(?P<d1>\d{{1,2}}) {month.replace('name', 'm1')}"
    month_first = rf"{month.replace('name', 'm2')} (?P<d2>\d{{1,2}})"
    day = rf"(?:{day_first}|{month_first})(?:[,،]? (?P<y>(?:19|20)\d\d))?(?!\d)"
    name = r"[^\W\d_][^()/\n]{1,40}"
    agency = rf" (?:\((?P<round>{name})\)|/(?P<slashes>{name})/)"
    place = r"(?P<place>[^\W\d_][^\d()\n.:;]{1,60}?)"
    dash = r"\s*[-–—:](?=\s|\Z)"
    return (
        re.compile(rf"{place}[,،] {day}[.,]?(?:{agency}(?:{dash})?|{dash})", re.IGNORECASE),
        re.compile(rf"{place}{agency}{dash}"),
    )


def title(text: str) -> str:
    """Return the first line that is a title, trimmed, at most `MAX_TITLE` code points.

    Passed over are lines without letters, page furniture, dates and labelled lines; a line
    labelled `Title:` or `Subject:` gives what follows. If only dates and labels stand there, the
    first of them is the title; empty if no line has a letter or digit.
    """
    spare = ""
    for line in _lines(text[:_TITLE_CHARS]):
        content = _HEADING.sub("", line).strip()
        if not any(map(str.isalnum, content)) or content.casefold() in _words()["boilerplate"]:
            continue
        kind, value = _label(content)
        if kind == "title":
            return value[:MAX_TITLE].rstrip()
        if not kind and not any(map(date_line, _PARTS.split(content))):
            return content[:MAX_TITLE].rstrip()
        spare = spare or content[:MAX_TITLE].rstrip()
    return spare


def published(text: str) -> date | None:
    """Return the date of publication if the first lines state it, else None.

    A labelled date is believed first, then a line that is a date, then a dateline. A dateline
    without year takes the one year that the first lines state; if they state several, or none, no
    date is guessed. First lines: 30, of 3,000 code points.
    """
    lines = _top(text)
    labelled = (value for kind, value in map(_label, lines) if kind == "published")
    parts = (part for line in filter(dates.may_hold, lines) for part in _PARTS.split(line))
    for candidate in (*labelled, *parts):
        if found := date_line(candidate):
            return found
    return _dateline_date(lines)


def source(text: str) -> str:
    """Return who published the text if the first lines say so, else an empty string.

    A line such as `Source: SANA` is believed first, then a dateline's agency, then a byline such as
    `By A. Writer / Agency`.
    """
    lines = _top(text)
    for kind, value in map(_label, lines):
        if kind == "source":
            return value
    for line in lines:
        if ("(" in line or "/" in line) and (found := dateline(line)) and found.agency:
            return found.agency
    bylines = (match for match in map(_BYLINE.match, lines) if match)
    return next((match["agency"].strip() for match in bylines), "")


def date_line(line: str) -> date | None:
    """Return the date that a line consists of, after an optional label, weekday or place."""
    kind, value = _label(line)
    rest = value if kind == "published" else line
    if len(rest) > 80:
        return None
    for start, end, found in dates.dates_in(rest):
        if _may_precede(rest[:start], labelled=bool(kind)) and _CLOCK.fullmatch(rest[end:]):
            return found
    return None


@lru_cache(_KNOWN)
def dateline(line: str) -> Dateline | None:
    """Return what the dateline with which a line begins says, if it is one.

    Without a date the place must be in capitals (or in a script without case) and a dash must
    follow the agency, or any phrase with brackets would be one.
    """
    dated, undated = _datelines()
    has_agency = "(" in line or "/" in line
    has_date = dates.may_hold(line)
    if not (has_agency or has_date):
        return None
    digits = dates.with_ascii_digits(line)
    match = dated.match(digits) if has_date else None
    if match is None and has_agency:
        match = undated.match(digits)
    if match is None or not (match.re is dated or _is_capitals(match["place"])):
        return None
    parts = match.groupdict(default="")
    agency = (parts["round"] or parts["slashes"]).strip()
    if match.re is undated:
        return Dateline(agency, None, None, None)
    month = dates.month_number(parts["m1"] or parts["m2"])
    return Dateline(agency, month, int(parts["d1"] or parts["d2"]), int(parts["y"] or 0) or None)


def _is_capitals(place: str) -> bool:
    """Tell whether a few words are in capitals, or in a script that has none."""
    return place == place.upper() and len(place.split()) <= 4


def _dateline_date(lines: list[str]) -> date | None:
    for line in lines:
        found = dateline(line)
        if found and found.month and found.day:
            year = found.year or _only_year(lines)
            return dates.day_of(year, found.month, found.day) if year else None
    return None


def _only_year(lines: list[str]) -> int | None:
    """Return the year that the lines state, if it is one and the same throughout."""
    top = dates.with_ascii_digits("\n".join(lines))
    years = {int(year) for year in _YEAR.findall(top)}
    return years.pop() if len(years) == 1 and _stated_year().search(top) else None


@cache
def _stated_year() -> re.Pattern[str]:
    """Return the pattern of four digits that are surely a year, unlike `2000 fighters`."""
    before = rf"{dates.month_pattern()}(?: \d{{1,2}},)?|\b(?:in|of|since|until|during)|©|\("
    return re.compile(
        rf"(?:{before})\s{{0,2}}{_YEAR.pattern}|{_YEAR.pattern}-\d\d-\d\d", re.IGNORECASE
    )


def _may_precede(words: str, labelled: bool) -> bool:
    """Tell whether words before a date leave the line a date: none, a weekday, or a place."""
    before = words.strip(" \t([*_")
    bare = before.rstrip(",،. ")
    if not bare or bare.casefold() in _words()["days"] | _words()["published"]:
        return True
    return not labelled and before[-1] in ",،" and len(bare.split()) <= 2 and bare[0].isupper()


def _label(line: str) -> tuple[str, str]:
    """Return the kind of a labelled line (`published`, `source`, `title`) and its value."""
    if line.find(":", 0, _LONGEST_LABEL + 1) < 0:  # as nearly all lines
        return "", ""
    name, _, value = line[: _LONGEST_LABEL + MAX_TITLE].partition(":")
    word = name.strip(" \t*_#>-").casefold()
    if not value.strip(" \t*_"):
        return "", ""
    kinds = (kind for kind in ("published", "source", "title") if word in _words()[kind])
    return next(kinds, ""), value.strip(" \t*_")


def _top(text: str) -> list[str]:
    """Return the first lines that hold something, trimmed."""
    lines = text[:_TOP_CHARS].split("\n")[:_TOP_LINES]
    return list(filter(None, map(str.strip, lines)))


def _lines(text: str) -> Iterator[str]:
    """Yield the lines, each cut to what a title may need."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield text[start : min(end, start + 2 * MAX_TITLE)]
        start = end + 1
