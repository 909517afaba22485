"""What is open in a dossier, so that people can be asked about it one after another?

Made once, it answers for any number of people and gatherings in milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import special

from vestibule.dossier import folding, versions
from vestibule.dossier.process import Comparison
from vestibule.dossier.records import Dossier
from vestibule.understand import answers
from vestibule.understand.ground import (
    common,
    compared,
    counting,
    evidence,
    needs,
    nodes,
    segments,
)
from vestibule.understand.ground.evidence import Counted, Evidence, Ints
from vestibule.understand.ground.nodes import Node
from vestibule.understand.ground.result import GroundResult
from vestibule.understand.showings import families, information
from vestibule.understand.showings.claims import Claims

FAR = ("never_asked", "counted_in_public", "too_few")
"""Why a group was not heard enough, where hearing more of it helps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is open, ready to be asked about.

    Parameters
    ----------
    statements : pl.DataFrame
        One row per statement that was not moderated out, by what it says:
        ``statement``, ``key``, ``content``, ``sensitive``, ``let_in``.
    family : np.ndarray of int, shape (statements,)
        Equal for statements that say the same.
    claims : tuple of Claims
        One per comparison of the process, rows as in `statements`.
    size : int
        People of a usual gathering.
    turn : int
        Showings recorded so far: a new draw after each.
    thin : bool
        Whether of some comparison nothing could be estimated yet.
    """

    statements: pl.DataFrame
    family: Ints
    claims: tuple[Claims, ...]
    size: int
    turn: int
    thin: bool


def state(dossier: Dossier, found: GroundResult | None = None) -> State:
    """Return what is open in a dossier.

    Parameters
    ----------
    dossier : Dossier
        The records.
    found : GroundResult or None
        Common ground of the same dossier, or of an earlier state of it: a statement
        it does not know was never asked. None: it is worked out, which takes much
        longer than everything here.

    Returns
    -------
    State
        The same for the same content, whatever ids and rows.
    """
    whole = common.common_ground(dossier) if found is None else found
    statements = _statements(dossier)
    declared = dossier.process.comparisons if statements.height else ()
    rows = [_rows(dossier, one) for one in declared]
    claims = [
        _claims(dossier, one, mine, whole, statements)
        for one, mine in zip(declared, rows, strict=True)
    ]
    known = whole.models["comparison"]
    return State(
        statements=statements,
        family=_families(dossier, statements),
        claims=tuple(claims),
        size=_usual(rows),
        turn=dossier.current("showings").height,
        thin=any(one.key not in known for one in declared),
    )


def _statements(dossier: Dossier) -> pl.DataFrame:
    put = dossier.current("statements").filter(pl.col("moderation") != "out")
    said = [pl.col("lang").fill_null(""), "words", "key"]
    return put.select(
        "key",
        "words",
        statement="id",
        content=pl.concat_str(said, separator="\0"),
        sensitive=pl.col("sensitivity").eq_missing("sensitive"),
        let_in=pl.col("moderation") == "in",
    ).sort("content", "statement")


def _families(dossier: Dossier, statements: pl.DataFrame) -> Ints:
    codes = statements.select("statement").with_row_index("code")
    votes = (
        dossier.current("votes")
        .sort(*versions.BY_TIME, "id", nulls_last=False)
        .unique(["person", "statement"], keep="last")
        .join(codes, on="statement")
        .with_columns(who=pl.col("person").rank("dense") - 1)
    )
    who, code, vote = (
        votes[name].to_numpy().astype(np.int64) for name in ("who", "code", "vote")
    )
    words = [folding.fold(said) for said in statements["words"]]
    return families.families(words, who, code, vote)


def _rows(dossier: Dossier, comparison: Comparison) -> pl.DataFrame:
    """Return the answers that are evidence; passes too, where everyone passed."""
    rows = segments.rows(dossier, segments.of([comparison]))
    private = pl.col("method").is_in(answers.PRIVATE)
    return rows.filter(private | ~pl.col("sensitive"))


def _usual(rows: list[pl.DataFrame]) -> int:
    together = [one.filter(~pl.col("alone") & (pl.col("n") > 1))["n"] for one in rows]
    sizes = pl.concat([pl.Series("n", [], dtype=pl.Int64), *together])
    middle = sizes.median()
    return round(middle) if isinstance(middle, float) else round(needs.SIZE)


def _claims(
    dossier: Dossier,
    comparison: Comparison,
    rows: pl.DataFrame,
    found: GroundResult,
    statements: pl.DataFrame,
) -> Claims:
    groups = segments.of([comparison]).groups
    counted = _counted(dossier, rows, groups, found, statements)
    node = _node(comparison.key, counted, found)
    given = Evidence(counted, evidence.bins(found.bar))
    believed = information.believed(given, node)
    place = {name: row for row, name in enumerate(counted.statements)}
    order = [place[name] for name in statements["statement"]]
    cells = _cells(comparison.key, groups, dossier, found, statements)
    shape = (statements.height, len(groups))
    people, gatherings = (
        cells[name].to_numpy().astype(np.float64).reshape(shape)
        for name in ("people", "gatherings")
    )
    verdicts = (
        statements.select("statement")
        .join(
            found.statements.filter(comparison=comparison.key).select(
                "statement", "verdict"
            ),
            on="statement",
            how="left",
            maintain_order="left",
        )["verdict"]
        .fill_null(compared.OPEN[1])
    )
    return Claims(
        key=comparison.key,
        groups=groups,
        over=given.bins,
        believed=information.Believed(
            segments=believed.segments[order], holding=believed.holding[order]
        ),
        undecided=verdicts.is_in(compared.OPEN).to_numpy(),
        people=people,
        gatherings=gatherings,
        why=np.array(cells["why"].to_list(), dtype=np.str_).reshape(shape),
        rho=float(special.expit(node.likeness)),
        shifts=dict(zip(counted.methods[1:], node.shifts, strict=True)),
    )


def _counted(
    dossier: Dossier,
    rows: pl.DataFrame,
    groups: tuple[str, ...],
    found: GroundResult,
    statements: pl.DataFrame,
) -> Counted:
    """Return the answers, and the statements that nobody answered behind them."""
    if rows.is_empty():
        nobody: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        codes = dict.fromkeys(("statement", "segment", "method", "yes", "n"), nobody)
        return Counted(
            statements=tuple(statements["statement"]),
            segments=groups,
            methods=(answers.INDIVIDUAL,),
            times=np.zeros(0),
            **codes,
        )
    least, weighed = dossier.process.disclosure, found.settings.weighed
    counted = counting.counted(rows, groups, least=least, weighed=weighed)
    known = set(counted.statements)
    unseen = [name for name in statements["statement"] if name not in known]
    return replace(counted, statements=(*counted.statements, *unseen))


def _node(key: str, counted: Counted, found: GroundResult) -> Node:
    """Return the numbers of the model as estimated, else as thought beforehand."""
    moved: Mapping[str, float] = dict(
        found.shifts.filter(comparison=key).select("method", "shift").iter_rows()
    )
    shifts = np.array([moved.get(name, 0.0) for name in counted.methods[1:]])
    model = found.models.filter(comparison=key)
    if model.is_empty():
        return Node(
            mean=nodes.MEAN[0],
            spread=float(np.exp(nodes.SPREAD[0])),
            apart=nodes.LEAST_APART + float(np.exp(nodes.APART[0])),
            likeness=nodes.LIKENESS[0],
            shifts=shifts,
            heavy=False,
        )
    row = model.row(0, named=True)
    rho = row["rho"]
    return Node(
        mean=row["mean"],
        spread=row["spread"],
        apart=row["apart"],
        likeness=nodes.LIKENESS[0] if rho is None else float(special.logit(rho)),
        shifts=shifts,
        heavy=row["heavy"] > 0.5,
    )


def _cells(
    key: str,
    groups: tuple[str, ...],
    dossier: Dossier,
    found: GroundResult,
    statements: pl.DataFrame,
) -> pl.DataFrame:
    """Return, statements by groups, what is missing until each was heard enough."""
    least = dossier.process.disclosure
    far = pl.col("why").is_in(FAR)
    needed = found.needs.filter(pl.col("comparison") == key, far)
    heard = found.segments.filter(comparison=key)
    cell = ["statement", "group"]
    order = pl.DataFrame({"group": groups}, schema={"group": pl.String})
    people = pl.max_horizontal(least.people - pl.col("n"), pl.lit(1))
    return (
        statements.select("statement")
        .join(order, how="cross", maintain_order="left_right")
        .join(
            heard.select(*cell, "n", "why"), on=cell, how="left", maintain_order="left"
        )
        .join(
            needed.select(*cell, "gatherings"),
            on=cell,
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("n").fill_null(0), pl.col("why").fill_null(FAR[0]))
        .with_columns(
            people=pl.when(far).then(people).otherwise(0),
            gatherings=pl.when(far)
            .then(pl.col("gatherings").fill_null(least.gatherings))
            .otherwise(0),
        )
    )
