"""Corrections are followed to what stands, under the id a record had first."""

from __future__ import annotations

import polars as pl

from vestibule.dossier import declaration, lineage, writing
from vestibule.dossier.records import Dossier

PROCESS = declaration.parse(
    'key = "valley"\ntitle.en = "Valley"\nquestion.en = "What is in the way?"'
)


def id_(letter: str) -> str:
    return letter * 32


def places(**names: tuple[str, str | None]) -> pl.DataFrame:
    rows = pl.DataFrame(
        {
            "key": ["xv.a"] * len(names),
            "name": [name for name, _ in names.values()],
            "kind": "region",
            "level": 1,
            "supersedes": [old and id_(old) for _, old in names.values()],
        },
        schema_overrides={"supersedes": pl.String},
    )
    ids = [id_(letter) for letter in names]
    return writing.as_records(rows, "places", ids=ids, origin="desk", first_seq=1)


def frame(place: str) -> pl.DataFrame:
    rows = pl.DataFrame(
        {
            "place": [id_(place)],
            "population": [12],
            "year": [2020],
            "edition": ["count"],
            "source": ["made up"],
            "published_total": [False],
        }
    )
    return writing.as_records(rows, "frame", ids=[id_("f")], origin="desk", first_seq=9)


def test_a_record_corrected_twice_speaks_last_under_its_first_id() -> None:
    rows = places(a=("Ada", None), b=("Addah", "a"), c=("Adda", "b"), d=("Bor", None))
    dossier = Dossier(process=PROCESS, tables={"places": rows, "frame": frame("c")})

    settled = lineage.settled(dossier)

    assert settled.table("places").select("id", "name").rows() == [
        (id_("a"), "Adda"),
        (id_("d"), "Bor"),
    ]
    assert settled.table("frame")["place"].to_list() == [id_("a")]
    assert lineage.roots(rows) == {letter * 32: id_("a") for letter in "abc"}


def test_a_dossier_without_corrections_is_left_alone() -> None:
    dossier = Dossier(process=PROCESS, tables={"places": places(a=("Ada", None))})

    assert lineage.settled(dossier).table("places").equals(dossier.table("places"))
    assert lineage.roots(dossier.table("places")) == {}


def test_after_a_double_correction_one_of_the_two_speaks() -> None:
    rows = places(a=("Ada", None), b=("Addah", "a"), c=("Adda", "a"))

    settled = lineage.settled(Dossier(process=PROCESS, tables={"places": rows}))

    assert settled.table("places")["name"].to_list() == ["Adda"]
