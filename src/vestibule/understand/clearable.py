"""Which numbers of themes and agreement go to clearing, tied by which sums?

A figure prints what `protect.clearing.clear` gives back for these keys. All tables
of one file belong in one call.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import polars as pl

from vestibule.protect import clearing, thresholds
from vestibule.protect.thresholds import Key, Sum, Uncleared
from vestibule.understand import answers
from vestibule.understand.agreement import AgreementResult
from vestibule.understand.themes import ThemeCounts

REST = "?"
"""Those who belong to no group of a comparison: never printed, but to be worked out."""


def named_key(code: str, region_key: str | None = None) -> Key:
    """Return the key of the gatherings that named a code, over all or in a region."""
    measure = (f"named:{code}",)
    return measure if region_key is None else (*measure, f"region_key={region_key}")


def answer_key(
    statement: str, method: str, answer: str, comparison: str = "", group: str = ""
) -> Key:
    """Return the key of one answer to a statement, over all or in a group."""
    whole = (f"answer:{answer}", statement, method)
    return (*whole, f"{comparison}={group}") if comparison else whole


def answer_bundle(
    statement: str, method: str, comparison: str = "", group: str = ""
) -> str:
    """Return the bundle of the answers to a statement: shown together or not at all."""
    return "|".join(answer_key(statement, method, "", comparison, group))


def named_tables(counted: ThemeCounts) -> list[clearing.Table]:
    """Return gatherings that named each code, of those heard, over all and by region.

    Parameters
    ----------
    counted : ThemeCounts
        Themes of what may be published.

    Returns
    -------
    list of clearing.Table
        One per code; see `named_key`. A region is withheld for all codes or none:
        the gatherings heard in it are the same number everywhere.
    """
    parts = counted.rows.group_by("code", maintain_order=True)
    return [
        clearing.crossed(
            rows,
            ["region_key"],
            measure=named_key(str(code))[0],
            value="named",
            of="heard",
            people="people",
            counts="gatherings",
            bundle="named",
        )
        for (code,), rows in parts
    ]


def answer_tables(result: AgreementResult) -> list[clearing.Table]:
    """Return the answers to each statement, over all and in each group.

    Parameters
    ----------
    result : AgreementResult
        Agreement of what may be published.

    Returns
    -------
    list of clearing.Table
        One per comparison, and one over all; see `answer_key`. On a sensitive statement
        one to nine answers are too few to show, out of however many. The three answers of
        a group are shown together or not at all. Where people belong to no group of
        a comparison, they are a part that is not printed. Where a comparison counts
        other people than the total does (sexes counted apart, beside a whole), its
        groups are not tied to it.
    """
    known = result.overall.filter("sensitive")
    sensitive = frozenset(known["statement"])
    keys = ["statement", "method", "gathering", "place", "alone"]
    summed = [*answers.COUNTED, "n"]
    rows = result.rows
    overall = rows.filter(pl.col("comparison") == "").select(*keys, *summed)
    tables = [clearing.Table(cells=_cells(overall, "", "", sensitive))]
    for (comparison,), part in rows.group_by("comparison", maintain_order=True):
        if comparison == "":
            continue
        cells: dict[Key, Uncleared] = {}
        for (group,), held in part.group_by("group", maintain_order=True):
            cells |= _cells(held, str(comparison), str(group), sensitive)
        grouped = part.group_by(keys).agg(pl.col(name).sum() for name in summed)
        left = _left(overall, grouped, keys, summed)
        cells |= _cells(left, str(comparison), REST, sensitive, printed=False)
        tied = {**tables[0].cells, **cells}
        tables.append(clearing.Table(cells=tied, sums=_sums(tables[0].cells, cells)))
    return tables


def _left(
    overall: pl.DataFrame, grouped: pl.DataFrame, keys: list[str], summed: list[str]
) -> pl.DataFrame:
    """Return, by gathering, the answers of those who belong to no group."""
    both = overall.join(
        grouped, on=keys, how="left", nulls_equal=True, suffix="_grouped"
    )
    rest = [pl.col(name) - pl.col(f"{name}_grouped").fill_null(0) for name in summed]
    return both.select(*keys, *rest).filter(pl.col("n") > 0)


def _cells(
    rows: pl.DataFrame,
    comparison: str,
    group: str,
    sensitive: Collection[str],
    *,
    printed: bool = True,
) -> dict[Key, Uncleared]:
    together = ~pl.col("alone")
    counted = rows.group_by("statement", "method").agg(
        *(pl.col(name).sum() for name in (*answers.COUNTED, "n")),
        met=pl.col("gathering").filter(together).n_unique(),
        places=pl.col("place").filter(together).drop_nulls().n_unique(),
    )
    cells: dict[Key, Uncleared] = {}
    held = _behind(rows.filter(together))
    for row in counted.sort("statement", "method").iter_rows(named=True):
        statement, method = row["statement"], row["method"]
        bundle = answer_bundle(statement, method, comparison, group)
        for answer in answers.COUNTED:
            key = answer_key(statement, method, answer, comparison, group)
            cells[key] = Uncleared(
                value=row[answer],
                of=row["n"],
                people=row["n"],
                gatherings=row["met"] if row["met"] else None,
                places=row["places"] if row["met"] else None,
                bundle=bundle,
                printed=printed,
                sensitive=statement in sensitive,
                behind=held.get((statement, method, answer)),
            )
    return cells


def _behind(rows: pl.DataFrame) -> dict[tuple[str, str, str], pl.Series]:
    """Return what each gathering adds to each answer, by statement and method."""
    told = [
        thresholds.behind(
            gathering="gathering", place="place", value=one, of="n", people="n"
        ).alias(one)
        for one in answers.COUNTED
    ]
    parts = rows.group_by("statement", "method").agg(told)
    return {
        (statement, method, answer): parts[answer][at]
        for at, (statement, method) in enumerate(
            parts.select("statement", "method").iter_rows()
        )
        for answer in answers.COUNTED
    }


def _sums(
    whole: Mapping[Key, Uncleared],
    parts: Mapping[Key, Uncleared],
) -> tuple[Sum, ...]:
    grouped: dict[Key, list[Key]] = {}
    for key in parts:
        grouped.setdefault(key[:-1], []).append(key)
    return tuple(
        Sum(total=total, parts=tuple(held))
        for total, held in grouped.items()
        if whole[total].value == sum(parts[key].value for key in held)
        and whole[total].of == sum(parts[key].of or 0 for key in held)
    )
