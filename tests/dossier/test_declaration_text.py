"""A process written as TOML is read as the same process."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand
from tests.dossier.test_declaration import TOP, WHOLE

from vestibule.dossier import declaration
from vestibule.dossier.process import (
    Comparison,
    Decisions,
    Disclosure,
    Group,
    Language,
    Partner,
    Process,
    Profile,
)

said = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))
harmless = st.sampled_from(["Éleveurs", 'Ceux "du fleuve"', "A\\B", "Ligne\nligne"])
words = st.dictionaries(st.sampled_from(["fr", "en", "bm"]), said, min_size=1)
names = st.dictionaries(st.sampled_from(["fr", "en"]), harmless, min_size=1)
keys = st.from_regex(r"[a-z]{3}-[0-9]", fullmatch=True)


profile = st.builds(
    Profile,
    key=keys,
    names=names,
    side=st.sampled_from(["community", "civil_society", "other"]),
    restricted=st.booleans(),
)
forces = st.builds(
    Profile, key=keys, names=names, side=st.just("forces"), restricted=st.just(True)
)
language = st.builds(
    Language, key=keys, names=words, iso=st.none() | said, rtl=st.booleans()
)
partner = st.builds(
    Partner,
    key=keys,
    name=said,
    roles=st.lists(said, unique=True, max_size=3).map(tuple),
)
comparison = st.builds(
    Comparison,
    key=keys,
    names=names,
    basis=st.just("sex"),
    groups=st.just(
        (
            Group(key="w", names={"en": "Women"}, values=("female",)),
            Group(key="m", names={"en": "Men"}, values=("male",)),
        )
    ),
)


def several(what: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Return tuples of things whose keys differ."""
    return st.lists(what, max_size=3, unique_by=lambda one: one.key).map(tuple)  # type: ignore[attr-defined]


processes = st.builds(
    Process,
    key=keys,
    titles=words,
    question=words,
    licence=words | st.just({}),
    fictitious=st.booleans(),
    country=keys,
    country_names=words,
    demonyms=st.lists(said, unique=True, max_size=2).map(tuple),
    partners=several(partner),
    languages=several(language),
    age_bands=st.lists(said, unique=True, max_size=3).map(tuple),
    profiles=several(profile | forces),
    comparisons=several(comparison),
    disclosure=st.builds(
        Disclosure, people=st.integers(5, 50), near_unanimity=st.floats(0.5, 0.95)
    ),
    decisions=st.builds(Decisions, agreement=st.floats(0.5, 1.0)),
    restitution_days=st.integers(1, 400),
    files=st.just({"places": "places.csv"}) | st.just({}),
    outputs=st.just(("fr",)) | st.just(("en", "fr")),
    refused_words=st.just(("Ondari",)) | st.just(()),
    sensitive_words=st.just(("Ondari",)) | st.just(()),
)


@given(processes)
def test_a_process_survives_being_written_and_read(process: Process) -> None:
    text = declaration.to_text(process)

    assert declaration.parse(text) == replace(process, text=text)


@given(processes)
def test_equal_processes_are_written_alike(process: Process) -> None:
    turned = replace(process, titles=dict(reversed(process.titles.items())))

    assert declaration.to_text(turned) == declaration.to_text(process)


def test_a_process_without_a_country_stays_without_one() -> None:
    process = declaration.parse(TOP)

    assert declaration.parse(declaration.to_text(process)).country is None


def test_a_text_that_was_read_keeps_its_own_words() -> None:
    assert declaration.parse(TOP + WHOLE).text == TOP + WHOLE


def test_the_rules_of_reach_are_written_where_they_differ_from_the_usual() -> None:
    decided = Decisions(
        region_share=0.6,
        regional_places=3,
        national_share=0.4,
        regions_against=0,
        consensus=0.75,
        priority_rule="stv",
    )
    process = by_hand.process(decisions=decided)

    text = declaration.to_text(process)

    assert declaration.parse(text).decisions == decided
    assert "regions_against = 0" in text
    assert "consensus" not in declaration.to_text(by_hand.process())
