"""Who volunteered for a panel, and which quotas must it meet? Two small tables.

Volunteers are called by a pseudonym, and nothing is read of them but what a quota asks:
a column that no quota asks for is refused, for it is where names and addresses stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from vestibule import errors
from vestibule.dossier import folding
from vestibule.listen import cells, grids
from vestibule.listen.problems import nearest, problem, refuse
from vestibule.plan.lotteries import PanelQuota

PERSON = ("person", "pseudonym", "personne", "pseudonyme")
"""What the column of pseudonyms may be called."""

HOUSEHOLD = "household"
"""What the column of those who share a home becomes."""

QUOTA_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "feature": ("feature", "column", "critère", "colonne"),
    "value": ("value", "valeur"),
    "least": ("least", "min", "at least", "au moins"),
    "most": ("most", "max", "at most", "au plus"),
}
"""What the columns of the quotas may be called, the first name in each message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    line: int
    cells: dict[str, str]


def quotas(path: Path) -> tuple[PanelQuota, ...]:
    """Return the quotas that stand in a CSV or a workbook.

    Parameters
    ----------
    path : Path
        One row per quota: ``feature`` (a column of the volunteers), ``value``,
        ``least``, ``most``, or other names of `QUOTA_COLUMNS`.

    Returns
    -------
    tuple of PanelQuota
        In the order of the file.

    Raises
    ------
    ProblemsFound
        If the file cannot be read, lacks a column, or a row cannot be.
    """
    file, names, rows = _read(path)
    known = {
        folding.fold(name): key
        for key, called in QUOTA_COLUMNS.items()
        for name in called
    }
    columns = {name: known.get(folding.fold(name)) for name in names}
    wrong = list(_misnamed(file, columns))
    if wrong:
        raise errors.ProblemsFound(wrong)
    # every column is known by now, and each stands once
    given = [
        _Row(line=row.line, cells={str(columns[n]): c for n, c in row.cells.items()})
        for row in rows
    ]
    wrong = list(_wrong_quotas(file, given))
    if wrong:
        raise errors.ProblemsFound(wrong)
    return tuple(
        PanelQuota(
            feature=row.cells["feature"],
            value=row.cells["value"],
            least=int(row.cells["least"]),
            most=int(row.cells["most"]),
        )
        for row in given
    )


def volunteers(
    path: Path, asked: Sequence[PanelQuota], *, household: str | None = None
) -> pl.DataFrame:
    """Return the volunteers that stand in a CSV or a workbook.

    Parameters
    ----------
    path : Path
        One row per volunteer: a pseudonym (`PERSON`) and a column for each feature
        that a quota asks for. An empty cell: not answered.
    asked : sequence of PanelQuota
        The quotas. A value that differs from theirs in accents, case or hyphens
        only is theirs.
    household : str or None
        The column that says who shares a home: a number or code. An empty cell:
        stands alone.

    Returns
    -------
    pl.DataFrame
        ``person`` and the features as text, ``household`` where it was asked for.
        Personal.

    Raises
    ------
    ProblemsFound
        If the file cannot be read, a column is missing or not asked for, or a
        pseudonym is missing, stands twice, or looks like a name. No message repeats
        a pseudonym.
    DataError
        If the column of households is one that a quota asks for.
    """
    file, names, rows = _read(path)
    features = list(dict.fromkeys(quota.feature for quota in asked))
    known = dict.fromkeys(map(folding.fold, PERSON), "person")
    known |= {folding.fold(feature): feature for feature in features}
    wanted = ["person", *features]
    if household is not None:
        _refuse_taken(household, known)
        known[folding.fold(household)] = HOUSEHOLD
        wanted.append(HOUSEHOLD)
    columns = {name: known.get(folding.fold(name)) for name in names}
    wrong = list(_unfit(file, columns, wanted, called={HOUSEHOLD: household or ""}))
    if wrong:
        raise errors.ProblemsFound(wrong)
    given = [
        _Row(line=row.line, cells={str(columns[n]): c for n, c in row.cells.items()})
        for row in rows
    ]
    wrong = list(_wrong_people(file, given))
    if wrong:
        raise errors.ProblemsFound(wrong)
    spelt = {(quota.feature, folding.fold(quota.value)): quota.value for quota in asked}
    data = {
        name: [_spelt(name, row.cells.get(name, ""), spelt) for row in given]
        for name in wanted
    }
    return pl.DataFrame(data, schema=dict.fromkeys(data, pl.String))


def _refuse_taken(household: str, known: Mapping[str, str]) -> None:
    """Refuse a column of households that is already something else."""
    if folding.fold(household) in known or HOUSEHOLD in known.values():
        raise errors.DataError(
            f"The column “{household}” cannot say who shares a home: it holds the"
            " pseudonyms, or what a quota asks. Name another column.",
            reason="household-taken",
            column=household,
        )


def _spelt(name: str, cell: str, spelt: Mapping[tuple[str, str], str]) -> str | None:
    return spelt.get((name, folding.fold(cell)), cell) or None


