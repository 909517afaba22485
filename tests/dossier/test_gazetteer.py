"""A name finds its place: whatever its spelling, on its day, or not at all."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import by_hand

from vestibule.dossier import folding, packaged, writing
from vestibule.dossier.gazetteer import Found, Gazetteer, NotFound, fold
from vestibule.dossier.records import Dossier

BEFORE, RENAMED = dt.date(2025, 7, 1), dt.date(2025, 7, 2)
IN_2014, IN_2024 = dt.date(2014, 9, 16), dt.date(2024, 5, 1)


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return packaged.read_folder(packaged.path("self-portrait"))


@pytest.fixture(scope="module")
def gazetteer(dossier: Dossier) -> Gazetteer:
    return Gazetteer.of(dossier)


def key(found: Found | NotFound) -> str:
    assert isinstance(found, Found), found
    return found.key


@pytest.mark.parametrize(
    "name", ["Mbera", "M'bera", "M’Béra", "Mberra", "MBERA", "m bera", "Camp de Mbera"]
)
def test_every_spelling_of_a_camp_finds_it(gazetteer: Gazetteer, name: str) -> None:
    assert key(gazetteer.find(name)) == "camp.mbera"


@pytest.mark.parametrize("name", ["Segou", "Ségou", "SÉGOU", "Sɛgou"])
def test_a_name_of_a_region_and_a_cercle_is_never_guessed(
    gazetteer: Gazetteer, name: str
) -> None:
    found = gazetteer.find(name)

    assert isinstance(found, NotFound)
    assert found.reason == "ambiguous"
    assert found.suggestions == ("Ségou (région)", "Ségou (cercle)")
    assert len(found.places) == 2


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("Ségou (région)", IN_2014, "ml.segou"),
        ("région de Ségou", IN_2024, "ml.segou-2023"),
        ("cercle de Ségou", IN_2014, "ml.segou.segou"),
        ("Ségou (cercle)", None, "ml.segou-2023.segou"),
        ("Bougouni", IN_2014, "ml.sikasso.bougouni"),
        ("Tombouctou (région)", IN_2014, "ml.tombouctou"),
        ("Timbuktu (region)", IN_2014, "ml.tombouctou"),
        ("District de Bamako", IN_2014, "ml.bamako"),
        ("Danderesso", dt.date(2021, 1, 1), "ml.sikasso.sikasso.danderesso"),
        ("ml.gao.ansongo", IN_2014, "ml.gao.ansongo"),
        ("Taoudenni (region)", IN_2024, "ml.taoudenit"),
        ("Goudebo", IN_2014, "camp.goudoubo"),
        ("Camp Mbera", IN_2014, "camp.mbera"),
    ],
)
def test_the_kind_and_the_day_tell_places_apart(
    gazetteer: Gazetteer, name: str, day: dt.date | None, expected: str
) -> None:
    assert key(gazetteer.find(name, on=day)) == expected


def test_a_level_tells_places_apart_too(gazetteer: Gazetteer) -> None:
    assert key(gazetteer.find("Kidal", level=1)) == "ml.kidal"
    assert key(gazetteer.find("Kidal", kind="cercle")) == "ml.kidal.kidal"


@pytest.mark.parametrize("name", ["Hauts-Bassins", "hauts bassins", "Guiriko"])
@pytest.mark.parametrize("day", [BEFORE, RENAMED, None])
def test_a_renamed_region_is_one_place_on_every_day(
    gazetteer: Gazetteer, name: str, day: dt.date | None
) -> None:
    assert key(gazetteer.find(name, on=day)) == "bf.hauts-bassins"


def test_a_renamed_region_says_which_name_was_in_use(gazetteer: Gazetteer) -> None:
    old, new = gazetteer.find("Hauts-Bassins", on=RENAMED), gazetteer.find("Guiriko")
    assert isinstance(old, Found)
    assert isinstance(new, Found)

    assert not old.timely
    assert new.timely
    assert gazetteer.name(old.place) == "Guiriko"
    assert gazetteer.name(old.place, on=BEFORE) == "Hauts-Bassins"
    assert gazetteer.name(old.place, "fr", on=RENAMED) == "Guiriko"


def test_a_misspelt_name_is_answered_with_the_nearest(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Sikaso")

    assert isinstance(found, NotFound)
    assert found.reason == "unknown"
    assert found.suggestions[0] == "Sikasso"


def test_a_name_like_nothing_else_has_no_suggestion(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Xqzzw") == NotFound(name="Xqzzw", reason="unknown")


def test_a_place_is_not_found_after_its_last_day(gazetteer: Gazetteer) -> None:
    found = gazetteer.find("Mangaïzé", on=IN_2024)

    assert isinstance(found, NotFound)
    assert found.reason == "not-valid"
    assert key(gazetteer.find("Mangaïzé", on=IN_2014)) == "camp.mangaize"
    assert key(gazetteer.find("Mangaïzé")) == "camp.mangaize"


def test_places_are_named_in_the_readers_language(gazetteer: Gazetteer) -> None:
    place = gazetteer.keys["ml.tombouctou"]

    assert gazetteer.name(place, "en") == "Timbuktu"
    assert gazetteer.name(place, "fr") == "Tombouctou"


def test_a_label_finds_its_own_place(gazetteer: Gazetteer) -> None:
    for place in gazetteer.places:
        assert gazetteer.find(gazetteer.label(place)).place == place  # type: ignore[union-attr]


def test_a_place_knows_what_it_lies_in(gazetteer: Gazetteer) -> None:
    keys = gazetteer.keys

    assert gazetteer.region_of(keys["ml.mopti.djenne"]) == keys["ml.mopti"]
    assert gazetteer.region_of(keys["camp.mbera"]) == keys["camp.mbera"]
    assert gazetteer.region_of(keys["ml"]) is None
    assert gazetteer.at_level(keys["ml.sikasso.sikasso.finkolo"], 0) == keys["ml"]
    assert gazetteer.at_level(keys["camp.mbera"], 0) is None
    with pytest.raises(KeyError):
        gazetteer.region_of("nowhere")


def test_two_places_alike_in_name_and_kind_are_told_apart_by_key() -> None:
    rows = [
        {"id": key, "key": key, "name": "Ada", "kind": "village", "level": 4}
        for key in ("xv.one.ada", "xv.two.ada")
    ]
    alike = Gazetteer.of(by_hand.dossier(places=rows))

    found = alike.find("Ada")

    assert isinstance(found, NotFound)
    assert found.suggestions == ("xv.one.ada", "xv.two.ada")
    assert alike.label(alike.keys["xv.two.ada"]) == "xv.two.ada"
    assert key(alike.find("xv.two.ada")) == "xv.two.ada"


def test_a_corrected_place_is_known_by_its_old_id(dossier: Dossier) -> None:
    places = dossier.table("places")
    old = places.filter(pl.col("key") == "camp.mbera")
    new = old.select(pl.exclude("id", "origin", "seq")).with_columns(
        name=pl.lit("Mbera II"),
        supersedes=pl.col("key").replace("camp.mbera", old["id"][0]),
    )
    rows = writing.as_records(new, "places", ids=["e" * 32], origin="desk", first_seq=1)
    later = Gazetteer.of(dossier.with_tables(places=pl.concat([places, rows])))

    assert later.name(old["id"][0]) == "Mbera II"
    assert later.region_of(old["id"][0]) == "e" * 32
    frame = later.ancestors_frame(1).filter(pl.col("place") == old["id"][0])
    assert frame["ancestor"].to_list() == ["e" * 32]
    assert key(later.find("Mberra")) == "camp.mbera"


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert "".join(folding.words(text)) == fold(text)


@given(st.text(st.sampled_from("ɛɔŋɲɓɗƴəœ'’- éÀ")))
def test_letters_of_the_country_fold_to_plain_ones(text: str) -> None:
    assert fold(text).isascii()
