"""What a portrait is prepared from, and the questions all its parts ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from vestibule.dossier import lineage, translations
from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.process import Words
from vestibule.dossier.records import Dossier
from vestibule.inform.figures.setting import UNKNOWN
from vestibule.inform.material import Place
from vestibule.plan import presences
from vestibule.plan.covered import Coverage
from vestibule.protect import cleared, consent, thresholds
from vestibule.protect.cleared import Cell
from vestibule.protect.thresholds import Key, Uncleared
from vestibule.understand.agreement import AgreementResult
from vestibule.understand.themes import ThemeCounts

REGION = 1
"""The finest level of place in a portrait: regions, and camps."""

THEMSELVES = ("consulted", "official")
"""Who was heard for themselves; others spoke for a place elsewhere, or watched."""

HEARD = pl.sum_horizontal(THEMSELVES) > 0
"""Whether anyone was heard for themselves, in a table of `plan.coverage`."""

REFERENCES = (
    "statement", "code", "finding", "profile", "question", "factor", "recommendation",
    "commitment", "action",
)  # fmt: skip
"""What a text may translate, as far as a portrait prints it."""

Cells = Mapping[Key, Cell]
"""What clearing gave back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Everything a portrait is prepared from.

    Parameters
    ----------
    whole : Dossier
        The dossier, settled: each record once, under its first id.
    given : Dossier
        Of these, what may stand behind published numbers.
    coverage : Coverage
        Of the whole dossier: only it knows where nobody was heard.
    themes, agreement : ThemeCounts, AgreementResult
        Of what is given.
    gazetteer : Gazetteer
        Of the whole dossier.
    today : date
        The day it is.
    meetings : pl.DataFrame
        One row per gathering that is given, as `_meetings` tells.
    present : pl.DataFrame
        One row per attendance that is given: `presences.presences`, with ``home`` and
        ``region_key`` of whom it counts and ``place``, where the gathering was held.
    """

    whole: Dossier
    given: Dossier
    coverage: Coverage
    themes: ThemeCounts
    agreement: AgreementResult
    gazetteer: Gazetteer
    today: date
    meetings: pl.DataFrame
    present: pl.DataFrame
    told: Mapping[tuple[str, str, str], Words] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        dossier: Dossier,
        *,
        coverage: Coverage,
        themes: ThemeCounts,
        agreement: AgreementResult,
        today: date,
    ) -> Sources:
        """Return the sources of a portrait."""
        whole = lineage.settled(dossier)
        given = consent.published(whole, on=today)
        gazetteer = Gazetteer.of(whole)
        meetings = _meetings(given, gazetteer)
        return cls(
            whole=whole,
            given=given,
            coverage=coverage,
            themes=themes,
            agreement=agreement,
            gazetteer=gazetteer,
            today=today,
            meetings=meetings,
            present=_present(given, meetings),
            told=_texts(whole),
        )

    def place(self, id_: str) -> Place:
        """Return a region or camp as a portrait shows it."""
        row = self.gazetteer.places[self.gazetteer.current(id_)]
        names = {lang: self.gazetteer.name(id_, lang) for lang in self.langs}
        return Place(
            key=row["key"],
            names=names,
            row=row["tile_row"],
            col=row["tile_col"],
            outside=bool(row["outside"]),
        )

    @property
    def themselves(self) -> pl.DataFrame:
        """Return those of `present` who were heard for themselves."""
        return self.present.filter(pl.col("capacity").is_in(THEMSELVES))

    @property
    def refusing(self) -> tuple[dict[str, str], ...]:
        """Return regions where people were heard, none of whom agreed to be counted."""
        heard = self.coverage.places.filter(HEARD)
        left = set(heard["key"]) - set(self.themselves["region_key"])
        return tuple({"region_key": key} for key in sorted(left))

    @property
    def langs(self) -> tuple[str, ...]:
        """The languages that a portrait may be read in."""
        return self.whole.process.outputs or ("fr", "en")

    def words(
        self, reference: str, row: Mapping[str, object], name: str = "words"
    ) -> Words:
        """Return what a record says, in every language it was checked in.

        Parameters
        ----------
        reference : str
            One of `REFERENCES`.
        row : mapping
            The record.
        name : str
            The column, which is also the ``field`` of its translations.

        Returns
        -------
        Words
            Language tag to words; empty where nothing is said.
        """
        own = row.get(name)
        lang = row.get("lang") or (UNKNOWN if "lang" in row else self.langs[0])
        said = {str(lang): str(own)} if own else {}
        return said | dict(self.told.get((reference, str(row["id"]), name), {}))

    def profile_names(self) -> dict[str, Words]:
        """Return the names of each profile, by its id."""
        declared = {one.key: one.names for one in self.whole.process.profiles}
        return {
            row["id"]: declared.get(row["key"]) or {self.langs[0]: row["name"]}
            for row in self.whole.table("profiles").iter_rows(named=True)
        }

    def shared(
        self, said: pl.Series, rows: pl.DataFrame, *, bundle: str | None = None
    ) -> Uncleared:
        """Return gatherings as a share of those in `rows`, judged by that base.

        Parameters
        ----------
        said : pl.Series
            Those of them that are counted, in any order and as often as they stand.
        rows : pl.DataFrame
            The base: rows of `meetings`, each once.
        bundle : str or None
            Cells shown together or not at all.

        Returns
        -------
        Uncleared
            To be cleared.
        """
        told = rows.with_columns(
            said=pl.col("gathering").is_in(said.implode()), one=pl.lit(1)
        )
        return Uncleared(
            value=said.n_unique(),
            of=rows.height,
            people=int(rows["people"].sum()),
            gatherings=rows["gathering"].n_unique(),
            places=rows["place"].drop_nulls().n_unique(),
            counts="gatherings",
            bundle=bundle,
            behind=behind(told, "said", of="one"),
        )


def behind(
    rows: pl.DataFrame,
    value: str = "one",
    *,
    of: str | None = None,
    people: str = "people",
) -> pl.Series:
    """Return what each gathering adds to a number: see `thresholds.behind`.

    Parameters
    ----------
    rows : pl.DataFrame
        Rows of `meetings` or `present`, with the columns named.
    value, of, people : str
        What is counted, its base, and the people behind it.

    Returns
    -------
    pl.Series
        In any order.
    """
    told = thresholds.behind(
        gathering="gathering", place="place", value=value, of=of, people=people
    )
    return rows.select(told.alias("behind"))["behind"]


def was_heard(row: Mapping[str, Any]) -> bool:
    """Return whether a row of `plan.coverage` has anyone who was heard for themselves."""
    return any((row[one] or 0) > 0 for one in THEMSELVES)


def clear_or_hide(cells: Cells, key: Key) -> Cell:
    """Return a cleared cell, withheld where nothing was cleared under its key."""
    return cells.get(key, WITHHELD)


WITHHELD = cleared.WITHHELD
"""A number behind which nothing stands that may be published."""


def _present(given: Dossier, meetings: pl.DataFrame) -> pl.DataFrame:
    rows = presences.presences(given, level=REGION)
    keys = given.table("places").select(home="id", region_key="key")
    return (
        rows.rename({"place": "home"})
        .join(keys, on="home", how="left")
        .join(meetings.select("gathering", "place"), on="gathering", how="left")
    )


def _meetings(given: Dossier, gazetteer: Gazetteer) -> pl.DataFrame:
    """Return one row per gathering.

    ``gathering``, ``kind``, ``month``, ``place``, ``region``, ``region_key``,
    ``people`` (attendances, else people present, at least 1), ``one``.

    Returns
    -------
    pl.DataFrame
        By ``gathering``.
    """
    keys = given.table("places").select(region="id", region_key="key")
    lifted = gazetteer.ancestors_frame(REGION).rename({"ancestor": "region"})
    counted = (
        given.table("attendances").group_by("gathering").agg(people=pl.col("n").sum())
    )
    return (
        given.table("gatherings")
        .select("kind", "place", "present", "held_on", gathering="id")
        .join(lifted, on="place", how="left")
        .join(keys, on="region", how="left")
        .join(counted, on="gathering", how="left")
        .with_columns(
            month=pl.col("held_on").dt.strftime("%Y-%m"),
            people=pl.max_horizontal(
                pl.coalesce("people", "present").fill_null(1), pl.lit(1)
            ),
            one=pl.lit(1, pl.Int64),
        )
        .drop("present", "held_on")
        .sort("gathering")
    )


def _texts(whole: Dossier) -> dict[tuple[str, str, str], Words]:
    """Return translations by reference, record and field."""
    found: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in translations.checked(whole).iter_rows(named=True):
        for reference in REFERENCES:
            if row[reference] is not None:
                # What a question asks is its words: the field has two names.
                name = "words" if row["field"] == "question" else row["field"]
                key = (reference, row[reference], name)
                found.setdefault(key, {})[row["lang"]] = row["words"]
    return dict(found)