def _read(path: Path) -> tuple[str, list[str], list[_Row]]:
    """Return what the file is called, its header, and its rows as text."""
    raw = grids.raw_sheets(path)[0]
    if not raw.rows:
        raise refuse("no-header", file=raw.file)
    line, header = raw.rows[0]
    names = [cells.text_of(cell) for cell in header]
    wrong = [
        problem("duplicate-column", file=raw.file, line=line, column=name, name=name)
        for name in dict.fromkeys(names)
        if name and names.count(name) > 1
    ]
    wrong += [
        problem(
            "extra-cells",
            file=raw.file,
            line=line,
            found=len(row),
            expected=len(names),
            separator=raw.separator,
        )
        for line, row in raw.rows[1:]
        if any(
            cells.text_of(cell) and not name
            for name, cell in zip([*names, *[""] * len(row)], row, strict=False)
        )
    ]
    wrong += list(_unreadable(raw))
    if wrong:
        raise errors.ProblemsFound(wrong)
    rows = [
        _Row(
            line=line,
            cells={
                name: cells.text_of(cell)
                for name, cell in zip(names, row, strict=False)
                if name
            },
        )
        for line, row in raw.rows[1:]
    ]
    return raw.file, [name for name in names if name], rows


def _unreadable(raw: grids.Raw) -> Iterator[errors.Problem]:
    """Name cells with signs that nobody sees, or that were encoded twice."""
    for line, row in raw.rows:
        for cell in row:
            try:
                cells.readable(str(cell or ""), running=False)
            except cells.Unreadable as hidden:
                params: dict[str, Any] = {"line": line, **hidden.params}
                yield problem(hidden.code, file=raw.file, **params)


def _misnamed(file: str, columns: Mapping[str, str | None]) -> Iterator[errors.Problem]:
    offered = [name for called in QUOTA_COLUMNS.values() for name in called]
    for name, column in columns.items():
        if column is None:
            yield problem(
                "unknown-column",
                file=file,
                line=1,
                column=name,
                suggestion=nearest(name, offered),
                name=name,
            )
    yield from _absent_or_twice(file, columns, list(QUOTA_COLUMNS))


def _unfit(
    file: str,
    columns: Mapping[str, str | None],
    wanted: Sequence[str],
    called: Mapping[str, str],
) -> Iterator[errors.Problem]:
    for name, column in columns.items():
        if column is None:
            yield problem(
                "not-asked-for",
                file=file,
                line=1,
                column=name,
                suggestion=nearest(name, set(wanted) - set(columns.values())),
            )
    yield from _absent_or_twice(file, columns, wanted, called)


def _absent_or_twice(
    file: str,
    columns: Mapping[str, str | None],
    wanted: Sequence[str],
    called: Mapping[str, str] | None = None,
) -> Iterator[errors.Problem]:
    there, names = list(columns.values()), called or {}
    for column in wanted:
        name = names.get(column, column)
        if there.count(column) == 0:
            yield problem("missing-column", file=file, line=1, name=name)
        elif there.count(column) > 1:
            yield problem("duplicate-column", file=file, line=1, name=name)


def _wrong_quotas(file: str, rows: Sequence[_Row]) -> Iterator[errors.Problem]:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        absent = [name for name in QUOTA_COLUMNS if not row.cells.get(name)]
        for name in absent:
            yield problem("missing-value", file=file, line=row.line, column=name)
        if absent:
            continue
        yield from _wrong_numbers(file, row)
        kind = (row.cells["feature"], folding.fold(row.cells["value"]))
        if kind in seen:
            value = f"{row.cells['feature']} = {row.cells['value']}"
            yield problem(
                "duplicate-key",
                file=file,
                line=row.line,
                value=value,
                first=seen[kind],
            )
        seen.setdefault(kind, row.line)


def _wrong_numbers(file: str, row: _Row) -> Iterator[errors.Problem]:
    ends = [row.cells[name] for name in ("least", "most")]
    for name, text in zip(("least", "most"), ends, strict=True):
        if not (text.isascii() and text.isdigit()):
            yield problem(
                "not-whole", file=file, line=row.line, column=name, value=text
            )
            return
    least, most = map(int, ends)
    if least > most:
        yield problem(
            "least-above-most", file=file, line=row.line, least=least, most=most
        )


def _wrong_people(file: str, rows: Sequence[_Row]) -> Iterator[errors.Problem]:
    seen: dict[str, int] = {}
    for row in rows:
        person = row.cells.get("person", "")
        wrong: tuple[str, dict[str, object]] | None = None
        if not person:
            wrong = "missing-value", {}
        elif cells.LIKE_A_NAME.search(person):
            wrong = "looks-like-a-name", {}
        elif person in seen:
            # a pseudonym is not repeated in a message
            wrong = "duplicate-key", {"value": "…", "first": seen[person]}
        if wrong is not None:
            code, params = wrong
            where: dict[str, Any] = {"line": row.line, "column": "person", **params}
            yield problem(code, file=file, **where)
        seen.setdefault(person, row.line)
