"""spaCy pipelines as recognisers (`pip install spantag[spacy]`), off unless the user names some.

Which ones, and how their labels are called here, says `plugins/spacy.toml` in the user's folder
(`own.user_folder()`), in the form of the file of that name that comes with spantag. It is read
there only: a pipeline runs code, so that no library that somebody sends may name one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from store.entities import own
from store.entities.own_files import Fault, content
from store.entities.plugins import Plugins
from store.errors import RuleError

FILE = "plugins/spacy.toml"
SHIPPED = Path(__file__).parent / "data" / FILE
STRETCH = 20_000
"""Code points that a pipeline reads at a time: it takes about 1 GB of memory for 100,000 of them,
and refuses more than a million, says spaCy's error E088."""
UNINSTALLED = "spaCy is not installed; install it with pip install 'spantag[spacy]'"


class Ent(Protocol):
    """What is used of a mention that a pipeline finds."""

    start_char: int
    end_char: int
    label_: str


class Doc(Protocol):
    """What is used of a text that a pipeline has read."""

    @property
    def ents(self) -> Iterable[Ent]:
        """Its mentions."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which pipelines are wanted, and what their labels are called here."""

    pipelines: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


class Pipeline:
    """One spaCy pipeline as a plug-in."""

    def __init__(
        self, name: str, version: str, read: Callable[[str], Doc], labels: Mapping[str, str]
    ) -> None:
        self.name = name
        self.version = version
        self._read = read
        self._labels = labels

    def find(self, text: str) -> Iterator[tuple[int, int, str, str]]:
        """Yield the mentions whose labels have a name here, with offsets in the whole text."""
        for offset, stretch in stretches(text):
            for ent in self._read(stretch).ents:
                if label := self._labels.get(ent.label_):
                    yield offset + ent.start_char, offset + ent.end_char, label, ""


def stretches(text: str, most: int = STRETCH) -> Iterator[tuple[int, str]]:
    """Yield a text in parts of at most so many code points, with where each begins; pure.

    They are cut after the last line end that fits, else after the last blank, else anywhere.
    """
    start = 0
    while start < len(text):
        end = start + most
        if end < len(text):
            cut = text.rfind("\n", start, end)
            cut = cut if cut >= 0 else text.rfind(" ", start, end)
            end = cut + 1 if cut >= 0 else end
        yield start, text[start:end]
        start = end


def load(name: str, labels: Mapping[str, str]) -> Pipeline:
    """Load a pipeline; it takes seconds.

    Raises:
        RuntimeError: if spaCy is not installed.
        Exception: whatever spaCy raises for a pipeline that it cannot load.
    """
    try:
        import spacy
    except ImportError as error:
        raise RuntimeError(UNINSTALLED) from error
    nlp: Any = spacy.load(Path(name).expanduser() if "/" in name else name)
    return Pipeline(plugin_name(name), str(nlp.meta.get("version", "")), nlp, labels)


def plugin_name(pipeline: str) -> str:
    """Return the name under which a pipeline is a plug-in: `spacy.` and the last part of a path."""
    return f"spacy.{Path(pipeline).name}"


def sources(settings: Settings) -> dict[str, Callable[[], object]]:
    """Return what loads each pipeline that is wanted, by the name of its plug-in."""

    def loader(pipeline: str) -> Callable[[], object]:
        return lambda: load(pipeline, settings.labels)

    return {plugin_name(name): loader(name) for name in settings.pipelines}


def settings(files: Sequence[Path] | None = None) -> Settings:
    """Return what files say, a later one over an earlier one; the user's over the shipped ones.

    It raises nothing: a file that cannot be used is among the faults.
    """
    pipelines: tuple[str, ...] = ()
    labels: dict[str, str] = {}
    faults = []
    for path in files or (SHIPPED, own.user_folder() / FILE):
        try:
            said = _said(path)
        except RuleError as error:
            faults.append(Fault(path, 0, error.message.removeprefix(f"{path} ")))
            continue
        pipelines = said.pipelines or pipelines
        labels |= said.labels
    return Settings(pipelines, labels, tuple(faults))


def plugins() -> Plugins:
    """Return the plug-ins that are installed and the pipelines that the user names, none loaded."""
    said = settings()
    return Plugins.installed(sources(said), [str(fault) for fault in said.faults])


def _said(path: Path) -> Settings:
    """Return what one file says; nothing if it does not exist.

    Raises:
        RuleError: if it cannot be used.
    """
    try:
        data = tomllib.loads(content(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RuleError(f"{path} cannot be read as TOML ({error}); mend or remove it") from error
    if unknown := sorted(data.keys() - {"pipelines", "labels"}):
        raise RuleError(f"{path} has an unknown key {unknown[0]!r}; use pipelines and [labels]")
    pipelines, labels = data.get("pipelines", []), data.get("labels", {})
    if not isinstance(pipelines, list) or not all(isinstance(one, str) for one in pipelines):
        raise RuleError(f'{path} is to name pipelines as a list, such as ["en_core_web_sm"]')
    if not isinstance(labels, dict) or not all(isinstance(one, str) for one in labels.values()):
        raise RuleError(f'{path} is to name labels as lines such as PERSON = "Person"')
    return Settings(tuple(pipelines), labels)
