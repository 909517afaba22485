"""May someone bring these records in? Only within the reach of their own role.

A program and a file are held to what a page is: nothing is written of what its sender
may not name, nobody grants consent to words that another partner collected, and what
is corrected is not said more openly than it was. One question a table and column,
however many records come.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from vestibule.dossier.tables import TABLES
from vestibule.errors import DataError
from vestibule.web.records import loosening, reached, translated
from vestibule.web.records.among import Among
from vestibule.web.records.paths import PLACED
from vestibule.web.records.person import Person
from vestibule.web.records.tables import model_of

Tables = Mapping[str, pl.DataFrame]
"""Records that are not here yet, by table."""

COLLECTED = frozenset({"gatherings", "people", "voices", "consents"})
"""Tables that the collecting partner alone corrects: who corrects a gathering would
become the one who collected it."""

SAYING = ("voices", "excerpts", "validations")
"""Tables that say how far words of a gathering may go."""


def check(new: Tables, *, by: Person, signed: bool = True) -> None:
    """Raise DataError where records go beyond the reach of who brings them in.

    ``signed``: whether who coded must be who brings them; a project of another program
    keeps its coders.
    """
    coming = {name: rows for name, rows in new.items() if not rows.is_empty()}
    for table, rows in coming.items():
        _check_places(table, rows, coming, by)
        _check_references(table, rows, coming, by)
        _check_corrected(table, rows, coming, by)
        loosening.check(table, rows, coming)
        if table == "texts":
            translated.check(rows)
        if signed:
            _check_signed(table, rows, by)
    _check_granted(coming, by)


def _check_places(table: str, rows: pl.DataFrame, coming: Tables, by: Person) -> None:
    """Raise where something is brought to a place that is not reached."""
    reached_places = reached.places_in(by)
    if reached_places is None:
        return
    if table == "places" and rows["supersedes"].null_count() < rows.height:
        raise _beyond(table)
    # where someone lives does not say where they were heard
    if table in PLACED and table != "people":
        above = _above(coming)
        if not all(_lies(place, above, reached_places) for place in rows["place"]):
            raise _beyond(table)


def _above(coming: Tables) -> dict[str, str | None]:
    """Return each place that comes to the one above it."""
    places = coming.get("places", TABLES["places"].empty())
    return dict(places.select("id", "parent").iter_rows())


def _lies(
    place: str | None, above: Mapping[str, str | None], wanted: frozenset[str]
) -> bool:
    seen: set[str] = set()
    while place is not None and place not in seen:
        if place in wanted:
            return True
        seen.add(place)
        place = above.get(place)
    return False


def _beyond(table: str) -> DataError:
    return DataError(
        f"A record of {table} lies at no place that your role reaches: a role that is "
        "limited to a region brings in what lies there.",
        reason="elsewhere-brought",
        table=table,
    )


def _check_references(
    table: str, rows: pl.DataFrame, coming: Tables, by: Person
) -> None:
    named: dict[str, set[str]] = {}
    for column in TABLES[table].references:
        named.setdefault(str(column.ref), set()).update(rows[column.name].drop_nulls())
    for target, ids in named.items():
        wanted = ids - _arriving(target, coming)
        if not wanted <= reached.nameable(target, wanted, by):
            raise DataError(
                f"A record of {target} that is named is not here, or not within the "
                "reach of your role: bring it in first.",
                reason="no-such-record",
                table=target,
                column=target,
            )


def _check_corrected(
    table: str, rows: pl.DataFrame, coming: Tables, by: Person
) -> None:
    """Raise where someone corrects what they may not name, or what stands no more."""
    named = rows["supersedes"].drop_nulls().str.split(" ").explode()
    wanted = set(named) - _arriving(table, coming)
    asked = reached.collected if table in COLLECTED else reached.standing
    if not wanted <= asked(table, wanted, by):
        raise DataError(
            f"A record of {table} that is corrected is not here, or not within the "
            "reach of your role: open what stands now.",
            reason="no-such-record",
            table=table,
            column="supersedes",
        )


def _check_signed(table: str, rows: pl.DataFrame, by: Person) -> None:
    named = {"coder", "by"} & set(rows.columns)
    signed = pl.concat([rows[column].drop_nulls() for column in sorted(named)])
    if set(signed) - {by.pseudonym}:
        raise DataError(
            f"Records of {table} name someone else as who coded or decided: each brings "
            f"in what they read themselves, as {by.pseudonym}. What others coded comes "
            "in as a project of the program in which they did.",
            reason="other-coder",
            table=table,
            pseudonym=by.pseudonym,
        )


def _check_granted(coming: Tables, by: Person) -> None:
    """Raise where consent is said of what someone else collected."""
    voices = _about(coming, "consents", "voice")
    _check_collected("voices", voices - _arriving("voices", coming), by)
    # a voice that comes along is of the gathering where it was heard
    heard = coming.get("voices", TABLES["voices"].empty())
    met = set(heard.filter(pl.col("id").is_in(list(voices)))["gathering"])
    met |= _about(coming, "consents", "gathering")
    _check_collected("gatherings", met - _arriving("gatherings", coming), by)
    _check_of_people(coming, by)
    for table in SAYING:
        _check_said(table, coming, by)


def _check_of_people(coming: Tables, by: Person) -> None:
    people = _about(coming, "consents", "person")
    held = people - _arriving("people", coming)
    _check_collected("people", held, by)
    # a consent about one version of someone is about all of them
    new = coming.get("people", TABLES["people"].empty())
    again = new.filter(pl.col("id").is_in(list(people)))["supersedes"].drop_nulls()
    if reached.heard_elsewhere({*held, *again.str.split(" ").explode()}, by):
        raise _not_collected("people")


def _check_said(table: str, coming: Tables, by: Person) -> None:
    """Raise where words at another's gathering say more than that gathering did."""
    rows = coming.get(table, TABLES[table].empty()).filter(pl.col("consent") > 0)
    met = set(rows["gathering"].drop_nulls()) - _arriving("gatherings", coming)
    others = met - reached.ours("gatherings", met, by)
    if not others:
        return
    told = model_of("gatherings").objects.filter(Among("pk", others))
    levels = dict(told.values_list("pk", "consent"))
    for where, level in rows.select("gathering", "consent").iter_rows():
        if where in others and level > (levels.get(where) or 0):
            raise _not_collected("gatherings")


def _check_collected(target: str, about: set[str], by: Person) -> None:
    if not about <= reached.ours(target, about, by):
        raise _not_collected(target)


def _not_collected(table: str) -> DataError:
    return DataError(
        f"A consent is brought in of {table} that are not your partner's, or not "
        "within the reach of your role: only who collected words says how far they "
        "may go.",
        reason="not-collected",
        table=table,
    )


def _about(coming: Tables, table: str, column: str) -> set[str]:
    return set(coming[table][column].drop_nulls()) if table in coming else set()


def _arriving(table: str, coming: Tables) -> set[str]:
    """Return the ids of a table that come with the others."""
    return set(coming[table]["id"]) if table in coming else set()
