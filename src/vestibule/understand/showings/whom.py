"""Who is to be asked, and what is known of the groups they belong to?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from vestibule.dossier.gazetteer import Gazetteer
from vestibule.dossier.records import Dossier
from vestibule.errors import DataError
from vestibule.understand import agreement, answers, met

METHODS = ("individual", "hands", "standing", "cards", "pots")
"""How answers may be counted; `answers.PRIVATE` are those nobody else sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Who is to be asked: one person, or a gathering.

    Parameters
    ----------
    groups : mapping of str to str
        Comparison to the group that all of them belong to, where it is known.
    size : int or None
        People who answer together; 1: one person alone; None: as many as usual.
    method : str
        One of `METHODS`.
    done : frozenset of str
        Ids of statements that they answered, or that were put to the gathering.
    name : str
        Code of the gathering or pseudonym: lots differ from one to the next.
    person, gathering : str or None
        Id of the record, where there is one: showings can then be recorded.
    """

    groups: Mapping[str, str]
    size: int | None = None
    method: str = "hands"
    done: frozenset[str] = frozenset()
    name: str = ""
    person: str | None = None
    gathering: str | None = None

    @property
    def in_public(self) -> bool:
        """Tell whether others see what each of them answers."""
        return self.method not in answers.PRIVATE


def of_person(dossier: Dossier, person: str) -> Whom:
    """Return a person of the dossier, asked alone.

    Parameters
    ----------
    dossier : Dossier
        The records.
    person : str
        Id.

    Returns
    -------
    Whom
        Their groups as their own record tells them. What they answered counts only
        as answered: it is not used to foresee what they will say.

    Raises
    ------
    DataError
        If there is no such person.
    """
    row = _row(dossier, "people", person)
    names = ("profile", "sex", "age_band", "lang")
    said: dict[str, str | None] = {name: row[name] for name in names}
    said |= {"region": row["place"], "displaced": _told(row["displaced"])}
    voted = dossier.current("votes").filter(pl.col("person") == person)
    return Whom(
        groups=_groups(dossier, _sided(dossier, said)),
        size=1,
        method=answers.INDIVIDUAL,
        done=frozenset(voted["statement"]),
        name=row["pseudonym"],
        person=person,
    )


def of_gathering(
    dossier: Dossier, gathering: str, *, method: str = "hands", size: int | None = None
) -> Whom:
    """Return a gathering of the dossier.

    Parameters
    ----------
    dossier : Dossier
        The records.
    gathering : str
        Id.
    method : str
        How answers will be counted; people of an online conversation answer alone.
    size : int or None
        People expected; None: those counted so far, else as many as usual.

    Returns
    -------
    Whom
        Its groups are those that everyone in it is known to belong to.

    Raises
    ------
    DataError
        If there is no such gathering, or no such method.
    """
    row = _row(dossier, "gatherings", gathering)
    known = met.gatherings(dossier).row(
        by_predicate=pl.col("gathering") == gathering, named=True
    )
    names = ("profile", "sex", "age_band", "displaced", "lang")
    said = {name: known[name] for name in names} | {"region": known["place"]}
    put = [
        dossier.current(table).filter(pl.col("gathering") == gathering)["statement"]
        for table in ("showings", "votes", "tallies")
    ]
    online = row["kind"] == "online"
    return Whom(
        groups=_groups(dossier, _sided(dossier, said)),
        size=1 if online else size or _counted(dossier, row),
        method=answers.INDIVIDUAL if online else _known(method),
        done=frozenset() if online else frozenset().union(*put),
        name=row["code"],
        gathering=gathering,
    )


def speaking_from(
    dossier: Dossier,
    said: Mapping[str, str],
    *,
    size: int | None = None,
    method: str = "hands",
) -> Whom:
    """Return people of whom only attributes are known.

    Parameters
    ----------
    dossier : Dossier
        The records.
    said : mapping of str to str
        What all of them share, by `answers.BASES`: ``profile`` (its key), ``side``,
        ``sex``, ``age_band``, ``region`` (key or id of a place), ``displaced``
        (``true`` or ``false``), ``lang``.
    size : int or None
        1: one person alone; None: a gathering as large as usual.
    method : str
        How answers will be counted.

    Returns
    -------
    Whom
        Nothing is recorded of them.

    Raises
    ------
    DataError
        If an attribute or a method is unknown.
    """
    for name in said:
        if name not in answers.BASES:
            raise DataError(
                f"People are not told apart by {name}: use one of"
                f" {', '.join(answers.BASES)}.",
                reason="no-attribute",
                attribute=name,
                known=", ".join(answers.BASES),
            )
    given = dict(said)
    if "profile" in given:
        profiles = dossier.current("profiles").select("key", "id")
        given["profile"] = _called("profiles", dict(profiles.iter_rows()), said)
    if "region" in given:
        gazetteer = Gazetteer.of(dossier)
        known = {**{place: place for place in gazetteer.places}, **gazetteer.keys}
        given["region"] = _called("places", known, said)
    return Whom(
        groups=_groups(dossier, _sided(dossier, given)),
        size=size,
        method=answers.INDIVIDUAL if size == 1 else _known(method),
    )


def _called(table: str, known: Mapping[str, str], said: Mapping[str, str]) -> str:
    """Return the id that a key stands for; an id of a place stands for itself."""
    key = said["profile" if table == "profiles" else "region"]
    if key not in known:
        raise DataError(
            f"No record of {table} is called “{key}”: check the name, or give the id.",
            reason="no-record",
            table=table,
            record=key,
        )
    return known[key]


def _row(dossier: Dossier, table: str, record: str) -> dict[str, str]:
    found = dossier.current(table).filter(pl.col("id") == record)
    if found.is_empty():
        raise DataError(
            f"No record of {table} is called “{record}”: check the name, or give"
            " the id.",
            reason="no-record",
            table=table,
            record="" if table == "people" else record,
        )
    return found.row(0, named=True)


def _known(method: str) -> str:
    if method not in METHODS:
        raise DataError(
            f"Answers are not counted by “{method}”: use one of {', '.join(METHODS)}.",
            reason="no-method",
            method=method,
            known=", ".join(METHODS),
        )
    return method


def _told(flag: object) -> str | None:
    return None if flag is None else str(flag).lower()


def _counted(dossier: Dossier, row: Mapping[str, object]) -> int | None:
    """Return how many people a gathering is known to have, or None."""
    mine = dossier.current("attendances").filter(pl.col("gathering") == row["id"])
    counted = int(mine["n"].sum())
    present = row["present"]
    return counted or (present if isinstance(present, int) and present > 0 else None)


def _sided(dossier: Dossier, said: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return attributes with the key and the side of the profile instead of its id."""
    whole = dict(said)
    profile = pl.col("id").eq_missing(pl.lit(whole.get("profile"), pl.String))
    rows = dossier.current("profiles").filter(profile)
    for key, side in rows.select("key", "side").iter_rows():
        whole |= {"profile": key, "side": side}
    return whole


def _groups(dossier: Dossier, said: Mapping[str, str | None]) -> dict[str, str]:
    """Return the group of each comparison that the attributes tell."""
    found = {}
    for comparison in dossier.process.comparisons:
        value = said.get(comparison.basis)
        known = dict(agreement.groups_of(dossier, comparison).iter_rows())
        if value in known:
            found[comparison.key] = known[value]
    return found
