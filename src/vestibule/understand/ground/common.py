"""What holds in every group of the comparisons that a process declared?

References
----------
.. [1] Berger, R. L. (1982), Multiparameter hypothesis testing and acceptance sampling,
   Technometrics 24, 295-300: every group must pass.
.. [2] Gelman, A., Hill, J. and Yajima, M. (2012), Why we (usually) don't have to worry
   about multiple comparisons, Journal of Research on Educational Effectiveness 5.
.. [3] Müller, P., Parmigiani, G. and Rice, K. (2006), FDR and Bayesian multiple
   comparisons rules, Bayesian Statistics 8.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import polars as pl

from vestibule.dossier.process import Comparison, Disclosure
from vestibule.dossier.records import Dossier
from vestibule.understand import agreement, answers
from vestibule.understand.ground import compared, explain, result, segments
from vestibule.understand.ground.asked import Asked
from vestibule.understand.ground.compared import Compared
from vestibule.understand.ground.result import GroundResult
from vestibule.understand.ground.settings import GroundSettings

ONLY = pl.Schema(
    dict.fromkeys(("comparison", "group", "statement", "method"), pl.String)
)
"""What tells a cell that may be used: statements by their ids."""


def common_ground(
    dossier: Dossier,
    *,
    comparisons: Sequence[Comparison] | None = None,
    crossings: Sequence[Sequence[Comparison]] = (),
    only: pl.DataFrame | None = None,
    settings: GroundSettings | None = None,
) -> GroundResult:
    """Return what holds in every group of each comparison, at a stated error.

    Parameters
    ----------
    dossier : Dossier
        The records; `consent.published` of them where the result is to be shown.
    comparisons : sequence of Comparison or None
        None: those the process declares.
    crossings : sequence of sequences of Comparison
        Comparisons to cross: women of the north, men of the north…
    only : pl.DataFrame or None
        The cells that may be used, others are taken as never asked: `ONLY`. None:
        all. Numbers that are hidden then leave no trace in what is believed.
    settings : GroundSettings or None
        None: as they come.

    Returns
    -------
    GroundResult
        In any order of records the same. Thin input gives sentences, not numbers.

    Notes
    -----
    Shares are told apart by 1.25 points: above some 5,000 answers of a group its
    interval is wider than it would have to be. Where a group has no answers, or too
    few, there is no number for it or for the statement.

    It must not be used to speak of people who were not heard, to rank groups or
    places, or to tell what one person thinks.
    """
    chosen = settings or GroundSettings()
    declared = dossier.process.comparisons if comparisons is None else comparisons
    wanted = [segments.of([one]) for one in declared]
    wanted += [segments.of(several) for several in crossings]
    put = dossier.current("statements").filter(pl.col("moderation") != "out")
    statements = put.select("key", statement="id").sort("statement")
    split = _split(dossier)
    asked = [
        Asked(
            key=one.key,
            groups=one.groups,
            rows=_only(segments.rows(dossier, one), one.key, only),
            statements=statements,
            split=split,
            least=dossier.process.disclosure,
            bar=chosen.bar or dossier.process.decisions.agreement,
            settings=chosen,
        )
        for one in wanted
    ]
    said = explain.of_statements(statements, answers.answers(dossier))
    if statements.is_empty():
        said = [explain.NO_STATEMENT]
    bar = chosen.bar or dossier.process.decisions.agreement
    return _together(asked, said, bar=bar, settings=chosen)


def of_rows(
    rows: pl.DataFrame,
    groups: Sequence[str],
    *,
    key: str = "comparison",
    bar: float = 0.6,
    least: Disclosure | None = None,
    settings: GroundSettings | None = None,
) -> GroundResult:
    """Return the same of one comparison counted elsewhere.

    Parameters
    ----------
    rows : pl.DataFrame
        From `streamed.of_book`, or as `segments.rows` returns them.
    groups : sequence of str
        The groups that are compared.
    key : str
        What the comparison is called.
    bar : float
        The share that every group must pass, 0 to 1, unless settings say another.
    least : Disclosure or None
        How many people and gatherings are enough; None: as they come.
    settings : GroundSettings or None
        None: as they come.

    Returns
    -------
    GroundResult
        Of the statements that have rows.
    """
    chosen = settings or GroundSettings()
    asked = Asked(
        key=key,
        groups=tuple(groups),
        rows=rows,
        statements=rows.select("statement", "key").unique().sort("statement"),
        split=(),
        least=least or Disclosure(),
        bar=chosen.bar or bar,
        settings=chosen,
    )
    said = explain.of_statements(asked.statements, rows)
    return _together([asked], said, bar=asked.bar, settings=chosen)


def _only(rows: pl.DataFrame, key: str, only: pl.DataFrame | None) -> pl.DataFrame:
    """Return the rows of the cells that may be used."""
    if only is None:
        return rows
    return rows.join(
        only.filter(comparison=key), on=["group", "statement", "method"], how="semi"
    )


def _split(dossier: Dossier) -> frozenset[str]:
    """Return statements whose public and secret counts contradict each other."""
    methods = agreement.agreement(dossier, comparisons=()).methods
    return frozenset(methods.filter("split")["statement"])


def _together(
    asked: Sequence[Asked],
    said: Sequence[str],
    *,
    bar: float,
    settings: GroundSettings,
) -> GroundResult:
    found = [compared.compared(one) for one in asked]
    silent = [
        _silence(one, each.silent)
        for one, each in zip(asked, found, strict=True)
        if each.silent is not None
    ]
    none = [] if asked else [explain.NO_COMPARISON]
    statements = _stacked([one.statements for one in found], result.STATEMENTS)
    return GroundResult(
        statements=statements,
        segments=_stacked([one.segments for one in found], result.SEGMENTS),
        apart=_stacked([one.apart for one in found], result.APART),
        pairs=_pairs(found, settings),
        models=_stacked([one.models for one in found], result.MODELS),
        shifts=_stacked([one.shifts for one in found], result.SHIFTS),
        needs=_stacked([one.needs for one in found], result.NEEDS),
        sentences=(*said, *none, *silent),
        bar=bar,
        settings=settings,
    )


def _silence(asked: Asked, why: str) -> str:
    groups = asked.rows["group"].unique().sort().to_list()
    return explain.silence(
        why,
        key=asked.key,
        group=groups[0] if groups else "",
        people=asked.least.people,
        gatherings=asked.least.gatherings,
    )


def _stacked(frames: Sequence[pl.DataFrame], schema: pl.Schema) -> pl.DataFrame:
    return pl.concat([schema.to_frame(), *frames])


def _pairs(found: Sequence[Compared], settings: GroundSettings) -> pl.DataFrame:
    """Return what holds in two comparisons: at least `a + b - 1`, at most the less."""
    parts = [result.PAIRS.to_frame()]
    columns = ["comparison", "statement", "key", "sure", "weakest", "lowest", "verdict"]
    for first, second in itertools.combinations(found, 2):
        a, b = (one.statements.select(columns) for one in (first, second))
        both = a.drop_nulls("sure").join(
            b.drop_nulls("sure"), on=["statement", "key"], suffix="_b"
        )
        less = pl.col("lowest") <= pl.col("lowest_b")
        least = pl.max_horizontal(pl.col("sure") + pl.col("sure_b") - 1, 0.0)
        free = pl.col("verdict") != "method_matters"
        told = both.with_columns(
            first="comparison",
            second="comparison_b",
            sure_low=least,
            sure_high=pl.min_horizontal("sure", "sure_b"),
            claimed=free & (least >= 1 - settings.error),
            weakest_in=pl.when(less).then("comparison").otherwise("comparison_b"),
            weakest=pl.when(less).then("weakest").otherwise("weakest_b"),
            lowest=pl.min_horizontal("lowest", "lowest_b"),
        )
        parts.append(
            told.select(list(result.PAIRS)).sort(
                "lowest", "statement", descending=[True, False]
            )
        )
    return pl.concat(parts)
