"""The adapter for spaCy pipelines, with a stand-in, and with a real one where spaCy is."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entities import own, spacy_pipelines
from store.entities.plugins import Plugins
from store.entities.spacy_pipelines import Pipeline, stretches
from store.labels import load as load_labels
from store.model import Span

LABELS = ("Person", "Location", "Organisation")


def user_file(content: str) -> Path:
    path = own.user_folder() / spacy_pipelines.FILE
    path.parent.mkdir(parents=True)
    path.write_text(content)
    return path


def test_none_is_wanted_unless_the_user_names_one() -> None:
    found = spacy_pipelines.settings()
    assert found.pipelines == ()
    assert found.faults == ()
    assert spacy_pipelines.sources(found) == {}


def test_the_labels_of_the_shipped_file_are_in_the_scheme() -> None:
    scheme = {label.name for label in load_labels()}
    assert set(spacy_pipelines.settings().labels.values()) <= scheme


def test_the_user_names_pipelines_and_labels_over_the_shipped_ones() -> None:
    user_file('pipelines = ["en_x", "~/models/own"]\n[labels]\nORG = ""\nGPE = "Organisation"\n')
    found = spacy_pipelines.settings()
    assert found.pipelines == ("en_x", "~/models/own")
    assert (found.labels["ORG"], found.labels["GPE"]) == ("", "Organisation")
    assert found.labels["PERSON"] == "Person"
    assert list(spacy_pipelines.sources(found)) == ["spacy.en_x", "spacy.own"]


@pytest.mark.parametrize(
    "content", ["x", "[", "pipelines = 'a'", "pipelines = [1]", "[labels]\nA = 1", "other = 1"]
)
def test_a_file_that_cannot_be_used_is_named_and_the_shipped_one_holds(content: str) -> None:
    path = user_file(content)
    found = spacy_pipelines.settings()
    assert found.pipelines == ()
    assert found.labels["PERSON"] == "Person"
    assert [fault.path for fault in found.faults] == [path]
    (problem,) = spacy_pipelines.plugins().problems
    assert problem.startswith(str(path))


def test_mentions_are_mapped_to_labels_and_places_of_the_whole_text() -> None:
    text = "Ann left Homs.\n" * 3000

    def read(part: str) -> SimpleNamespace:
        names = [("Ann", "PERSON"), ("left", "X"), ("Homs", "GPE")]
        places = [(part.index(name), name, label) for name, label in names]
        return SimpleNamespace(
            ents=[
                SimpleNamespace(start_char=at, end_char=at + len(name), label_=label)
                for at, name, label in places
            ]
        )

    labels = {"PERSON": "Person", "GPE": "Location", "X": ""}
    found = list(Pipeline("spacy.x", "1", read, labels).find(text))
    assert len(found) == 2 * len(list(stretches(text)))
    assert {(text[start:end], label) for start, end, label, _ in found} == {
        ("Ann", "Person"),
        ("Homs", "Location"),
    }


@given(st.text("ab \n", max_size=60), st.integers(1, 9))
@settings(deadline=None, max_examples=100)
def test_stretches_are_the_text_in_parts(text: str, most: int) -> None:
    parts = list(stretches(text, most))
    assert "".join(part for _, part in parts) == text
    assert all(1 <= len(part) <= most for _, part in parts)
    assert all(text.startswith(part, at) for at, part in parts)


def test_a_pipeline_that_is_not_there_is_told() -> None:
    user_file('pipelines = ["no_such_pipeline"]')
    (outcome,) = spacy_pipelines.plugins().run("Homs", LABELS)
    assert outcome.problem.startswith("Plug-in spacy.no_such_pipeline: it failed (")


@pytest.mark.filterwarnings("ignore")  # spaCy's own
def test_a_real_pipeline_finds_its_names(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [{"label": "ORG", "pattern": "Zagrux Front"}, {"label": "MISC", "pattern": "Homs"}]
    )
    nlp.to_disk(tmp_path / "own")
    user_file(f'pipelines = ["{tmp_path}/own"]')
    sources = spacy_pipelines.sources(spacy_pipelines.settings())
    text = "😀 In Homs the Zagrux Front won."
    (outcome,) = Plugins(sources).run(text, LABELS)
    assert outcome.problem == ""
    (found,) = outcome.entities
    assert (found.label, found.rule) == ("Organisation", "plugin.spacy.own")
    assert found.span == Span(14, 26)
    assert found.span.of(text) == "Zagrux Front"
